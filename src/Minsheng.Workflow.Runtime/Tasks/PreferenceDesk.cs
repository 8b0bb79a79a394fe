using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.People;

namespace Minsheng.Workflow.Runtime.Tasks;

/// <summary>How one person likes to work: 常用语, filters of lists.</summary>
public sealed class PreferenceDesk(CommitQueue commits)
{
    /// <summary>常用语, one a line.</summary>
    public const string Phrases = "phrases";

    private const int Longest = 20_000;

    /// <returns>Null when nothing is kept.</returns>
    public Task<string?> GetAsync(string personId, string name, CancellationToken cancellation = default) => commits.ReadAsync(
        session => session.First($"SELECT value FROM preferences WHERE person_id = {personId} AND name = {name}", reader => reader.GetString(0)), cancellation);

    /// <param name="value">Null takes it away.</param>
    public Task SetAsync(string personId, string name, string? value, CancellationToken cancellation = default)
    {
        if (value is { Length: > Longest }) throw new RefusedException("preference-too-long", $"内容超过 {Longest / 10_000} 万字，没有保存，请删减后再存。");
        return commits.RunAsync(session =>
        {
            var place = PeopleReader.Jurisdiction(session, personId) ?? throw new NotFoundException("人员", personId);
            if (value is null)
                session.Execute($"DELETE FROM preferences WHERE person_id = {personId} AND name = {name}");
            else
                session.Execute($"INSERT INTO preferences (person_id, name, jurisdiction_id, value) VALUES ({personId}, {name}, {place}, {value}) ON CONFLICT (person_id, name) DO UPDATE SET value = EXCLUDED.value");
        }, cancellation);
    }
}

using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Tasks;

/// <summary>What somebody has typed and not handed in, kept on the server so that it is there on another machine too.</summary>
public sealed class DraftDesk(CommitQueue commits)
{
    private const int Longest = 200_000;
    private const int LongestSubject = 200;

    /// <param name="subject">What it is for, e.g. task/{id}.</param>
    /// <exception cref="RefusedException">It is too long to be a draft.</exception>
    public Task SaveAsync(string jurisdictionId, string personId, string subject, string json, CancellationToken cancellation = default)
    {
        if (json.Length > Longest) throw new RefusedException("draft-too-long", $"草稿超过 {Longest / 10_000} 万字，没有保存；请分开填写，或先提交一部分。");
        if (subject.Length is 0 or > LongestSubject) throw new RefusedException("bad-draft", "不知道这份草稿属于哪项任务，没有保存，请刷新后再填。");
        return commits.RunAsync(
            session => session.Execute($"INSERT INTO drafts (person_id, subject, jurisdiction_id, json, at) VALUES ({personId}, {subject}, {jurisdictionId}, {json}, {session.Now}) ON CONFLICT (person_id, subject) DO UPDATE SET json = EXCLUDED.json, at = EXCLUDED.at, jurisdiction_id = EXCLUDED.jurisdiction_id"),
            cancellation);
    }

    public Task<string?> FindAsync(string jurisdictionId, string personId, string subject, CancellationToken cancellation = default) => commits.ReadAsync(
        session => session.First($"SELECT json FROM drafts WHERE person_id = {personId} AND subject = {subject} AND jurisdiction_id = {jurisdictionId}", reader => reader.GetString(0)), cancellation);

    public Task DropAsync(string jurisdictionId, string personId, string subject, CancellationToken cancellation = default) => commits.RunAsync(
        session => session.Execute($"DELETE FROM drafts WHERE person_id = {personId} AND subject = {subject} AND jurisdiction_id = {jurisdictionId}"), cancellation);
}

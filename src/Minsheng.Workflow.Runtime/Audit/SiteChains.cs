using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Audit;

/// <summary>The chains of a whole database, for whoever keeps the server.</summary>
public static class SiteChains
{
    /// <summary>Place by place; nothing is written down, as nobody has signed in.</summary>
    public static Task<IReadOnlyList<(string Place, AuditCheck Check)>> CheckAsync(CommitQueue queue, CancellationToken cancellation = default) =>
        queue.ReadAsync<IReadOnlyList<(string, AuditCheck)>>(session =>
            [.. session.Query($"SELECT id, name FROM jurisdictions ORDER BY id", reader => (Id: reader.GetString(0), Name: reader.GetString(1)))
                .Select(place => (place.Name, AuditChain.Check(session, place.Id)))], cancellation);
}

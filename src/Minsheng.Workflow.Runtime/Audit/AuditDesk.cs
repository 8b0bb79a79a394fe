using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.People;

namespace Minsheng.Workflow.Runtime.Audit;

/// <summary>Reading, checking and taking away the audit: each of them is an act on record.</summary>
public sealed class AuditDesk(CommitQueue queue)
{
    /// <summary>Notes that somebody reads, once a minute for the same search.</summary>
    /// <exception cref="NotAllowedException">The person may not read the audit of this place.</exception>
    public Task NoteReadingAsync(string placeId, string personId, AuditFilter filter, CancellationToken cancellation = default) => queue.RunAsync(session =>
    {
        ManageGate.Require(session, placeId, personId, ManagePart.Audit);
        var recent = session.Now.AddMinutes(-1);
        var (last, _) = session.AuditHeads.Of(session, placeId);
        var wanted = filter.Words;
        var known = session.Query(
            $"SELECT details_json FROM audit WHERE jurisdiction_id = {placeId} AND seq > {last - 50} AND actor = {personId} AND act = {"audit-read"} AND at >= {recent}",
            reader => reader.GetString(0));
        var entry = System.Text.Json.JsonSerializer.Serialize(wanted, Engine.Values.Json);
        if (!known.Contains(entry)) AuditLog.Write(session, placeId, personId, "audit-read", placeId, wanted);
    }, cancellation);

    /// <exception cref="NotAllowedException">The person may not read the audit of this place.</exception>
    public async Task<AuditCheck> CheckAsync(string placeId, string personId, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        await queue.RunAsync(session => ManageGate.Require(session, placeId, personId, ManagePart.Audit), cancellation);
        var check = await Task.Run(() => queue.ReadAsync(session => AuditChain.Check(session, placeId, progress), cancellation), cancellation);
        await queue.RunAsync(session => AuditLog.Write(session, placeId, personId, "audit-checked", placeId, new { check.Entries, check.BrokenAt }), cancellation);
        return check;
    }

    /// <summary>Writes the whole chain, this act included.</summary>
    /// <exception cref="NotAllowedException">The person may not read the audit of this place.</exception>
    public async Task<AuditManifest> ExportAsync(string placeId, string personId, Stream output, CancellationToken cancellation = default)
    {
        await queue.RunAsync(session =>
        {
            ManageGate.Require(session, placeId, personId, ManagePart.Audit);
            AuditLog.Write(session, placeId, personId, "audit-exported", placeId);
        }, cancellation);
        return await Task.Run(() => queue.ReadAsync(session => AuditExport.Write(session, placeId, Places.Read(session, placeId).Name, output), cancellation), cancellation);
    }
}

using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Clock;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Settings;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Files;

/// <summary>
/// Once a day: uploads that were never handed in and that no draft holds any more are dropped, each with an audit entry.
/// The first time after a start all old files are looked at, then those that have come of age within the last week.
/// </summary>
public sealed partial class FileSweep(CommitQueue commits, ReadSide reading, TimeProvider clock, ILogger<FileSweep> logger) : IClockJob
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(7);

    private bool _hasLooked;

    public static string Name => "files";

    public async Task RunAsync(CancellationToken cancellation)
    {
        var dropped = await RunAsync(all: !_hasLooked, cancellation);
        _hasLooked = true;
        if (dropped > 0) logger.LogInformation("{Count} uploads that were never handed in were dropped", dropped);
    }

    /// <returns>How many files were dropped.</returns>
    public async Task<int> RunAsync(bool all, CancellationToken cancellation)
    {
        List<string> places;
        await using (var db = reading.Everything()) places = await db.Jurisdictions.Select(place => place.Id).ToListAsync(cancellation);
        var dropped = 0;
        foreach (var place in places) dropped += await RunAsync(place, all, cancellation);
        return dropped;
    }

    private async Task<int> RunAsync(string place, bool all, CancellationToken cancellation)
    {
        var started = clock.GetUtcNow();
        await using var db = reading.Of(place);
        var days = PlaceSettings.KeepUnused.Settled(await db.PlaceSettings.Where(row => row.Name == PlaceSettings.KeepUnused.Name).Select(row => row.Value).SingleOrDefaultAsync(cancellation))!;
        var (until, from) = (started.AddDays(-days.Value), DateTimeOffset.MinValue);
        if (!all) from = until - Window;
        var old = await db.Files.Where(row => row.Uploaded > from && row.Uploaded <= until).Select(row => new { row.Digest, row.Uploaded }).ToListAsync(cancellation);
        if (old.Count == 0) return 0;
        var unused = old.Select(row => row.Digest).ToHashSet(StringComparer.Ordinal);
        unused.ExceptWith(await NamedAsync(db, old.Min(row => row.Uploaded), cancellation));
        if (unused.Count == 0) return 0;
        return await commits.RunAsync(session => Drop(session, place, unused, started), cancellation);
    }

    /// <summary>Every file that an act, a draft, an open task or a document mentions. Nothing can name a file before it was uploaded.</summary>
    private static async Task<HashSet<string>> NamedAsync(WorkflowDb db, DateTimeOffset since, CancellationToken cancellation)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        await TakeAsync(db.TaskActs.Where(row => row.At >= since).Select(row => row.ValuesJson));
        await TakeAsync(db.TaskActs.Where(row => row.At >= since && row.SignatureId != null).Select(row => row.SignatureId!));
        await TakeAsync(db.Drafts.Select(row => row.Json));
        await TakeAsync(db.Tasks.Where(row => row.State == TaskState.Open).Select(row => row.SpecJson));
        await TakeAsync(db.Documents.Where(row => row.Published >= since).Select(row => row.Body));
        return named;

        async Task TakeAsync(IQueryable<string> texts)
        {
            await foreach (var text in texts.AsAsyncEnumerable().WithCancellation(cancellation)) Take(named, text);
        }
    }

    private static int Drop(WriteSession session, string place, HashSet<string> unused, DateTimeOffset since)
    {
        // What was handed in or kept while we looked.
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in session.Query($"SELECT values_json FROM task_acts WHERE jurisdiction_id = {place} AND at >= {since}", reader => reader.GetString(0))) Take(named, text);
        foreach (var text in session.Query($"SELECT signature_id FROM task_acts WHERE jurisdiction_id = {place} AND at >= {since} AND signature_id IS NOT NULL", reader => reader.GetString(0))) Take(named, text);
        foreach (var text in session.Query($"SELECT json FROM drafts WHERE jurisdiction_id = {place} AND at >= {since}", reader => reader.GetString(0))) Take(named, text);
        var dropped = 0;
        foreach (var digest in unused.Where(digest => !named.Contains(digest)).Order(StringComparer.Ordinal))
        {
            var file = session.First($"SELECT name, size FROM files WHERE jurisdiction_id = {place} AND digest = {digest}", reader => (Name: reader.GetString(0), Size: reader.GetInt32(1)));
            dropped += session.Execute($"DELETE FROM files WHERE jurisdiction_id = {place} AND digest = {digest}");
            AuditLog.Write(session, place, ProcessDesk.System, "file-dropped", digest, new { name = file.Name, size = file.Size });
        }
        return dropped;
    }

    private static void Take(HashSet<string> named, string text)
    {
        foreach (var match in Digest().EnumerateMatches(text)) named.Add(text.Substring(match.Index, match.Length));
    }

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Digest();
}

using System.Data.Common;
using System.Text.Json;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Processes;

/// <summary>Looks through running runs by the page: what a document says is waited for, beside the rows. What looks odd is looked at again, closely.</summary>
internal static class RunningRuns
{
    private const int Page = 500;

    /// <param name="after">The last run of the page before.</param>
    /// <param name="since">Only runs that have changed since; null for all.</param>
    /// <returns>Runs that look odd; the last of this page, or null when there are no more.</returns>
    public static (List<string> Odd, string? Last) Odd(WriteSession session, DefinitionLibrary library, string after, DateTimeOffset? since)
    {
        var runs = since is { } changed
            ? session.Query($"SELECT id, definition_version_id, document FROM instances WHERE status = 'Running' AND updated_at > {changed} AND id > {after} ORDER BY id LIMIT {Page}", Read)
            : session.Query($"SELECT id, definition_version_id, document FROM instances WHERE status = 'Running' AND id > {after} ORDER BY id LIMIT {Page}", Read);
        if (runs.Count == 0) return ([], null);
        var last = runs[^1].Id;
        // All of them lie close together; those that changed lately are few and far between.
        var (waits, tasks) = since is null
            ? (By(session.Query($"SELECT instance_id, bookmark_id FROM waits WHERE instance_id > {after} AND instance_id <= {last}", Pair)),
               By(session.Query($"SELECT instance_id, bookmark_id FROM tasks WHERE instance_id > {after} AND instance_id <= {last} AND state = {TaskState.Open}", Pair)))
            : (By(runs.SelectMany(run => session.Query($"SELECT instance_id, bookmark_id FROM waits WHERE instance_id = {run.Id}", Pair))),
               By(runs.SelectMany(run => session.Query($"SELECT instance_id, bookmark_id FROM tasks WHERE instance_id = {run.Id} AND state = {TaskState.Open}", Pair))));
        var odd = runs.Where(run => IsOdd(run.Document, Definition(session, library, run.Version), [.. waits[run.Id]], [.. tasks[run.Id]])).Select(run => run.Id).ToList();
        return (odd, runs.Count < Page ? null : last);
    }

    private static (string Id, string Version, byte[] Document) Read(DbDataReader reader) => (reader.GetString(0), reader.GetString(1), reader.Bytes(2));

    private static (string Run, string Bookmark) Pair(DbDataReader reader) => (reader.GetString(0), reader.GetString(1));

    private static ILookup<string, string> By(IEnumerable<(string Run, string Bookmark)> rows) => rows.ToLookup(row => row.Run, row => row.Bookmark, StringComparer.Ordinal);

    private static bool IsOdd(byte[] document, CompiledDefinition? definition, HashSet<string> waits, HashSet<string> tasks)
    {
        if (definition is null) return true;
        try
        {
            using var json = JsonDocument.Parse(document, new JsonDocumentOptions { MaxDepth = 256 });
            foreach (var execution in json.RootElement.GetProperty("executions").EnumerateArray())
                if (definition.Find(execution.GetProperty("node").GetString()!) is null) return true;
            var (open, asked) = (0, 0);
            foreach (var bookmark in json.RootElement.GetProperty("bookmarks").EnumerateArray())
            {
                var id = bookmark.GetProperty("id").GetString()!;
                open++;
                if (!waits.Contains(id)) return true;
                if (!bookmark.GetProperty("kind").ValueEquals(nameof(WaitKind.Task))) continue;
                asked++;
                if (!tasks.Contains(id)) return true;
            }
            return open != waits.Count || asked != tasks.Count;
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return true;
        }
    }

    private static CompiledDefinition? Definition(WriteSession session, DefinitionLibrary library, string version)
    {
        try
        {
            return library.Compiled(session, version);
        }
        catch (WorkflowException)
        {
            return null;
        }
    }
}

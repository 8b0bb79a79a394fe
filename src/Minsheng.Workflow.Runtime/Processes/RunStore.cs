using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Definitions;

namespace Minsheng.Workflow.Runtime.Processes;

/// <summary>Instances as documents: one row read, one row written.</summary>
internal sealed class RunStore(DefinitionLibrary library)
{
    /// <summary>In bytes. Larger documents are read again from the database.</summary>
    private const int LargestRemembered = 16 * 1024;

    /// <exception cref="NotFoundException">There is no such run.</exception>
    public Run Load(WriteSession session, string instanceId)
    {
        var row = session.Runs.Get(session, "run", instanceId, "", static (session, id, _) => Stored(session, id)) ?? throw new NotFoundException("这件事", instanceId);
        var definition = library.Compiled(session, row.Version);
        var instance = InstanceJson.Read(row.Document, definition);
        return new Run
        {
            Id = instanceId,
            JurisdictionId = row.Place,
            CycleId = row.Cycle,
            ParentId = row.Parent,
            ParentExecution = row.ParentExecution,
            ChildKey = row.ChildKey,
            Notice = row.Notice,
            ParentTold = row.ParentTold,
            ProjectId = row.Project,
            DefinitionVersionId = row.Version,
            Title = row.Title,
            StartedBy = row.StartedBy,
            Revision = row.Revision,
            LastHistory = row.LastHistory,
            Definition = definition,
            Instance = instance,
            Before = [.. instance.Bookmarks],
        };
    }

    /// <exception cref="RevisionConflictException">Another burst saved this run after it was read here.</exception>
    public static void Save(WriteSession session, Run run)
    {
        var instance = run.Instance;
        var document = InstanceJson.Write(instance);
        var incidents = instance.LiveExecutions.Count(static live => live.Status == ActivityStatus.Faulted);
        if (run.Revision == 0)
        {
            session.Execute($"INSERT INTO instances (id, jurisdiction_id, cycle_id, parent_id, parent_execution, child_key, notice, parent_told, project_id, definition_id, definition_version_id, title, correlation_id, status, sub_status, open_incidents, revision, last_history, document, started_by, started_at, updated_at) VALUES ({run.Id}, {run.JurisdictionId}, {run.CycleId}, {run.ParentId}, {run.ParentExecution}, {run.ChildKey}, {run.Notice}, {run.ParentTold}, {run.ProjectId}, {instance.DefinitionId}, {run.DefinitionVersionId}, {run.Title}, {instance.CorrelationId}, {instance.Status}, {instance.SubStatus}, {incidents}, {1}, {run.LastHistory}, {document}, {run.StartedBy}, {session.Now}, {session.Now})");
        }
        else if (session.Execute($"UPDATE instances SET correlation_id = {instance.CorrelationId}, status = {instance.Status}, sub_status = {instance.SubStatus}, open_incidents = {incidents}, parent_told = {run.ParentTold}, revision = {run.Revision + 1}, last_history = {run.LastHistory}, document = {document}, updated_at = {session.Now} WHERE id = {run.Id} AND revision = {run.Revision}") != 1)
        {
            throw new RevisionConflictException(run.Id);
        }
        History.Save(session, run);
        run.Revision++;
        Remember(session, run, document);
    }

    /// <summary>The number of a line that is written into a run's story from outside, without a burst of its own.</summary>
    public static int NextHistory(WriteSession session, string instanceId)
    {
        session.Runs.Drop("run", instanceId, "");
        return session.First($"UPDATE instances SET last_history = last_history + 1 WHERE id = {instanceId} RETURNING last_history", reader => reader.GetInt32(0));
    }

    /// <summary>A run that goes on is kept as bytes: the next burst still begins from what is stored, without asking for it.</summary>
    private static void Remember(WriteSession session, Run run, byte[] document)
    {
        if (document.Length <= LargestRemembered && run.Instance.Status == WorkflowStatus.Running)
            session.Runs.Keep("run", run.Id, "", new StoredRun(
                run.JurisdictionId, run.CycleId, run.ParentId, run.ParentExecution, run.ChildKey, run.Notice, run.ParentTold, run.ProjectId,
                run.DefinitionVersionId, run.Title, run.StartedBy, run.Revision, run.LastHistory, document));
        else
            session.Runs.Drop("run", run.Id, "");
    }

    private static StoredRun? Stored(WriteSession session, string instanceId) => session.First(
        $"SELECT jurisdiction_id, cycle_id, parent_id, parent_execution, child_key, notice, parent_told, project_id, definition_version_id, title, started_by, revision, last_history, document FROM instances WHERE id = {instanceId} FOR UPDATE",
        reader => new StoredRun(
            reader.GetString(0), reader.Text(1), reader.Text(2), reader.Number(3), reader.Text(4), reader.Name<ChildNotice>(5), reader.GetBoolean(6), reader.Text(7),
            reader.GetString(8), reader.GetString(9), reader.GetString(10), reader.GetInt32(11), reader.GetInt32(12), reader.Bytes(13)));

    private sealed record StoredRun(
        string Place, string? Cycle, string? Parent, int? ParentExecution, string? ChildKey, ChildNotice Notice, bool ParentTold, string? Project,
        string Version, string Title, string StartedBy, int Revision, int LastHistory, byte[] Document);
}

using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Definitions;

namespace Minsheng.Workflow.Runtime.Processes;

/// <summary>Instances as documents: one row read, one row written.</summary>
internal sealed class RunStore(DefinitionLibrary library)
{
    /// <exception cref="NotFoundException">There is no such run.</exception>
    public Run Load(WriteSession session, string instanceId)
    {
        var run = session.First(
            $"SELECT jurisdiction_id, cycle_id, parent_id, parent_execution, child_key, notice, parent_told, project_id, definition_version_id, title, started_by, revision, last_history, document FROM instances WHERE id = {instanceId} FOR UPDATE",
            reader => (Run: new
            {
                Place = reader.GetString(0),
                Cycle = reader.Text(1),
                Parent = reader.Text(2),
                Execution = reader.Number(3),
                Key = reader.Text(4),
                Notice = reader.Name<ChildNotice>(5),
                Told = reader.GetBoolean(6),
                Project = reader.Text(7),
                Version = reader.GetString(8),
                Title = reader.GetString(9),
                By = reader.GetString(10),
                Revision = reader.GetInt32(11),
                History = reader.GetInt32(12),
            }, Document: reader.Bytes(13)));
        if (run.Run is not { } row) throw new NotFoundException("这件事", instanceId);
        var definition = library.Compiled(session, row.Version);
        var instance = InstanceJson.Read(run.Document, definition);
        return new Run
        {
            Id = instanceId,
            JurisdictionId = row.Place,
            CycleId = row.Cycle,
            ParentId = row.Parent,
            ParentExecution = row.Execution,
            ChildKey = row.Key,
            Notice = row.Notice,
            ParentTold = row.Told,
            ProjectId = row.Project,
            DefinitionVersionId = row.Version,
            Title = row.Title,
            StartedBy = row.By,
            Revision = row.Revision,
            LastHistory = row.History,
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
    }
}

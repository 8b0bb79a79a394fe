using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Processes;

/// <summary>One burst inside a session: facts in, instance and effects out, all of it in the session's transaction.</summary>
internal sealed class BurstRunner(DefinitionLibrary library)
{
    private readonly RunStore _store = new(library);

    public Run Load(WriteSession session, string instanceId) => _store.Load(session, instanceId);

    public string Start(WriteSession session, StartOrder order)
    {
        var versionId = order.VersionId ?? DefinitionFiles.Published(session, order.JurisdictionId, order.DefinitionId);
        var definition = library.Compiled(session, versionId);
        var run = new Run
        {
            Id = order.InstanceId ?? Ids.New(),
            JurisdictionId = order.JurisdictionId,
            CycleId = order.CycleId,
            ParentId = order.ParentId,
            ParentExecution = order.ParentExecution,
            ChildKey = order.ChildKey,
            Notice = order.Notice,
            ProjectId = order.ProjectId,
            DefinitionVersionId = versionId,
            Title = order.Title ?? definition.Source.Name,
            StartedBy = order.By,
            Definition = definition,
        };
        var burst = Burst.Start(definition, run.Id, session.Now, Facts(session, run), null, order.Input, order.CorrelationId);
        Applier.Apply(session, run, burst, order.By);
        return run.Id;
    }

    /// <summary>Answers an open wait.</summary>
    public void Resume(WriteSession session, Run run, Stimulus stimulus, string actor)
    {
        var bookmark = run.Before.FirstOrDefault(open => open.Id == stimulus.BookmarkId);
        var burst = Burst.Resume(run.Definition, run.Instance, stimulus, session.Now, Facts(session, run));
        Applier.Apply(session, run, burst, actor, bookmark, stimulus.Outcome);
    }

    /// <param name="skipTo">The outcome a skipped step is left by; null to run it again.</param>
    public void Settle(WriteSession session, Run run, Incident incident, string? skipTo, string actor)
    {
        var facts = Facts(session, run);
        var burst = skipTo is not null
            ? Burst.Skip(run.Definition, run.Instance, incident, session.Now, facts, outcome: skipTo)
            : Burst.Retry(run.Definition, run.Instance, incident, session.Now, facts);
        Applier.Apply(session, run, burst, actor);
    }

    /// <summary>退回: the task is over, an earlier step runs again.</summary>
    public static void Return(WriteSession session, Run run, Bookmark from, string toActivityId, ReturnNote note, string actor) =>
        Applier.Apply(session, run, Burst.Return(run.Definition, run.Instance, from, toActivityId, note, session.Now, Facts(session, run)), actor, from, nameof(Return));

    /// <summary>撤回: a completed step runs again with what it had kept.</summary>
    public static void Reopen(WriteSession session, Run run, string nodeId, ReturnNote note, string actor) =>
        Applier.Apply(session, run, Burst.Reopen(run.Definition, run.Instance, nodeId, null, note, session.Now, Facts(session, run)), actor);

    public static void Cancel(WriteSession session, Run run, string actor) =>
        Applier.Apply(session, run, Burst.Cancel(run.Definition, run.Instance, session.Now), actor);

    private static StoredFacts Facts(WriteSession session, Run run) => new(session, run.JurisdictionId, run.CycleId, run.ProjectId);
}

internal sealed record StartOrder(string DefinitionId, string JurisdictionId, string By)
{
    public string? InstanceId { get; init; }
    public string? VersionId { get; init; }
    public string? CycleId { get; init; }
    public string? ProjectId { get; init; }
    public string? ParentId { get; init; }
    public int? ParentExecution { get; init; }
    public string? ChildKey { get; init; }
    public ChildNotice Notice { get; init; }
    public IReadOnlyDictionary<string, object?>? Input { get; init; }
    public string? CorrelationId { get; init; }
    public string? Title { get; init; }
}

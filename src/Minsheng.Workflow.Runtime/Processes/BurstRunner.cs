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
        var burst = Burst.Start(definition, run.Id, session.Now, Facts(session, run), null, order.Input, order.CorrelationId, order.TriggerActivityId);
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

    /// <summary>Goes back from an open wait to an earlier step; who did so and why is for the caller to tell.</summary>
    /// <exception cref="ReturnRefusedException">There is no such step, or something in between cannot be undone.</exception>
    /// <exception cref="RefusedException">A straight return would leave decisions on items standing that rest on what is done anew.</exception>
    public static void Return(WriteSession session, Run run, Bookmark from, string toActivityId, ReturnNote note, string actor)
    {
        if (note.StraightBack)
        {
            var undoing = Returns.Undoing(run.Definition, run.Instance, from, toActivityId);
            if (TakenBack.Standing(session, run.CycleId, run.Id, [.. undoing.Executions.Where(execution => execution != undoing.Target.Execution)]).Count > 0)
                throw new RefusedException("decided-between", $"“{undoing.Target.Title}”之后已经对项目作过决定，要随退回一并收回，不能办完后直接送回这里；请选“逐级重办”。");
        }
        Applier.Apply(session, run, Burst.Return(run.Definition, run.Instance, from, toActivityId, note, session.Now, Facts(session, run)), actor, from, nameof(Return));
    }

    /// <summary>Opens a completed step again because its last answer is taken back.</summary>
    /// <exception cref="ReturnRefusedException">The run is past it, or something since cannot be undone.</exception>
    public static void Reopen(WriteSession session, Run run, string nodeId, ReturnNote note, string actor) =>
        Applier.Apply(session, run, Burst.Reopen(run.Definition, run.Instance, nodeId, null, note, session.Now, Facts(session, run)), actor);

    public static void Cancel(WriteSession session, Run run, string actor) =>
        Applier.Apply(session, run, Burst.Cancel(run.Definition, run.Instance, session.Now), actor);

    internal static StoredFacts Facts(WriteSession session, Run run) => new(session, run.JurisdictionId, run.CycleId, run.ProjectId, run.Id);
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

    /// <summary>The step that starts the run by itself.</summary>
    public string? TriggerActivityId { get; init; }
}

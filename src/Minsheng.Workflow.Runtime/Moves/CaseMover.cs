using Minsheng.Workflow.Engine.Moving;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Moves;

/// <summary>One run goes to another version, or back to what it was: document, waits, tasks and story together.</summary>
internal sealed class CaseMover(DefinitionLibrary library)
{
    /// <returns>What was asked about it. Nothing of it is kept.</returns>
    /// <exception cref="RefusedException">It cannot be moved, or something is still to be chosen.</exception>
    public IReadOnlyList<MoveQuestion> Try(WriteSession session, BurstRunner runner, MovingRun moving, MoveChoices choices)
    {
        var (run, plan) = Plan(session, runner, moving, choices);
        Continue(session, run, moving, plan);
        return plan.Questions;
    }

    private (Run Run, MovePlan Plan) Plan(WriteSession session, BurstRunner runner, MovingRun moving, MoveChoices choices)
    {
        var run = runner.Load(session, moving.Id);
        var plan = VersionMove.Of(run.Definition, run.Instance, library.Compiled(session, moving.ToVersionId), choices.Of(moving.Id));
        if (plan.Refusals is [var refusal, ..]) throw new RefusedException("case-cannot-move", $"“{moving.Title}”不能换：{refusal}一件也没有换。");
        if (!plan.IsReady) throw new RefusedException("choice-missing", $"“{moving.Title}”还有 {plan.Open.Count} 处要选定（{plan.Questions.First(question => plan.Open.Contains(question.Key)).Sentence.TrimEnd('。')}），一件也没有换；请选好再换。");
        return (run, plan);
    }

    public (byte[] Document, int Revision, string? Barrier, IReadOnlyList<MoveQuestion> Questions) Move(WriteSession session, BurstRunner runner, MovingRun moving, StoredMove move, string by)
    {
        var (before, plan) = Plan(session, runner, moving, move.Choices);
        var (choices, document, target) = (move.Choices.Of(moving.Id), InstanceJson.Write(before.Instance), library.Compiled(session, moving.ToVersionId));
        var gone = plan.Withdrawn.Select(wait => wait.Id).ToHashSet(StringComparer.Ordinal);
        var run = before.Under(moving.ToVersionId, target, plan.Instance!, [.. plan.Instance!.Bookmarks, .. before.Before.Where(wait => gone.Contains(wait.Id))]);
        var (from, to) = (MoveCases.NameOf(session, moving.FromVersionId), MoveCases.NameOf(session, moving.ToVersionId));
        var chosen = plan.Questions.Select(question => question.Options.First(option => option.Key == choices[question.Key]).Words).Distinct().ToList();
        History.Write(session, run, HistoryKind.Act, $"方案由{from}改为{to}，原因：{move.Reason}{(chosen.Count == 0 ? "" : $"。选定：{string.Join("；", chosen)}")}", actor: by);
        foreach (var wait in run.Before.Where(wait => gone.Contains(wait.Id)))
        {
            History.Write(session, run, HistoryKind.Cancelled, $"“{wait.Execution.Place.Title}”撤销，不再办理（新版方案里没有这一步，或者要重新办）。", wait.Execution.Place);
            MoveNews.Withdrawn(session, run, wait, move.Id, $"方案由{from}改为{to}，原因：{move.Reason}");
        }
        var burst = Continue(session, run, moving, plan);
        SetVersion(session, run, moving.ToVersionId);
        Applier.Apply(session, run, burst, by);
        Rename(session, run);
        return (document, run.Revision, MoveStudy.Barrier(burst), plan.Questions);
    }

    /// <param name="plan">Its copy of the run goes on, not the run.</param>
    private Burst Continue(WriteSession session, Run run, MovingRun moving, MovePlan plan)
    {
        var burst = Burst.Continue(library.Compiled(session, moving.ToVersionId), plan, session.Now, BurstRunner.Facts(session, run));
        return burst.IsStranded ? throw new RefusedException("case-cannot-move", $"“{moving.Title}”不能换：{MoveStudy.Stranded}一件也没有换。") : burst;
    }

    public void Restore(WriteSession session, BurstRunner runner, StoredCase one, StoredMove move, string reason, string by)
    {
        var now = runner.Load(session, one.RunId);
        var definition = library.Compiled(session, one.FromVersionId);
        var instance = InstanceJson.Read(one.Document!, definition);
        instance.CountOnFrom(now.Instance);
        var run = now.Under(one.FromVersionId, definition, instance, instance.Bookmarks);
        History.Write(session, run, HistoryKind.Act, $"撤回换版，方案改回{MoveCases.NameOf(session, one.FromVersionId)}，原因：{reason}", actor: by);
        foreach (var wait in now.Before.Where(wait => instance.Bookmarks.All(known => known.Id != wait.Id)))
        {
            Waits.Close(session, run, wait, TaskState.Withdrawn, null);
            MoveNews.Withdrawn(session, run, wait, $"{move.Id}/undone", $"换版已撤回，原因：{reason}");
        }
        foreach (var wait in instance.Bookmarks.Where(wait => now.Before.All(known => known.Id != wait.Id)))
        {
            Waits.Restore(session, run, wait);
            MoveNews.Restored(session, run, wait, move.Id, reason);
        }
        SetVersion(session, run, one.FromVersionId);
        RunStore.Save(session, run);
        Rename(session, run);
    }

    private static void SetVersion(WriteSession session, Run run, string versionId)
    {
        session.Execute($"UPDATE instances SET definition_version_id = {versionId} WHERE id = {run.Id}");
        if (run.CycleId is not null)
            session.Execute($"UPDATE cycles SET definition_version_id = {versionId} WHERE id = {run.CycleId} AND root_instance_id = {run.Id}");
    }

    /// <summary>What stays open bears the step's name in the version that holds now.</summary>
    private static void Rename(WriteSession session, Run run)
    {
        foreach (var wait in run.Instance.Bookmarks)
            session.Execute($"UPDATE waits SET title = {wait.Execution.Place.Title}, node_id = {wait.Execution.Place.NodeId} WHERE id = {Run.WaitId(run.Id, wait.Id)} AND (title <> {wait.Execution.Place.Title} OR node_id <> {wait.Execution.Place.NodeId})");
    }
}

using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Moving;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.Processes;

namespace Minsheng.Workflow.Runtime.Moves;

/// <summary>One run looked at as if it were moved; nothing of it is kept.</summary>
internal sealed class MoveStudy(DefinitionLibrary library)
{
    public const string Stranded = "照这样换过去，这件事就停在那里，没有人要办，也没有下一步；请换一种选法，或在新版里把后面的步骤接上。";

    private readonly BurstRunner _runner = new(library);

    public MoveCase Look(WriteSession session, MovingRun moving, IReadOnlyDictionary<string, string> choices)
    {
        try
        {
            return Judge(session, moving, choices);
        }
        catch (Exception broken) when (broken is WorkflowException or InvalidOperationException or System.Text.Json.JsonException)
        {
            // One case that cannot even be read must not hide the others.
            return new MoveCase(
                moving.Id, moving.CycleId, moving.CycleTitle, !moving.IsRoot, moving.Title, moving.DefinitionId, moving.DefinitionId, MoveCases.NameOf(session, moving.FromVersionId), MoveCases.NameOf(session, moving.ToVersionId),
                moving.ToVersionId, moving.Revision, MoveLight.Cannot, [broken is WorkflowException ? broken.Message : "这件事的记录读不出来，请告知系统管理员，先不要换它。"], [], [], [], [], [], null);
        }
    }

    private MoveCase Judge(WriteSession session, MovingRun moving, IReadOnlyDictionary<string, string> choices)
    {
        var (from, to) = (MoveCases.NameOf(session, moving.FromVersionId), MoveCases.NameOf(session, moving.ToVersionId));
        var run = _runner.Load(session, moving.Id);
        var target = library.Compiled(session, moving.ToVersionId);
        var plan = VersionMove.Of(run.Definition, run.Instance, target, choices);
        var (notes, refusals) = (plan.Notes.ToList(), plan.Refusals.ToList());
        string? barrier = null;
        if (plan.IsReady)
        {
            var burst = Burst.Continue(target, plan, session.Now, BurstRunner.Facts(session, run));
            barrier = Barrier(burst);
            if (burst.IsStranded) refusals.Add(Stranded);
            foreach (var fault in burst.Trace.Where(entry => entry.Event == TraceEvent.Faulted))
                notes.Add(new MoveNote($"换过去马上开始的“{fault.Place.Title}”办不成：{fault.Message}", IsGrave: true));
            if (burst.Instance.Status == WorkflowStatus.Finished) notes.Add(new MoveNote("换过去以后这件事就办结了，后面没有步骤要办。", IsGrave: true));
        }
        var light = refusals.Count > 0 ? MoveLight.Cannot : plan.Open.Count > 0 ? MoveLight.Choose : MoveLight.Ready;
        return new MoveCase(
            run.Id, moving.CycleId, moving.CycleTitle, !moving.IsRoot, moving.Title, moving.DefinitionId, target.Source.Name, from, to, moving.ToVersionId, run.Revision, light,
            refusals, plan.Questions, plan.Open, notes, light == MoveLight.Ready ? [.. plan.Withdrawn.Select(Words)] : [], [.. plan.Begins.Select(place => place.Title)], barrier);
    }

    /// <summary>Why what began with the move could not be taken back.</summary>
    public static string? Barrier(Burst burst)
    {
        foreach (var entry in burst.Trace.Where(entry => entry.Event is TraceEvent.Started or TraceEvent.Completed).Reverse())
        {
            var begun = burst.Effects.Skip(entry.EffectsBefore).FirstOrDefault(effect => effect is not (NoteHistory or LineWritten or TaskCirculated));
            if (begun is not null) return $"换过去时“{entry.Place.Title}”马上就办了（{Words(begun)}），收不回来";
        }
        return burst.Instance.Status == WorkflowStatus.Finished ? "换过去时这件事就办结了" : null;
    }

    private static string Words(Effect effect) => effect switch
    {
        StartChild => "启动子方案",
        PublishDocument document => $"发布《{document.Title}》",
        PrepareBallot => "冻结名册、备好表决票",
        Notify => "发出通知",
        OpenCollection => "开始征集",
        DecideItems => "对项目作出决定",
        _ => "已经生效的事",
    };

    private static string Words(Bookmark wait) => wait.Kind == WaitKind.Task && Holders(wait) is { Count: > 0 } holders
        ? $"“{TaskSpec.Of(wait).Title}”（{string.Join("、", holders.Take(5).Select(person => person.Name))}{(holders.Count > 5 ? $"等 {holders.Count} 人" : "")}）"
        : $"“{wait.Execution.Place.Title}”";

    /// <summary>Who has a task and has not answered.</summary>
    public static IReadOnlyList<Activities.Facts.PersonFact> Holders(Bookmark wait) =>
        [.. Circulation.Of(TaskSpec.Of(wait)).Shown.Where(share => share.IsPending).Select(share => share.Holder).DistinctBy(person => person.Id)];
}

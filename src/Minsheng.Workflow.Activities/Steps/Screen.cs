using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>One line of opinion on every proposal, e.g. departments on feasibility.</summary>
public sealed record ScreenLane(string Name, List<Assignee> Assignees, List<string>? Criteria = null);

/// <summary>Gathers opinions on every proposal lane by lane, then one body keeps, drops or merges.</summary>
[ActivityType("Minsheng.Screen", "筛选论证", Category = "征集筛选", Icon = "filter_alt",
    Description = "各方逐件提出意见，再由一方逐件确定列入初选、不采纳或并入。", Outcomes = ["Done", "TooFew"], OutcomeNames = ["完成", "数量不足"], Returns = ReturnRule.Target)]
public sealed class Screen : TaskStep
{
    private const string Recommended = "建议列入", NotRecommended = "不建议列入";
    private const string Keep = "列入初选", Drop = "不采纳", Merge = "并入";
    private const string Deciding = "逐件确定";

    [InputLabel("论证各方", Hint = "每一方有名称、人员和对照标准，同时进行", Example = "部门论证：发改局、财政局，合规性和可行性")]
    public Input<List<ScreenLane>> Lanes { get; } = new([]);

    [InputLabel("确定人", Required = true, Hint = "汇总各方意见后逐件确定的人", Example = "政府办")]
    public Input<List<Assignee>> Decider { get; } = new([]);

    [InputLabel("初选项目不少于", Hint = "少于这个数就走“数量不足”；0 为不限", Example = "12")]
    public Input<int> Target { get; } = new(0);

    [InputLabel("限办工作日", Hint = "每一方和确定人各自的期限；0 为不限", Example = "15")]
    public Input<int> DueWorkingDays { get; } = new(0);

    protected override void Bind(ActivityBinder binder)
    {
        binder.NeedsPeople(Decider, "确定人");
        binder.NeedsAtLeast(Target, 0, "初选项目不少于");
        binder.NeedsAtLeast(DueWorkingDays, 0, "限办工作日");
        if (!binder.TryConstant(Lanes, out var lanes) || lanes is null) return;
        for (var index = 0; index < lanes.Count; index++)
        {
            if (string.IsNullOrWhiteSpace(lanes[index].Name))
                binder.Problem($"lanes[{index}].name", "missing-input", $"第 {index + 1} 方没有名称，请补上，如“部门论证”。");
            InputChecks.CheckPeople(binder, $"lanes[{index}].assignees", lanes[index].Assignees, $"{lanes[index].Name}的人员");
        }
        if (lanes.GroupBy(lane => lane.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            binder.Problem("lanes", "duplicate-lane", $"有两方都叫“{twice.Key}”，请改成不同的名称。");
    }

    public override ActivityResult Start(ActivityContext context)
    {
        var proposals = Pool(context);
        if (proposals.Count == 0)
        {
            context.Emit(new NoteHistory($"“{Place.Title}”没有可以筛选的建议。"));
            return ActivityResult.Outcome("TooFew");
        }
        context.Keep(new Opinions([]));
        if (context.Get(Lanes) is not { Count: > 0 } lanes) return new ActivityResult.Waiting(Decision(context, []));
        return new ActivityResult.Waiting([.. lanes.Select(lane => Lane(context, lane, proposals))]);
    }

    private protected override ActivityResult Proceed(ActivityContext context, Stimulus stimulus)
    {
        var answer = TaskAnswer.Of(stimulus);
        if (stimulus.Bookmark.Name == Place.Id) return Decide(context, answer);

        var opinions = context.Load<Opinions>()!.Add(Summary(stimulus.Bookmark.Name, answer));
        context.Keep(opinions);
        context.Emit(new NoteHistory(opinions.Lanes[^1]));
        var isLast = context.Instance.Bookmarks.Count(open => open.Execution == context.Execution) == 1;
        return isLast ? new ActivityResult.Waiting(Decision(context, opinions.Lanes)) : new ActivityResult.Waiting();
    }

    private Wait Lane(ActivityContext context, ScreenLane lane, IReadOnlyList<ItemFact> proposals) =>
        Ask(context, lane.Name, new Request($"{Place.Title}：{lane.Name}", lane.Assignees, new Form([
            Verdicts("opinions", "逐件意见", [Recommended, NotRecommended], NotRecommended),
            new Field { Name = "opinion", Label = "总的意见", Type = FieldType.Paragraph }]))
        {
            Next = Deciding,
            Due = Limit(context, context.Get(DueWorkingDays)),
            Instructions = lane.Criteria is { Count: > 0 } criteria ? "对照标准：" + string.Concat(criteria.Select((line, index) => $"\n{index + 1}. {line}")) : null,
            Items = proposals,
        });

    private Wait Decision(ActivityContext context, IReadOnlyList<string> opinions) =>
        Ask(context, Place.Id, new Request(Place.Title, context.Get(Decider), new Form([
            Verdicts("decisions", Deciding, [Keep, Drop, Merge], Drop, Merge) with { TargetFor = [Merge] }]))
        {
            Due = Limit(context, context.Get(DueWorkingDays)),
            Instructions = opinions.Count > 0 ? string.Join("\n", opinions) : null,
            Items = Pool(context),
        });

    private ActivityResult Decide(ActivityContext context, TaskAnswer answer)
    {
        var numbers = Pool(context).ToDictionary(item => item.Id, item => item.Number, StringComparer.Ordinal);
        // What the office merged while the list was with the decider is no longer decided on here.
        var verdicts = answer.Verdicts("decisions").Where(verdict => numbers.ContainsKey(verdict.ItemId)).ToList();
        var kept = verdicts.Where(verdict => verdict.Verdict == Keep).Select(verdict => verdict.ItemId).ToHashSet(StringComparer.Ordinal);
        foreach (var lost in verdicts.Where(verdict => verdict.Verdict == Merge && (verdict.Target is null || !kept.Contains(verdict.Target))))
            throw new StimulusRefusedException($"{numbers.GetValueOrDefault(lost.ItemId, lost.ItemId)} 要并入的项目没有列入初选，提出人的建议会落空，请改选列入初选的项目。", "merged-into-nothing");

        var by = DecidedBy(context.Get(Decider), answer.Act.By);
        context.Emit(new DecideItems([.. verdicts.Select(verdict => verdict.Verdict switch
        {
            Keep => new ItemDecision(verdict.ItemId, ItemStage.Shortlisted, Keep, verdict.Reason, by),
            Merge => new ItemDecision(verdict.ItemId, ItemStage.Merged, $"{Merge} {numbers.GetValueOrDefault(verdict.Target!, verdict.Target!)}", verdict.Reason, by, verdict.Target),
            _ => new ItemDecision(verdict.ItemId, ItemStage.NotChosen, Drop, verdict.Reason, by),
        })]));
        context.Emit(new NoteHistory($"{by}完成筛选：列入初选 {kept.Count} 件，不采纳 {verdicts.Count(verdict => verdict.Verdict == Drop)} 件，并入 {verdicts.Count(verdict => verdict.Verdict == Merge)} 件。"));
        context.Remember(new Screened((context.Recall<Screened>()?.Times ?? 0) + 1));
        return ActivityResult.Outcome(kept.Count < context.Get(Target) ? "TooFew" : Outcomes.Done);
    }

    /// <summary>What is screened: the proposals, and where a later step sent the list back, also what was kept or dropped before.</summary>
    private static IReadOnlyList<ItemFact> Pool(ActivityContext context) => context.Recall<Screened>() is null
        ? context.Cycle().Items(ItemStage.Proposal)
        : context.Cycle().Items(ItemStage.Proposal, ItemStage.Shortlisted, ItemStage.NotChosen);

    private static string Summary(string lane, TaskAnswer answer)
    {
        var verdicts = answer.Verdicts("opinions");
        var against = verdicts.Count(verdict => verdict.Verdict == NotRecommended);
        var opinion = answer.Text("opinion") is { Length: > 0 } text ? $"意见：{text}" : "";
        return $"{lane}：{Recommended} {verdicts.Count - against} 件，{NotRecommended} {against} 件。{opinion}";
    }

    /// <summary>How often this step has decided in this run.</summary>
    private sealed record Screened(int Times);

    /// <summary>A sentence for every lane that is done; its details stay with its task.</summary>
    private sealed record Opinions(IReadOnlyList<string> Lanes)
    {
        public Opinions Add(string lane) => new([.. Lanes, lane]);
    }
}

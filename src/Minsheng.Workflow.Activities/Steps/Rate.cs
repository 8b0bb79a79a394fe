using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>A secret satisfaction rating of every project, or of the one project this run is about.</summary>
[ActivityType("Minsheng.Rate", "满意度测评", Category = "票决测评", Icon = "sentiment_satisfied",
    Description = "对项目逐项无记名测评满意、基本满意、不满意，按选定的规则定等次。", Outcomes = ["Satisfied", "Basically", "Unsatisfied"])]
public sealed class Rate : BallotStep
{
    private static readonly string[] Options = ["满意", "基本满意", "不满意", "弃权"];

    [InputLabel("测评规则", Example = "R-ZHASHUI")]
    public Input<string> Rule { get; } = new(RatingRule.Zhashui.Id);

    [InputLabel("参评人")]
    public Input<List<Assignee>> Raters { get; } = new([new(Role: "ScMember")]);

    protected override void Bind(ActivityBinder binder)
    {
        base.Bind(binder);
        binder.NeedsPeople(Raters, "参评人");
        if (binder.TryConstant(Rule, out var id) && RatingRule.Find(id ?? "") is null)
            binder.Problem("rule", "unknown-rule", UnknownRule(id));
    }

    public override ActivityResult Start(ActivityContext context)
    {
        var projects = context.Projects();
        if (projects.Count == 0)
            throw new ActivityFaultException($"“{TitleAt(context)}”没有可以测评的正式项目，请在票决确定项目之后再重试这一步。", "no-projects");
        RuleAt(context);
        return Prepare(context, new Sitting(1, [.. projects.Select(item => item.Id)]));
    }

    public override ActivityResult Resume(ActivityContext context, Stimulus stimulus)
    {
        var sitting = context.Load<Sitting>()!;
        var opened = Opened(context, stimulus, sitting.Number);
        if (opened.Returned > Math.Min(opened.Issued, opened.Present))
        {
            context.Emit(new NoteHistory($"{TitleAt(context)}：实到 {opened.Present} 人，发出票 {opened.Issued} 张，收回票 {opened.Returned} 张，收回多于发出或实到，本次测评无效，重新测评。"));
            return Prepare(context, sitting with { Number = sitting.Number + 1 });
        }
        if (opened.Slips.Count != opened.Returned || opened.Present > opened.Due)
            throw new StimulusRefusedException($"应到 {opened.Due} 人，实到 {opened.Present} 人，收回票 {opened.Returned} 张，录入 {opened.Slips.Count} 张，各数不符，请核对后再计票。", "wrong-figures");

        var rule = RuleAt(context);
        var valid = opened.Slips.Where(slip => !slip.Spoiled && slip.Marks.Count == sitting.Items.Count).ToList();
        var titles = context.Cycle().Items(ItemStage.Project).ToDictionary(item => item.Id, item => item.Title, StringComparer.Ordinal);
        var worst = RatingOutcome.Satisfied;
        for (var row = 0; row < sitting.Items.Count; row++)
        {
            var result = rule.Judge(Count(valid, row), opened.Due);
            context.Emit(new RecordRating(sitting.Items[row], titles.GetValueOrDefault(sitting.Items[row], ""), rule.Id, result));
            if (result.Outcome > worst) worst = result.Outcome;
        }
        context.Emit(new NoteHistory($"{TitleAt(context)}：收回测评票 {opened.Returned} 张，有效票 {valid.Count} 张，测评项目 {sitting.Items.Count} 个。"));
        return ActivityResult.Outcome(worst.ToString());
    }

    /// <summary>A mark's place among the options is its meaning; whatever lies beyond them abstains.</summary>
    internal static RatingCount Count(IReadOnlyCollection<Slip> slips, int row)
    {
        var marks = new int[Options.Length];
        foreach (var slip in slips) marks[Math.Min((int)slip.Marks[row], Options.Length - 1)]++;
        return new RatingCount(marks[0], marks[1], marks[2], marks[3]);
    }

    private ActivityResult.Waiting Prepare(ActivityContext context, Sitting sitting)
    {
        context.Keep(sitting);
        var roll = Roll(context, context.Get(Raters));
        var items = context.Projects();
        var sheet = new BallotSheet(BallotKind.Rating, TitleAt(context), sitting.Number, 0, Rows(items.Where(item => sitting.Items.Contains(item.Id))), Options, null, roll.Count);
        return new ActivityResult.Waiting(Prepare(context, sheet, roll));
    }

    private RatingRule RuleAt(ActivityContext context) =>
        RatingRule.Find(context.Get(Rule) ?? "") ?? throw new ActivityFaultException(UnknownRule(context.Get(Rule)), "unknown-rule");

    private static string UnknownRule(string? id) => $"没有测评规则“{id}”，请从{string.Join("、", RatingRule.All.Select(rule => rule.Id))}中选一个。";

    private sealed record Sitting(int Number, IReadOnlyList<string> Items);
}

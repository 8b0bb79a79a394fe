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

/// <summary>A secret satisfaction rating of projects, or of other matters such as a report.</summary>
[ActivityType("Minsheng.Rate", "满意度测评", Category = "票决测评", Icon = "sentiment_satisfied",
    Description = "对项目逐项无记名测评满意、基本满意、不满意，按选定的规则定等次。", Outcomes = ["Satisfied", "Basically", "Unsatisfied"], OutcomeNames = ["满意", "基本满意", "不满意"], Returns = ReturnRule.Barrier)]
public sealed class Rate : BallotStep
{
    private static readonly string[] Options = ["满意", "基本满意", "不满意", "弃权"];
    private static readonly string[] WholeBodies = ["ScMember", "Deputy", "PresidiumMember", "StreetCouncilMember"];

    [InputLabel("测评规则", Hint = "各地的规则编号，定基数、界限和后果；默认按柞水", Example = "R-ZHASHUI")]
    public Input<string> Rule { get; } = new(RatingRule.Zhashui.Id);

    [InputLabel("参评人", Hint = "名册上的人，每人一票；默认常委会组成人员", Example = "人大代表")]
    public Input<List<Assignee>> Raters { get; } = new([new(Role: "ScMember")]);

    [InputLabel("测评哪些项目", Hint = "默认全部正式项目；重新测评时选不满意的项目", Example = "Unsatisfactory")]
    public Input<ProjectScope> Scope { get; } = new(ProjectScope.All);

    [InputLabel("测评其他事项", Hint = "填写后不测评项目，只测评这些事项", Example = "[\"关于民生实事项目办理情况的报告\"]")]
    public Input<List<string>> Matters { get; } = new([]);

    [InputLabel("全体组成人员数", Hint = "以全体组成人员为基数的规则用；0 为按名册人数", Example = "30")]
    public Input<int> Members { get; } = new(0);

    protected override void Bind(ActivityBinder binder)
    {
        base.Bind(binder);
        binder.NeedsPeople(Raters, "参评人");
        binder.NeedsAtLeast(Members, 0, "全体组成人员数");
        if (binder.TryConstant(Matters, out var matters))
            foreach (var matter in matters ?? []) DocumentTemplate.Check(binder, "matters", matter);
        if (!binder.TryConstant(Rule, out var id)) return;
        if (RatingRule.Find(id ?? "") is not { } rule)
            binder.Problem("rule", "unknown-rule", UnknownRule(id));
        else if (rule.Base == RatingBase.AllMembers && binder.TryConstant(Members, out var members) && members == 0
            && binder.TryConstant(Raters, out var raters) && raters is [_, ..] && !(raters is [{ Role: { } role }] && WholeBodies.Contains(role)))
            binder.Problem("members", "no-base", $"规则 {rule.Id} 以全体组成人员为基数，而参评人不是一个机构的全体，算不出基数；请填写“全体组成人员数”，或把参评人改为常委会组成人员、人大代表等一个机构的全体。");
    }

    public override ActivityResult Start(ActivityContext context)
    {
        RuleAt(context);
        if (context.Get(Matters) is { Count: > 0 } matters)
            return Prepare(context, new Sitting(1, [], [.. matters.Select(matter => Filled(context, matter))]));

        var (scope, projects) = (context.Get(Scope), context.Projects(context.Get(Scope)));
        if (projects.Count > 0) return Prepare(context, new Sitting(1, [.. projects.Select(item => item.Id)]));
        if (scope == ProjectScope.All)
            throw new ActivityFaultException($"“{TitleAt(context)}”没有可以测评的正式项目，请在票决确定项目之后再重试这一步。", "no-projects");
        context.Emit(new NoteHistory($"“{TitleAt(context)}”没有需要测评的项目。"));
        return ActivityResult.Outcome(nameof(RatingOutcome.Satisfied));
    }

    private protected override ActivityResult Proceed(ActivityContext context, Stimulus stimulus)
    {
        var sitting = context.Load<Sitting>()!;
        var opened = Opened(context, stimulus, sitting.Number);
        if (opened.Returned > Math.Min(opened.Issued, opened.Present) || opened.Paper?.Returned > opened.Paper?.Issued)
        {
            context.Emit(new NoteHistory($"{TitleAt(context)}：实到 {opened.Present} 人，发出票 {opened.Issued} 张，收回票 {opened.Returned} 张，收回多于发出或实到，本次测评无效，重新测评。"));
            return Prepare(context, sitting with { Number = sitting.Number + 1 });
        }
        if (opened.Read != opened.Returned || opened.Present > opened.Due)
            throw new StimulusRefusedException($"应到 {opened.Due} 人，实到 {opened.Present} 人，收回票 {opened.Returned} 张，录入 {opened.Read} 张，各数不符，请核对后再计票。", "wrong-figures");

        var rule = RuleAt(context);
        var rows = RowsOf(context, sitting);
        var valid = opened.Slips.Where(slip => !slip.Spoiled && slip.Marks.Count == rows.Count).ToList();
        var counts = rows.Select((_, row) => Count(valid, row, opened.Paper)).ToList();
        var results = Judge(context, rule, rows, counts, opened.Due);
        foreach (var (row, result) in rows.Zip(results))
            context.Emit(new RecordRating(sitting.Matters is null ? row.ItemId : null, row.Title, rule.Id, result));
        context.Emit(new NoteHistory($"{TitleAt(context)}：收回测评票 {opened.Returned} 张，有效票 {valid.Count + (opened.Paper?.Valid ?? 0)} 张，测评{(sitting.Matters is null ? "项目" : "事项")} {rows.Count} 个。{Overall(rule, counts)}"));
        foreach (var group in rows.Zip(results).Where(pair => pair.Second.Consequence != RatingConsequence.None).GroupBy(pair => pair.Second.Consequence))
            context.Emit(new NoteHistory($"{TitleAt(context)}：{string.Join("、", group.Select(pair => pair.First.Title))}，{RatingRule.Demand(group.Key)}"));
        return ActivityResult.Outcome(results.Max(result => result.Outcome).ToString());
    }

    /// <summary>Grades every row and counts how often it has been unsatisfactory in this run.</summary>
    private List<RatingResult> Judge(ActivityContext context, RatingRule rule, IReadOnlyList<BallotRow> rows, IReadOnlyList<RatingCount> counts, int due)
    {
        var failures = new Dictionary<string, int>(context.Recall<Failures>()?.Times ?? [], StringComparer.Ordinal);
        var before = context.Cycle().Items(ItemStage.Project).ToDictionary(item => item.Id, item => item.LastRating, StringComparer.Ordinal);
        var members = context.Get(Members) is > 0 and var stated ? stated : due;
        var results = rows.Zip(counts, (row, count) =>
        {
            var result = rule.Judge(count, members);
            if (result.Outcome != RatingOutcome.Unsatisfied) return result;
            // A first failure may have been another step's.
            var earlier = failures.GetValueOrDefault(row.Title, before.GetValueOrDefault(row.ItemId) == RatingOutcome.Unsatisfied ? 1 : 0);
            return rule.Repeated(result, failures[row.Title] = earlier + 1);
        }).ToList();
        context.Remember(new Failures(failures));
        return results;
    }

    private static string Overall(RatingRule rule, IReadOnlyList<RatingCount> counts) => !rule.HasOverallRate ? ""
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"总满意率 {rule.OverallRate(counts):0.00}%（默认按各项平均）。");

    /// <summary>A mark's place among the options is its meaning; whatever lies beyond them abstains.</summary>
    private static RatingCount Count(List<Slip> slips, int row, PaperTotals? paper)
    {
        var counts = new int[Options.Length];
        foreach (var slip in slips) counts[Math.Min((int)slip.Marks[row], counts.Length - 1)]++;
        for (var option = 0; option < counts.Length && paper is not null; option++) counts[option] += paper.Rows[row][option];
        return new RatingCount(counts[0], counts[1], counts[2], counts[3]);
    }

    private ActivityResult.Waiting Prepare(ActivityContext context, Sitting sitting)
    {
        context.Keep(sitting);
        var roll = Roll(context, context.Get(Raters));
        var all = context.Get(Members) is > 0 and var members ? members : roll.Count;
        if (all < roll.Count)
            throw new ActivityFaultException($"“{TitleAt(context)}”全体组成人员填的是 {all} 人，名册上却有 {roll.Count} 人，请核对后重试这一步。", "too-few-members");
        var sheet = new BallotSheet(BallotKind.Rating, TitleAt(context), sitting.Number, 0, RowsOf(context, sitting), Options, null, all);
        return new ActivityResult.Waiting(Prepare(context, sheet, roll));
    }

    private static IReadOnlyList<BallotRow> RowsOf(ActivityContext context, Sitting sitting) => sitting.Matters is { } matters
        ? [.. matters.Select((matter, index) => new BallotRow($"matter{index + 1}", $"{index + 1}", matter, ""))]
        : Rows(context.Projects().Where(item => sitting.Items.Contains(item.Id)));

    private static string Filled(ActivityContext context, string text) => DocumentTemplate.Fill(text, context.Cycle(), context.Cycle().Dates.Today(context.Now));

    private RatingRule RuleAt(ActivityContext context) =>
        RatingRule.Find(context.Get(Rule) ?? "") ?? throw new ActivityFaultException(UnknownRule(context.Get(Rule)), "unknown-rule");

    private static string UnknownRule(string? id) => AssessRule.Find(id ?? "") is { } assess
        ? $"{assess.Id} 按分数或调查评定，不是投票测评，请改用“综合评价”步骤。"
        : $"没有测评规则“{id}”，请从{string.Join("、", RatingRule.All.Select(rule => rule.Id))}中选一个。";

    /// <param name="Matters">What is rated instead of projects; null for projects.</param>
    private sealed record Sitting(int Number, IReadOnlyList<string> Items, IReadOnlyList<string>? Matters = null);

    /// <summary>How often each matter has been unsatisfactory, by title.</summary>
    private sealed record Failures(Dictionary<string, int> Times);
}

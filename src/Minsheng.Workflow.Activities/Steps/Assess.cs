using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>One of those who assess, e.g. 群众、第三方、人大.</summary>
/// <param name="Weight">In percent of the total; null where the place states none.</param>
/// <param name="Mode">会签: everybody scores and the mean counts. 或签: one person enters the party's figure. Null: 会签 for scores, 或签 for surveys.</param>
public sealed record AssessParty(string Name, List<Assignee> Assignees, decimal? Weight = null, TaskMode? Mode = null);

/// <summary>Several parties score projects or other matters; a named rule makes results of the scores.</summary>
[ActivityType("Minsheng.Assess", "综合评价", Category = "票决测评", Icon = "scoreboard",
    Description = "各方分别评分或登记群众调查数，按选定的规则得出结果；不划分等次的走“满意”。", Outcomes = ["Satisfied", "Basically", "Unsatisfied"], OutcomeNames = ["满意", "基本满意", "不满意"], Returns = ReturnRule.Barrier)]
public sealed class Assess : TaskStep
{
    [InputLabel("标题", Hint = "不填为这一步的名称", Example = "三方共评")]
    public Input<string> Title { get; } = new();

    [InputLabel("评价规则", Required = true, Hint = "怎样算出结果：五星级评定、群众调查、三方并列、按权重合计", Example = "R-3P")]
    public Input<string> Rule { get; } = new();

    [InputLabel("评价各方", Required = true, Hint = "每一方有名称、人员，可写权重（合计 100，默认不写）；多人的默认各人评分取平均，也可以由一人登记",
        Example = "群众评价：人大办工作人员一人登记")]
    public Input<List<AssessParty>> Parties { get; } = new([]);

    [InputLabel("评分标准", Hint = "逐项评分，默认各项同等计分、取平均；不填为只评一个总分", Example = "[\"设施完备、环境优美\"]")]
    public Input<List<string>> Criteria { get; } = new([]);

    [InputLabel("合格分", Hint = "只有规则没有写明界限时才填；默认不填，不划分等次", Example = "80")]
    public Input<decimal?> Threshold { get; } = new();

    [InputLabel("评价哪些项目", Hint = "默认全部正式项目", Example = "Finished")]
    public Input<ProjectScope> Scope { get; } = new(ProjectScope.All);

    [InputLabel("评价其他对象", Hint = "填写后不评价项目，只评价这些对象，如代表家室站", Example = "[\"城关镇人大代表之家\"]")]
    public Input<List<string>> Subjects { get; } = new([]);

    [InputLabel("限办工作日", Hint = "0 为不限，默认 0", Example = "10")]
    public Input<int> DueWorkingDays { get; } = new(0);

    protected override void Bind(ActivityBinder binder)
    {
        binder.NeedsAtLeast(DueWorkingDays, 0, "限办工作日");
        var rule = binder.TryConstant(Rule, out var id) ? AssessRule.Find(id ?? "") : null;
        if (binder.TryConstant(Rule, out id) && !string.IsNullOrEmpty(id) && rule is null) binder.Problem("rule", "unknown-rule", UnknownRule(id));
        if (binder.TryConstant(Subjects, out var subjects))
            foreach (var subject in subjects ?? []) DocumentTemplate.Check(binder, "subjects", subject);
        if (binder.TryConstant(Threshold, out var threshold) && threshold is { } mark)
        {
            if (mark is < 0 or > AssessForm.Most) binder.Problem("threshold", "out-of-range", $"“合格分”填的是 {mark}，应在 0 到 100 之间，请改正。");
            if (rule is { PassMark: not null }) binder.Problem("threshold", "fixed-by-rule", $"{rule.Id} 的界限由规则写明，不能另填合格分，请删去。");
        }
        if (binder.Json.ContainsKey(Parties.Name) && binder.TryConstant(Parties, out var parties)) AssessForm.Check(binder, rule, parties ?? []);
    }

    public override ActivityResult Start(ActivityContext context)
    {
        var (rule, parties) = (RuleAt(context), context.Get(Parties) ?? []);
        if (parties.Count == 0) throw new ActivityFaultException($"“{TitleAt(context)}”没有写明由哪些方评价，请补上后重试这一步。", "no-parties");
        if (rule.WeightProblem([.. parties.Select(party => party.Weight)]) is { } problem) throw new ActivityFaultException(problem, "bad-weights");
        if (SubjectsAt(context) is not { Count: > 0 } subjects)
        {
            context.Emit(new NoteHistory($"“{TitleAt(context)}”没有需要评价的项目。"));
            return ActivityResult.Outcome(nameof(RatingOutcome.Satisfied));
        }
        context.Keep(new Sheets(subjects, []));
        return new ActivityResult.Waiting([.. parties.Select(party => TaskFor(context, rule, party, subjects))]);
    }

    private protected override ActivityResult Proceed(ActivityContext context, Stimulus stimulus)
    {
        var (answer, party) = (TaskAnswer.Of(stimulus), stimulus.Bookmark.Name);
        var (sheets, rule) = (context.Load<Sheets>()!, RuleAt(context));
        var filled = answer.All.Select(act => AssessForm.Read(TaskAnswer.Of(answer.Spec, act), rule, party, sheets.Subjects.Count));
        // Sheets a former version has kept stay as they are.
        sheets = sheets with { Filled = [.. sheets.Filled, .. filled.Where(sheet => !sheets.Filled.Any(kept => kept.Party == party && kept.By == sheet.By))] };
        context.Keep(sheets);
        var isLast = context.Instance.Bookmarks.Count(open => open.Execution == context.Execution) == 1;
        return isLast ? Settle(context, rule, sheets) : new ActivityResult.Waiting();
    }

    private protected override void Check(ActivityContext context, Bookmark wait, TaskAnswer answer) =>
        AssessForm.Read(answer, RuleAt(context), wait.Name, context.Load<Sheets>()!.Subjects.Count);

    private protected override Circulation Begin(ActivityContext context, Bookmark wait, TaskSpec spec) => context.Load<Sheets>()!.Filled
        .Where(sheet => sheet.Party == wait.Name)
        .Aggregate(Circulation.Of(spec), (circulation, sheet) => circulation.Answer(new TaskAct(circulation.Find(sheet.By)!.Holder, spec.Actions[0].Outcome, null, [])));

    private ActivityResult.Completed Settle(ActivityContext context, AssessRule rule, Sheets sheets)
    {
        var worst = RatingOutcome.Satisfied;
        for (var index = 0; index < sheets.Subjects.Count; index++)
        {
            var subject = sheets.Subjects[index];
            // The worst comes last: it is what later steps find as the project's rating.
            foreach (var (party, result) in sheets.Judge(rule, context.Get(Parties)!, index, context.Get(Threshold)).OrderBy(one => one.Result.Outcome))
            {
                context.Emit(new RecordRating(subject.ItemId, party is null ? subject.Title : $"{subject.Title}（{party}）", rule.Id, result));
                if (result.Outcome != RatingOutcome.Ungraded && result.Outcome > worst) worst = result.Outcome;
            }
        }
        context.Emit(new NoteHistory($"{TitleAt(context)}：{string.Join("、", context.Get(Parties)!.Select(party => party.Name))}评价完毕，共 {sheets.Subjects.Count} 个对象。"));
        return new ActivityResult.Completed([worst.ToString()]);
    }

    private Wait TaskFor(ActivityContext context, AssessRule rule, AssessParty party, IReadOnlyList<Subject> subjects)
    {
        return Ask(context, party.Name, new Request($"{TitleAt(context)}：{party.Name}", party.Assignees, AssessForm.Of(rule, subjects, context.Get(Criteria) ?? []))
        {
            Due = Limit(context, context.Get(DueWorkingDays)),
            Instructions = rule.Measure == AssessMeasure.Score ? $"每一项评 0 到 100 分。\n{rule.Summary}" : rule.Summary,
            Items = [.. context.Projects().Where(item => subjects.Any(subject => subject.ItemId == item.Id))],
            Mode = party.Mode ?? AssessForm.UsualMode(rule),
        });
    }

    private List<Subject> SubjectsAt(ActivityContext context)
    {
        var facts = context.Cycle();
        return context.Get(Subjects) is { Count: > 0 } others
            ? [.. others.Select(text => new Subject(null, "", DocumentTemplate.Fill(text, facts, facts.Dates.Today(context.Now))))]
            : [.. context.Projects(context.Get(Scope)).Select(item => new Subject(item.Id, item.Number, item.Title))];
    }

    private string TitleAt(ActivityContext context) => context.Get(Title) is { Length: > 0 } title ? title : Place.Title;

    private AssessRule RuleAt(ActivityContext context) =>
        AssessRule.Find(context.Get(Rule) ?? "") ?? throw new ActivityFaultException(UnknownRule(context.Get(Rule)), "unknown-rule");

    private static string UnknownRule(string? id) => RatingRule.Find(id ?? "") is { } rating
        ? $"{rating.Id} 是投票测评的规则，请改用“满意度测评”步骤。"
        : $"没有评价规则“{id}”，请从{string.Join("、", AssessRule.All.Select(rule => rule.Id))}中选一个。";
}

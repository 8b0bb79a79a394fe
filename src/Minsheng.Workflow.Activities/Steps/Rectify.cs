using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>An order to put things right within a limit, checked on site.</summary>
[ActivityType("Minsheng.Rectify", "限期整改", Category = "实施监督", Icon = "build_circle",
    Description = "对项目发出整改通知，责任单位限期整改并报告，现场复查通过后销号；多次不通过的提请上一级处理。", Outcomes = ["Closed", "Escalated"], OutcomeNames = ["已销号", "提请上一级处理"], Returns = ReturnRule.Barrier)]
public sealed class Rectify : RectificationStep
{
    private const string Closed = "Closed", Escalated = "Escalated";

    [InputLabel("标题", Hint = "不填为步骤名称", Example = "测评不满意项目限期整改")]
    public Input<string> Title { get; } = new();

    [InputLabel("整改哪些项目", Hint = "默认为测评不满意的；在项目自己的子方案里只针对该项目", Example = "Unsatisfactory")]
    public Input<ProjectScope> Scope { get; } = new(ProjectScope.Unsatisfactory);

    [InputLabel("整改单位", Hint = "默认为各项目的责任单位，没有责任单位的由政府办办理", Example = "责任单位")]
    public Input<List<Assignee>> Responsible { get; } = new([new(Role: LeadDepartment)]);

    [InputLabel("复查人", Required = true, Hint = "到现场复查的人", Example = "评议组")]
    public Input<List<Assignee>> Checker { get; } = new([]);

    [InputLabel("整改工作日", Hint = "各地材料没有写明天数，默认 30 个工作日；0 为不限", Example = "30")]
    public Input<int> LimitWorkingDays { get; } = new(30);

    [InputLabel("最多整改轮次", Hint = "默认 2 轮：复查满这么多次仍不通过，或整改满这么多轮测评仍不满意，即提请上一级处理", Example = "2")]
    public Input<int> MaxRounds { get; } = new(2);

    [InputLabel("发出的文书", Hint = "发给责任单位的文书名称", Example = "整改通知")]
    public Input<string> Instrument { get; } = new("整改通知");

    protected override void Bind(ActivityBinder binder)
    {
        binder.NeedsPeople(Responsible, "整改单位");
        binder.NeedsPeople(Checker, "复查人");
        binder.NeedsAtLeast(LimitWorkingDays, 0, "整改工作日");
        binder.NeedsAtLeast(MaxRounds, 1, "最多整改轮次");
        binder.NeedsText(Instrument, "发出的文书");
    }

    public override ActivityResult Start(ActivityContext context)
    {
        var projects = context.Projects(context.Get(Scope));
        if (projects.Count == 0)
        {
            context.Emit(new NoteHistory($"“{TitleAt(context)}”没有要整改的项目，不再进行。"));
            return ActivityResult.Outcome(Closed);
        }
        var terms = TermsAt(context);
        var by = Units(Find(context, TitleAt(context), terms.Checker).Take(1));
        var entries = new Dictionary<string, int>(context.Recall<Entries>()?.ByProject ?? new Dictionary<string, int>(), StringComparer.Ordinal);
        var (matters, tasks) = (new List<Matter>(), new List<Wait>());
        foreach (var item in projects)
        {
            var matter = new Matter(matters.Count + 1, item.Id, ReasonFor(item));
            entries[item.Id] = entries.GetValueOrDefault(item.Id) + 1;
            if (entries[item.Id] > terms.MaxRounds)
            {
                matter = matter with { State = FindingState.Escalated };
                RaiseEscalated(context, terms, matter, item, by, $"已整改 {terms.MaxRounds} 轮，仍未达到要求，提请上一级处理。");
            }
            else
            {
                tasks.Add(Raise(context, terms, matter, item, by));
            }
            matters.Add(matter);
        }
        context.Remember(new Entries(entries));
        context.Keep(new Matters(matters));
        return tasks.Count > 0 ? new ActivityResult.Waiting(tasks) : Settle(context, new Matters(matters));
    }

    private protected override ActivityResult Proceed(ActivityContext context, Stimulus stimulus) => Follow(context, stimulus);

    private protected override Terms TermsAt(ActivityContext context) => new(
        context.Get(Instrument) ?? "", "整改报告", "现场复查", context.Get(Responsible), context.Get(Checker), context.Get(LimitWorkingDays), context.Get(MaxRounds));

    private protected override ActivityResult Settle(ActivityContext context, Matters matters)
    {
        context.Emit(new NoteHistory($"{TitleAt(context)}办结，共 {matters.List.Count} 个项目：{matters.Ending}。"));
        return ActivityResult.Outcome(matters.Escalated > 0 ? Escalated : Closed);
    }

    private static string ReasonFor(ItemFact item) => item.LastRating switch
    {
        RatingOutcome.Unsatisfied => "满意度测评为不满意，应当限期整改。",
        RatingOutcome.Basically => "满意度测评为基本满意，应当限期整改。",
        _ => "应当限期整改。",
    };

    private string TitleAt(ActivityContext context) => context.Get(Title) is { Length: > 0 } title ? title : Place.Title;

    /// <summary>How often each project has come here in this run: rectified, rated again and still not satisfactory.</summary>
    private sealed record Entries(IReadOnlyDictionary<string, int> ByProject);
}

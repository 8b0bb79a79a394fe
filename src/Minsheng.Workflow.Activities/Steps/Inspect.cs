using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>A visit to the projects; each problem found goes out as a letter, is rectified and checked.</summary>
[ActivityType("Minsheng.Inspect", "视察督查", Category = "实施监督", Icon = "travel_explore",
    Description = "到现场逐项视察督查；发现问题的发出监督提醒函，由责任单位整改，复查通过后销号。", Returns = ReturnRule.Barrier)]
public sealed class Inspect : RectificationStep
{
    private const string Sound = "正常", Faulty = "发现问题", Visit = "inspect";

    [InputLabel("标题", Hint = "不填为步骤名称", Example = "半年视察")]
    public Input<string> Title { get; } = new();

    [InputLabel("视察组", Required = true, Hint = "谁去视察督查，由一人登记即可", Example = "县人大常委会领导")]
    public Input<List<Assignee>> Group { get; } = new([]);

    [InputLabel("视察哪些项目", Hint = "默认全部正式项目；“回头看”选已结项的；在项目自己的子方案里只看该项目", Example = "Finished")]
    public Input<ProjectScope> Scope { get; } = new(ProjectScope.All);

    [InputLabel("发出的文书", Hint = "发现问题时发给责任单位", Example = "监督提醒函")]
    public Input<string> Instrument { get; } = new("监督提醒函");

    [InputLabel("整改单位", Hint = "默认为各项目的责任单位，没有责任单位的由政府办办理", Example = "责任单位")]
    public Input<List<Assignee>> Responsible { get; } = new([new(Role: LeadDepartment)]);

    [InputLabel("复查人", Hint = "不填为视察组", Example = "县人大常委会工作委员会")]
    public Input<List<Assignee>> Checker { get; } = new();

    [InputLabel("限办工作日", Hint = "视察本身的期限；默认 0，即不限", Example = "10")]
    public Input<int> DueWorkingDays { get; } = new(0);

    [InputLabel("整改工作日", Hint = "各地材料没有统一规定，默认 10 个工作日；0 为不限", Example = "10")]
    public Input<int> RectifyWorkingDays { get; } = new(10);

    [InputLabel("最多复查次数", Hint = "各地材料没有写明，默认 3 次，仍不通过的提请上一级处理", Example = "3")]
    public Input<int> MaxRounds { get; } = new(3);

    protected override void Bind(ActivityBinder binder)
    {
        binder.NeedsPeople(Group, "视察组");
        binder.NeedsText(Instrument, "发出的文书");
        binder.NeedsPeople(Responsible, "整改单位");
        binder.NeedsPeople(Checker, "复查人");
        binder.NeedsAtLeast(DueWorkingDays, 0, "限办工作日");
        binder.NeedsAtLeast(RectifyWorkingDays, 0, "整改工作日");
        binder.NeedsAtLeast(MaxRounds, 1, "最多复查次数");
    }

    public override ActivityResult Start(ActivityContext context)
    {
        var projects = context.Projects(context.Get(Scope));
        if (projects.Count == 0)
        {
            context.Emit(new NoteHistory($"“{TitleAt(context)}”没有要视察的项目，不再进行。"));
            return ActivityResult.Done;
        }
        var form = new Form([
            new Field { Name = "visitDate", Label = "视察日期", Type = FieldType.Date, Required = true },
            new Field { Name = "route", Label = "视察路线", Type = FieldType.Text },
            new Field { Name = "attendees", Label = "参加人数", Type = FieldType.Number, Min = 1 },
            Verdicts("findings", "逐项情况", [Sound, Faulty], Faulty),
            new Field { Name = "opinion", Label = "视察意见", Type = FieldType.Paragraph },
            new Field { Name = "photos", Label = "现场照片", Type = FieldType.Photo }]);
        return new ActivityResult.Waiting(Ask(context, Visit, new Request(TitleAt(context), context.Get(Group), form)
        {
            Actions = [new TaskAction(Outcomes.Done, "登记视察结果")],
            Due = Limit(context, context.Get(DueWorkingDays)),
            Items = projects,
        }));
    }

    /// <summary>Until the visit is recorded no letter has gone out.</summary>
    protected override bool IsReversible(ActivityContext context) => context.Waits.Any(wait => wait.Name == Visit) || base.IsReversible(context);

    private protected override ActivityResult Proceed(ActivityContext context, Stimulus stimulus) =>
        stimulus.Bookmark.Name == Visit ? Visited(context, TaskAnswer.Of(stimulus)) : Follow(context, stimulus);

    private ActivityResult Visited(ActivityContext context, TaskAnswer answer)
    {
        var day = DayWords.Full(PastDay(context, answer, "visitDate"));
        var verdicts = answer.Verdicts("findings");
        var items = context.Projects().ToDictionary(item => item.Id, StringComparer.Ordinal);
        var faulty = verdicts.Where(verdict => verdict.Verdict == Faulty && items.ContainsKey(verdict.ItemId)).ToList();
        var matters = new Matters([.. faulty.Select((verdict, index) => new Matter(index + 1, verdict.ItemId, verdict.Reason))]);
        context.Keep(matters);

        var route = answer.Text("route") is { Length: > 0 } text ? $"，路线：{text}" : "";
        var people = answer.Number("attendees") is { } number ? $"，{number:0} 人参加" : "";
        var opinion = answer.Text("opinion") is { Length: > 0 } said ? $"意见：{said}" : "";
        context.Emit(new NoteHistory($"{day}{TitleAt(context)}{people}{route}：视察项目 {verdicts.Count} 个，发现问题 {faulty.Count} 个。{opinion}"));
        if (faulty.Count == 0) return ActivityResult.Done;

        var (terms, by) = (TermsAt(context), DecidedBy(context.Get(Group), answer.Act.By));
        return new ActivityResult.Waiting([.. matters.List.Select(matter => Raise(context, terms, matter, items[matter.ItemId], by))]);
    }

    private protected override Terms TermsAt(ActivityContext context) => new(
        context.Get(Instrument) ?? "", "整改", "复查", context.Get(Responsible), context.Get(Checker) is { Count: > 0 } checker ? checker : context.Get(Group),
        context.Get(RectifyWorkingDays), context.Get(MaxRounds));

    private protected override ActivityResult Settle(ActivityContext context, Matters matters)
    {
        context.Emit(new NoteHistory($"{TitleAt(context)}发现的 {matters.List.Count} 个问题办结：{matters.Ending}。"));
        return ActivityResult.Done;
    }

    private string TitleAt(ActivityContext context) => context.Get(Title) is { Length: > 0 } title ? title : Place.Title;
}

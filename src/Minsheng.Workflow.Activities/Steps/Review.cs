using Minsheng.Workflow.Activities.Calendars;
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

/// <summary>A meeting decides item by item; its secretary records what it decided.</summary>
[ActivityType("Minsheng.Review", "审议", Category = "征集筛选", Icon = "gavel",
    Description = "由一个会议逐项审核、审定或审查，秘书登记会议日期、出席人数、文号和逐项结果。", Outcomes = ["Approved", "Returned"], OutcomeNames = ["通过", "会议退回"], Returns = ReturnRule.Target)]
public sealed class Review : TaskStep
{
    private const string Approved = "Approved", Returned = "Returned", Passed = "通过", Failed = "不通过";

    [InputLabel("审议机构", Required = true, Example = "县政府常务会议", Hint = "会议或机构的名称，由它的秘书登记")]
    public Input<string> Body { get; } = new();

    [InputLabel("动作", Hint = "审核、审定、审查、研究审议、审议通过", Example = "审定")]
    public Input<string> Verb { get; } = new("审核");

    [InputLabel("登记人", Hint = "不填为该机构的秘书", Example = "人大办工作人员")]
    public Input<List<Assignee>> Secretary { get; } = new();

    [InputLabel("审议哪一阶段的项目", Hint = "默认为初选项目", Example = "初选项目")]
    public Input<ItemStage> From { get; } = new(ItemStage.Shortlisted);

    [InputLabel("通过后成为", Hint = "最后一审选候选项目；默认仍为初选项目", Example = "候选项目")]
    public Input<ItemStage> To { get; } = new(ItemStage.Shortlisted);

    [InputLabel("组成人员数", Hint = "填写后，出席须超过半数；0 为不核对", Example = "25")]
    public Input<int> Members { get; } = new(0);

    [InputLabel("限办工作日", Hint = "0 为不限", Example = "10")]
    public Input<int> DueWorkingDays { get; } = new(0);

    protected override void Bind(ActivityBinder binder)
    {
        binder.NeedsText(Body, "审议机构");
        binder.NeedsText(Verb, "动作");
        binder.NeedsPeople(Secretary, "登记人");
        binder.NeedsAtLeast(Members, 0, "组成人员数");
        binder.NeedsAtLeast(DueWorkingDays, 0, "限办工作日");
    }

    public override ActivityResult Start(ActivityContext context)
    {
        var body = context.Get(Body)!;
        decimal? members = context.Get(Members) is > 0 and var stated ? stated : null;
        var form = new Form([
            new Field { Name = "meetingDate", Label = "会议日期", Type = FieldType.Date, Required = true },
            new Field { Name = "attendance", Label = "出席人数", Type = FieldType.Number, Required = true, Min = 1, Max = members },
            new Field { Name = "documentNo", Label = "文号", Type = FieldType.Text },
            Verdicts("decisions", "逐项结果", [Passed, Failed], Failed),
            new Field { Name = "minutes", Label = "会议记录", Type = FieldType.Paragraph }]);
        return new ActivityResult.Waiting(Ask(context, Place.Id, new Request($"{body}{context.Get(Verb)}", context.Get(Secretary) ?? [new(Body: body)], form)
        {
            Actions = [new TaskAction(Approved, Passed), new TaskAction(Returned, "会议退回", NeedsForm: false, NeedsOpinion: true)],
            Due = Limit(context, context.Get(DueWorkingDays)),
            Instructions = members is null ? null : $"组成人员 {members} 人，出席须超过半数。",
            Items = context.Cycle().Items(context.Get(From)),
        }));
    }

    private protected override ActivityResult Proceed(ActivityContext context, Stimulus stimulus)
    {
        var answer = TaskAnswer.Of(stimulus);
        var (body, verb) = (context.Get(Body)!, context.Get(Verb));
        if (answer.Act.Outcome == Returned)
        {
            context.Emit(new NoteHistory($"{body}{verb}后退回：{answer.Act.Opinion}"));
            return ActivityResult.Outcome(Returned);
        }

        var attendance = (int)(answer.Number("attendance") ?? 0);
        if (Shortage(attendance, context.Get(Members)) is { } shortage) throw new StimulusRefusedException(shortage, "no-quorum");
        var verdicts = answer.Verdicts("decisions");
        if (verdicts.Count == 0) throw new StimulusRefusedException($"没有可以{verb}的项目，不能通过，请选“会议退回”。", "no-items");

        if (verdicts.All(verdict => verdict.Verdict != Passed))
            throw new StimulusRefusedException($"逐项都是“{Failed}”，没有项目可以往下办；请选“会议退回”，写明意见，由上一步补充项目。", "none-left");

        var to = context.Get(To);
        context.Emit(new DecideItems([.. verdicts.Select(verdict => verdict.Verdict == Passed
            ? new ItemDecision(verdict.ItemId, to, $"{verb}{Passed}", verdict.Reason, body)
            : new ItemDecision(verdict.ItemId, ItemStage.NotChosen, $"{verb}{Failed}", verdict.Reason, body))]));
        var passed = verdicts.Count(verdict => verdict.Verdict == Passed);
        var day = answer.Date("meetingDate") is { } date ? DayWords.Full(date) : "";
        var number = answer.Text("documentNo") is { Length: > 0 } text ? $"（{text}）" : "";
        context.Emit(new NoteHistory($"{day}{body}{verb}{number}：出席 {attendance} 人，通过 {passed} 项，不通过 {verdicts.Count - passed} 项。"));
        return ActivityResult.Outcome(Approved);
    }

    /// <summary>Why a meeting with this attendance cannot decide, or null.</summary>
    public static string? Shortage(int attendance, int members) => members switch
    {
        0 => null,
        _ when attendance > members => $"出席 {attendance} 人，多于组成人员 {members} 人，请核对出席人数。",
        _ when 2 * attendance <= members => $"出席 {attendance} 人，没有超过组成人员 {members} 人的半数，会议不能作出决定；请核对出席人数，或待会议合法召开后再登记。",
        _ => null,
    };
}

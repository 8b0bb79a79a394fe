using System.Globalization;
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

/// <summary>Opens the window for proposals and closes it by date or by hand.</summary>
[ActivityType("Minsheng.Collect", "征集", Category = "征集筛选", Icon = "inbox", Description = "开放征集，到期或由经办人结束，可以说明理由后延长。", Returns = ReturnRule.Barrier)]
public sealed class Collect : TaskStep
{
    private const string TaskName = "征集", CloseTimer = "close", Extend = "Extend";

    protected override string? GoesOnWithout => $"“{Place.Title}”正在征集，撤掉这一步，门户还会接着收建议；请先提前结束征集，或在新版里保留这一步。";

    [InputLabel("征集天数", Hint = "自然日，到最后一天下班时截止", Example = "60")]
    public Input<int> Days { get; } = new(90);

    [InputLabel("截止月日", Hint = "填写后不再按天数", Example = "09-30")]
    public Input<string> UntilMonthDay { get; } = new();

    [InputLabel("渠道", Hint = "从哪些渠道收建议；默认为群众、代表、部门、联络站", Example = "[\"群众\", \"代表\"]")]
    public Input<List<string>> Channels { get; } = new(["群众", "代表", "部门", "联络站"]);

    [InputLabel("领域", Hint = "提建议时可选的领域；不填则不分领域", Example = "[\"公共教育\", \"交通出行\"]")]
    public Input<List<string>> Domains { get; } = new([]);

    [InputLabel("经办人", Hint = "可以提前结束或延长征集", Example = "政府办")]
    public Input<List<Assignee>> Assignees { get; } = new([new(Role: "GovOffice")]);

    [InputLabel("征集公告", Hint = "填写后在门户发布", Example = "现向社会公开征集{{cycle.year}}年民生实事项目建议，{{until}}截止。")]
    public Input<string> Notice { get; } = new();

    [InputLabel("征集公告标题", Hint = "默认为“关于公开征集某年民生实事项目建议的公告”", Example = "关于公开征集{{cycle.year}}年民生实事项目建议的公告")]
    public Input<string> NoticeTitle { get; } = new("关于公开征集{{cycle.year}}年民生实事项目建议的公告");

    protected override void Bind(ActivityBinder binder)
    {
        binder.NeedsAtLeast(Days, 1, "征集天数");
        binder.NeedsPeople(Assignees, "经办人");
        if (binder.TryForesee(UntilMonthDay, out var monthDay) && !string.IsNullOrWhiteSpace(monthDay) && MonthDay.Parse(monthDay) is null)
            binder.Problem("untilMonthDay", "bad-month-day", $"截止月日“{monthDay}”不是日期，请写成“月-日”，如 09-30。");
        if (binder.TryConstant(Notice, out var notice)) DocumentTemplate.Check(binder, "notice", notice);
        if (binder.TryConstant(NoticeTitle, out var title)) DocumentTemplate.Check(binder, "noticeTitle", title);
    }

    public override ActivityResult Start(ActivityContext context)
    {
        var facts = context.Cycle();
        var today = facts.Dates.Today(context.Now);
        var last = context.Get(UntilMonthDay) is { Length: > 0 } text
            ? (MonthDay.Parse(text) ?? throw new ActivityFaultException($"截止月日“{text}”不是日期，请写成“月-日”，如 09-30。")).NextAfter(today)
            : today.AddDays(context.Get(Days));
        if (context.Get(Notice) is { Length: > 0 } notice)
            context.Emit(new PublishDocument("征集公告", DocumentTemplate.Fill(context.Get(NoticeTitle) ?? "", facts, today), DocumentTemplate.Fill(notice, facts, today, ("until", DayWords.Full(last))), []));
        return Open(context, last);
    }

    private protected override ActivityResult Proceed(ActivityContext context, Stimulus stimulus)
    {
        if (stimulus.Bookmark.Kind == WaitKind.Timer) return Close(context, "征集期满，征集结束");
        var answer = TaskAnswer.Of(stimulus);
        if (answer.Act.Outcome != Extend) return Close(context, $"{answer.Act.By.Name}结束了征集");

        var until = context.Load<Window>()!.Until;
        if (answer.Date("until") is not { } later || later <= until)
            throw new StimulusRefusedException($"延长后的截止日期应晚于{DayWords.Full(until)}，请改正后再提交。", "not-later");
        if (answer.Text("reason") is not { Length: > 0 } reason)
            throw new StimulusRefusedException("延长征集应填写理由，请补上后再提交。", "no-reason");
        context.Emit(new NoteHistory($"{answer.Act.By.Name}把征集截止日期由{DayWords.Full(until)}延长到{DayWords.Full(later)}，理由：{reason}"));
        context.Withdraw(WaitKind.Timer, CloseTimer);
        return Open(context, later);
    }

    private ActivityResult.Waiting Open(ActivityContext context, DateOnly last)
    {
        var until = context.Cycle().Dates.At(last, Dates.CloseOfBusiness);
        context.Keep(new Window(last));
        context.Emit(new OpenCollection(until, context.Get(Channels) ?? [], context.Get(Domains) ?? []));
        var form = new Form([
            new Field { Name = "reason", Label = "延长理由", Type = FieldType.Paragraph, Required = true },
            new Field { Name = "until", Label = "延长到", Type = FieldType.Date, Required = true, Earliest = last.AddDays(1) }]);
        var task = Ask(context, TaskName, new Request(Place.Title, context.Get(Assignees), form)
        {
            LeadsOut = true,
            Actions = [new TaskAction(Outcomes.Done, "结束征集", NeedsForm: false), new TaskAction(Extend, "延长征集")],
            Due = until,
        });
        return new ActivityResult.Waiting(task, new Wait(WaitKind.Timer, CloseTimer, until));
    }

    private static ActivityResult Close(ActivityContext context, string how)
    {
        var count = context.Cycle().Items(ItemStage.Proposal).Count;
        context.Emit(new CloseCollection());
        context.Emit(new NoteHistory($"{how}，共收到建议 {count} 件。"));
        context.SetVariable("ProposalCount", count);
        return ActivityResult.Done;
    }

    private sealed record Window(DateOnly Until);
}

/// <summary>A day of any year.</summary>
internal sealed record MonthDay(int Month, int Day)
{
    /// <summary>Reads "09-30"; null when that is no day of a leap year.</summary>
    public static MonthDay? Parse(string text) =>
        DateOnly.TryParseExact($"2024-{text.Trim()}", ["yyyy-MM-dd", "yyyy-M-d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new MonthDay(day.Month, day.Day) : null;

    /// <summary>9月30日</summary>
    public string ToWords() => $"{Month}月{Day}日";

    /// <summary>The next such day after the given one; 29 February becomes the 28th where there is none.</summary>
    public DateOnly NextAfter(DateOnly today) => In(today.Year) is var day && day > today ? day : In(today.Year + 1);

    private DateOnly In(int year) => new(year, Month, Math.Min(Day, DateTime.DaysInMonth(year, Month)));
}

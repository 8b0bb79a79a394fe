using System.Globalization;
using Minsheng.Workflow.Activities.Cadence;
using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>What happens to occurrences that passed while nobody waited for them.</summary>
public enum CatchUp
{
    /// <summary>Every one is made up for, one after the other.</summary>
    Each,

    /// <summary>The latest one stands for all of them.</summary>
    Once,

    /// <summary>They are left out, with a line in the history.</summary>
    Skip,
}

/// <summary>Recurring work: completes Due at each occurrence and Ended after the last. Wired back to itself as a loop.</summary>
[ActivityType("Minsheng.Cadence", "周期督办", Category = "实施监督", Icon = "event_repeat",
    Description = "按月、按季、按半年等周期到期一次走“到期”，期满后走“结束”；“到期”连回本步骤即成循环。", Outcomes = ["Due", "Ended"], OutcomeNames = ["到期", "到头"], Returns = ReturnRule.Free)]
public sealed class Cadence : Activity
{
    private const int LongestMonths = 120;

    [InputLabel("周期", Required = true, Hint = "每日、每周、每月、每季度、每半年、每年", Example = "每月")]
    public Input<Every?> Every { get; } = new();

    [InputLabel("哪一日", Hint = "每月的第几日，超过月末即为最后一日；每周时 1 为周一、7 为周日", Example = "5")]
    public Input<int> Day { get; } = new(1);

    [InputLabel("持续月数", Hint = "从第一次算起持续几个月，最多 120；默认 12", Example = "12")]
    public Input<int> Months { get; } = new(12);

    [InputLabel("只在哪几个月", Hint = "按月时可以只留这些月份，如每年 9 月、逢双月；不填为每个月", Example = "[2, 4, 6, 8, 10, 12]")]
    public Input<List<int>> InMonths { get; } = new([]);

    [InputLabel("几个月后开始", Hint = "从第一次走到这一步的那个月算起", Example = "1")]
    public Input<int> StartOffsetMonths { get; } = new(1);

    [InputLabel("遇休息日", Hint = "顺延、提前或不调整；默认顺延", Example = "顺延")]
    public Input<WorkdayRule> Workday { get; } = new(WorkdayRule.After);

    [InputLabel("错过的", Hint = "逐次补办、合并补办一次、不补", Example = "逐次补办")]
    public Input<CatchUp> CatchUp { get; } = new(Steps.CatchUp.Each);

    [InputLabel("标题", Example = "月通报", Hint = "写进记录的名称；不填为步骤名称")]
    public Input<string> Title { get; } = new();

    [InputLabel("最多几次", Hint = "0 为不限", Example = "1")]
    public Input<int> Occurrences { get; } = new(0);

    protected override void Bind(ActivityBinder binder)
    {
        binder.NeedsAtLeast(Months, 1, "持续月数");
        if (binder.TryForesee(Months, out var length) && length > LongestMonths)
            binder.Problem("months", "no-end", $"“持续月数”填的是 {length}，等于没有尽头，最多 {LongestMonths} 个月，请改正。");
        binder.NeedsAtLeast(StartOffsetMonths, 0, "几个月后开始");
        binder.NeedsAtLeast(Occurrences, 0, "最多几次");
        if (binder.TryConstant(InMonths, out var months) && MonthsProblem(months) is { } wrong) binder.Problem("inMonths", "bad-months", $"{wrong}请改正。");
        if (!binder.TryConstant(Every, out var every) || every is not { } known || !binder.TryConstant(Day, out var day)) return;
        if (known != Activities.Cadence.Every.Month && months is { Count: > 0 }) binder.Problem("inMonths", "months-not-monthly", "只有每月的周期才能只留几个月份，请把周期改为每月，或清空月份。");
        foreach (var problem in Rounds.Problems(known, day)) binder.Problem("day", "bad-cadence", $"{problem}请改正。");
    }

    public override ActivityResult Start(ActivityContext context)
    {
        var dates = context.Cycle().Dates;
        var today = dates.Today(context.Now);
        var past = context.Recall<Passed>() ?? new Passed(today, 0);
        context.Remember(past);
        var rounds = RoundsAt(context, past.Start, dates.Calendar);
        var index = Next(context, rounds, past.Count, today);
        if (index >= rounds.Count) return ActivityResult.Outcome("Ended");

        context.Keep(new Turn(index, rounds[index].Period));
        return new ActivityResult.Waiting(new Wait(WaitKind.Timer, "Due", dates.Begin(rounds[index].Due)));
    }

    public override ActivityResult Resume(ActivityContext context, Stimulus stimulus)
    {
        var turn = context.Load<Turn>()!;
        context.Remember(context.Recall<Passed>()! with { Count = turn.Index + 1 });
        context.SetVariable("Period", turn.Period);
        context.SetVariable("PeriodIndex", turn.Index + 1);
        context.Emit(new NoteHistory($"{TitleAt(context)}：{turn.Period}到期。"));
        return ActivityResult.Outcome("Due");
    }

    private int Next(ActivityContext context, IReadOnlyList<Round> rounds, int index, DateOnly today)
    {
        var rule = context.Get(CatchUp);
        if (rule == Steps.CatchUp.Once)
            while (index + 1 < rounds.Count && rounds[index + 1].Due <= today) index++;
        if (rule != Steps.CatchUp.Skip) return index;
        for (; index < rounds.Count && rounds[index].Due < today; index++)
            context.Emit(new NoteHistory($"{TitleAt(context)}：{rounds[index].Period}已经错过，按规定不补。"));
        return index;
    }

    private IReadOnlyList<Round> RoundsAt(ActivityContext context, DateOnly start, WorkingCalendar calendar)
    {
        var every = context.Get(Every) ?? throw new ActivityFaultException($"步骤“{Place.Title}”没有算出周期，请改正。", "bad-cadence");
        var day = context.Get(Day);
        if (Rounds.Problems(every, day) is [var problem, ..]) throw new ActivityFaultException($"步骤“{Place.Title}”：{problem}请改正。", "bad-cadence");
        var kept = context.Get(InMonths) ?? [];
        if (MonthsProblem(kept) is { } wrong) throw new ActivityFaultException($"步骤“{Place.Title}”：{wrong}请改正。", "bad-cadence");
        var rounds = Rounds.Of(every, day, start.AddMonths(context.Get(StartOffsetMonths)), context.Get(Months), context.Get(Workday), calendar, kept);
        return context.Get(Occurrences) is > 0 and var most ? [.. rounds.Take(most)] : rounds;
    }

    private static string? MonthsProblem(List<int>? months)
    {
        foreach (var month in months ?? [])
            if (month is < 1 or > 12) return $"没有 {month} 月。";
        return null;
    }

    private string TitleAt(ActivityContext context) => context.Get(Title) is { Length: > 0 } title ? title : Place.Title;

    /// <param name="Start">The day this step was first entered.</param>
    /// <param name="Count">Occurrences that are behind us, left out ones included.</param>
    private sealed record Passed(DateOnly Start, int Count);

    private sealed record Turn(int Index, string Period);
}

/// <summary>One occurrence.</summary>
/// <param name="Period">What it is called, e.g. 2026年5月.</param>
internal sealed record Round(DateOnly Due, string Period);

/// <summary>All occurrences of a cadence, a function of its first day and the calendar.</summary>
internal static class Rounds
{
    public static IReadOnlyList<string> Problems(Every every, int day) => every == Every.Minutes
        ? ["周期督办不按分钟，请改用每日或更长的周期。"]
        : new Recurrence { Every = every, Day = day, From = DateOnly.MinValue }.Problems();

    /// <param name="firstMonth">Any day of the first month in which an occurrence may fall.</param>
    /// <param name="inMonths">The only months in which one may nominally fall; empty for all.</param>
    public static IReadOnlyList<Round> Of(Every every, int day, DateOnly firstMonth, int months, WorkdayRule workday, WorkingCalendar calendar, IReadOnlyList<int> inMonths)
    {
        var from = new DateOnly(firstMonth.Year, firstMonth.Month, 1);
        var nominal = new Recurrence
        {
            Every = every,
            Day = day,
            // Quarters and halves fall due right after they end; a yearly one in its first month.
            Month = every == Every.Year ? from.Month : 1,
            From = from,
            Until = from.AddMonths(months).AddDays(-1),
        };
        return [.. nominal.Between(DateTime.MinValue, DateTime.MaxValue, calendar)
            .Select(at => DateOnly.FromDateTime(at))
            .Where(date => inMonths.Count == 0 || inMonths.Contains(date.Month))
            .Select(date => new Round(calendar.Move(date, workday), Period(every, date)))
            .DistinctBy(round => round.Due)];
    }

    /// <summary>Days, weeks, months and years are called by when they fall due, quarters and halves by the one that has ended.</summary>
    public static string Period(Every every, DateOnly date)
    {
        const int MonthsPerQuarter = 3, MonthsPerHalf = 6;
        var quarter = date.AddMonths(-MonthsPerQuarter);
        var half = date.AddMonths(-MonthsPerHalf);
        var at = date.ToDateTime(TimeOnly.MinValue);
        return every switch
        {
            Every.Week => $"{ISOWeek.GetYear(at)}年第{ISOWeek.GetWeekOfYear(at)}周",
            Every.Month => $"{date.Year}年{date.Month}月",
            Every.Quarter => $"{quarter.Year}年第{(quarter.Month - 1) / MonthsPerQuarter + 1}季度",
            Every.HalfYear => $"{half.Year}年{(half.Month <= MonthsPerHalf ? "上" : "下")}半年",
            Every.Year => $"{date.Year}年",
            _ => $"{date.Year}年{date.Month}月{date.Day}日",
        };
    }
}

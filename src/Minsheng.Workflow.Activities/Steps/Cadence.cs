using System.Globalization;
using Minsheng.Workflow.Activities.Cadence;
using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.BuiltIn;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>Recurring work: completes Due at each occurrence and Ended after the last. Wired back to itself as a loop.</summary>
[ActivityType("Minsheng.Cadence", "周期督办", Category = "实施监督", Icon = "event_repeat",
    Description = "按月、按季、按半年等周期到期一次走“到期”，期满后走“结束”；“到期”连回本步骤即成循环。", Outcomes = ["Due", "Ended"], OutcomeNames = ["到期", "到头"], Returns = ReturnRule.Free)]
public sealed class Cadence : Activity
{
    private const int LongestMonths = 120;

    [InputLabel("周期", Required = true, Hint = "每日、每周、每月、每季度、每半年、每年、每隔几分钟、自定日期", Example = "每月")]
    public Input<Every?> Every { get; } = new();

    [InputLabel("哪一日", Hint = "每月的第几日，超过月末即为最后一日；每周时 1 为周一、7 为周日", Example = "5")]
    public Input<int> Day { get; } = new(1);

    [InputLabel("持续月数", Hint = "从第一次算起持续几个月，最多 120；默认 12", Example = "12")]
    public Input<int> Months { get; } = new(12);

    [InputLabel("只在哪几个月", Hint = "按月时可以只留这些月份，如每年 9 月、逢双月；不填为每个月", Example = "[2, 4, 6, 8, 10, 12]")]
    public Input<List<int>> InMonths { get; } = new([]);

    [InputLabel("周期内第几个月", Hint = "按季 1 至 3、按半年 1 至 6、按年 1 至 12，如年终为 12；不填时按季、按半年为结束后的头一个月，按年为开始的那个月", Example = "12")]
    public Input<int> Month { get; } = new(0);

    [InputLabel("间隔分钟", Hint = "每隔几分钟时填写", Example = "30")]
    public Input<int> Minutes { get; } = new(0);

    [InputLabel("自定日期", Hint = "每年的月-日，或某一天的年-月-日", Example = "[\"03-15\", \"2027-09-10\"]")]
    public Input<List<string>> Dates { get; } = new([]);

    [InputLabel("几个月后开始", Hint = "从第一次走到这一步的那个月算起；每隔几分钟的从走到时算起，不看这项", Example = "1")]
    public Input<int> StartOffsetMonths { get; } = new(1);

    [InputLabel("遇休息日", Hint = "顺延、提前或不调整；默认顺延", Example = "顺延")]
    public Input<WorkdayRule> Workday { get; } = new(WorkdayRule.After);

    [InputLabel("错过的", Hint = "逐次补办、合并补办一次、不补", Example = "逐次补办")]
    public Input<CatchUp> CatchUp { get; } = new(Engine.BuiltIn.CatchUp.Each);

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
        if (!binder.TryConstant(Month, out var month) || !binder.TryConstant(Minutes, out var minutes) || !binder.TryConstant(Dates, out var dates)) return;
        foreach (var problem in new Rhythm(known, day, month, minutes, dates ?? []).Problems()) binder.Problem("day", "bad-cadence", $"{problem}请改正。");
    }

    public override ActivityResult Start(ActivityContext context)
    {
        var past = context.Recall<Passed>() ?? new Passed(context.Cycle().Dates.Today(context.Now), 0, context.Now);
        context.Remember(past);
        var rounds = RoundsAt(context, past);
        var index = past.Count;
        if (context.Get(CatchUp) == Engine.BuiltIn.CatchUp.Once) index = Latest(rounds, index, context.Now);
        return Await(context, rounds, index);
    }

    public override ActivityResult Resume(ActivityContext context, Stimulus stimulus)
    {
        var (turn, past) = (context.Load<Turn>()!, context.Recall<Passed>()!);
        var rule = context.Get(CatchUp);
        // Only somebody who lets it go off early finds it not due yet.
        if (rule != Engine.BuiltIn.CatchUp.Each && RoundsAt(context, past) is var rounds && turn.Index < rounds.Count)
        {
            if (rule == Engine.BuiltIn.CatchUp.Skip && rounds[turn.Index].Lapses <= context.Now) return Await(context, rounds, turn.Index);
            var latest = rule == Engine.BuiltIn.CatchUp.Once ? Latest(rounds, turn.Index, context.Now) : turn.Index;
            if (latest > turn.Index) context.Emit(new NoteHistory($"{TitleAt(context)}：错过 {latest - turn.Index} 次，合并到{rounds[latest].Period}补办。"));
            if (latest > turn.Index) turn = new Turn(latest, rounds[latest].Period);
        }
        context.Remember(past with { Count = turn.Index + 1 });
        context.SetVariable("Period", turn.Period);
        context.SetVariable("PeriodIndex", turn.Index + 1);
        context.Emit(new NoteHistory($"{TitleAt(context)}：{turn.Period}到期。"));
        return ActivityResult.Outcome("Due");
    }

    private ActivityResult Await(ActivityContext context, IReadOnlyList<Round> rounds, int index)
    {
        if (context.Get(CatchUp) == Engine.BuiltIn.CatchUp.Skip)
        {
            for (; index < rounds.Count && rounds[index].Lapses <= context.Now; index++)
                context.Emit(new NoteHistory($"{TitleAt(context)}：{rounds[index].Period}已经错过，按规定不补。"));
            context.Remember(context.Recall<Passed>()! with { Count = index });
        }
        if (index >= rounds.Count) return ActivityResult.Outcome("Ended");
        context.Keep(new Turn(index, rounds[index].Period));
        return new ActivityResult.Waiting(new Wait(WaitKind.Timer, "Due", rounds[index].At, rounds[index].Nominal is { } nominal ? new MovedDay(nominal) : null));
    }

    private static int Latest(IReadOnlyList<Round> rounds, int index, DateTimeOffset now)
    {
        while (index + 1 < rounds.Count && rounds[index + 1].At <= now) index++;
        return index;
    }

    private IReadOnlyList<Round> RoundsAt(ActivityContext context, Passed past)
    {
        var every = context.Get(Every) ?? throw new ActivityFaultException($"步骤“{Place.Title}”没有算出周期，请改正。", "bad-cadence");
        var rhythm = new Rhythm(every, context.Get(Day), context.Get(Month), context.Get(Minutes), context.Get(Dates) ?? []);
        if (rhythm.Problems() is [var problem, ..]) throw new ActivityFaultException($"步骤“{Place.Title}”：{problem}请改正。", "bad-cadence");
        var kept = context.Get(InMonths) ?? [];
        if (MonthsProblem(kept) is { } wrong) throw new ActivityFaultException($"步骤“{Place.Title}”：{wrong}请改正。", "bad-cadence");
        var (dates, months) = (context.Cycle().Dates, context.Get(Months));
        var rounds = every == Activities.Cadence.Every.Minutes
            ? new MinuteRounds(past.Moment ?? dates.Begin(past.Start), rhythm.Minutes, months, dates.Zone)
            : rhythm.Rounds(past.Start.AddMonths(context.Get(StartOffsetMonths)), months, context.Get(Workday), dates, kept);
        return context.Get(Occurrences) is > 0 and var most && most < rounds.Count ? [.. rounds.Take(most)] : rounds;
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
    /// <param name="Moment">When exactly it was first entered.</param>
    private sealed record Passed(DateOnly Start, int Count, DateTimeOffset? Moment = null);

    private sealed record Turn(int Index, string Period);
}

using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Engine.BuiltIn;

/// <summary>A step that waits for a moment in time.</summary>
public abstract class TimedActivity : Activity
{
    /// <summary>When a run that this step starts is to begin, seen from a moment; null for never, or when only a run can tell.</summary>
    /// <exception cref="FormatException">Its setting means nothing.</exception>
    public virtual DateTimeOffset? StartsAfter(DateTimeOffset moment, TimeZoneInfo zone) => null;

    /// <summary>What happens to starts that were missed.</summary>
    public virtual CatchUp Missed => BuiltIn.CatchUp.Once;

    private protected bool StartedByMe(ActivityContext context) =>
        context.Instance.TriggerActivityId == Place.Id && context.Execution.Parent?.Parent is null && context.Instance.LastExecutionId <= 2;

    private protected ActivityResult Until(ActivityContext context, DateTimeOffset due) =>
        StartedByMe(context) ? ActivityResult.Done : new ActivityResult.Waiting(new Wait(WaitKind.Timer, Place.Type, due));
}

/// <summary>A step that, inside a loop, waits for one moment after the other.</summary>
public abstract class RecurringActivity : TimedActivity
{
    /// <summary>Later than this a moment counts as missed.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    [InputLabel("错过的", Hint = "停机等原因错过时怎么办；默认合并补办一次", Example = "Once")]
    public Input<CatchUp> CatchUp { get; } = new(BuiltIn.CatchUp.Once);

    public override CatchUp Missed => CatchUp.Slot < 0 ? CatchUp.ConstantValue : BuiltIn.CatchUp.Once;

    public override ActivityResult Start(ActivityContext context)
    {
        if (StartedByMe(context)) return ActivityResult.Done;
        // A clock that was set back must not bring the same moment a second time.
        var last = context.Recall<Fired>()?.Due;
        var from = last is { } before && (before > context.Now || context.Get(CatchUp) == BuiltIn.CatchUp.Each) ? before : context.Now;
        return Until(context, Next(context, from));
    }

    public override ActivityResult Resume(ActivityContext context, Stimulus stimulus)
    {
        if (stimulus.Bookmark.Due is not { } due) return ActivityResult.Done;
        context.Remember(new Fired(due));
        if (context.Get(CatchUp) != BuiltIn.CatchUp.Skip || context.Now - due <= Grace) return ActivityResult.Done;
        var (left, next) = (1, Next(context, due));
        for (; next <= context.Now && left < MostCounted; left++) next = Next(context, next);
        if (next <= context.Now) next = Next(context, context.Now);
        context.Emit(new LineWritten($"{Place.Title}：{left}{(left == MostCounted ? "以上" : "")} 次已经错过，按规定不补。"));
        return Until(context, next);
    }

    private const int MostCounted = 1000;

    private protected abstract DateTimeOffset Next(ActivityContext context, DateTimeOffset after);

    private sealed record Fired(DateTimeOffset Due);
}

[ActivityType("Elsa.Delay", "等一段时间", Category = "时间", Icon = "timer", Description = "等待给定的时长。", Returns = ReturnRule.Free)]
public sealed class Delay : TimedActivity
{
    [InputLabel("时长", Example = "1.00:00:00", Hint = "等多久：天.时:分:秒")]
    public Input<TimeSpan> TimeSpan { get; } = new();

    public override ActivityResult Start(ActivityContext context) => Until(context, context.Now + context.Get(TimeSpan));
}

[ActivityType("Elsa.Timer", "定时", Category = "时间", Icon = "schedule", Description = "每隔一段时间往下走一次。", Returns = ReturnRule.Free)]
public sealed class Timer : RecurringActivity
{
    [InputLabel("间隔", Hint = "每隔多久一次：天.时:分:秒", Example = "1.00:00:00")]
    public Input<TimeSpan> Interval { get; } = new();

    protected internal override void Bind(Definitions.ActivityBinder binder)
    {
        if (binder.IsStart && Interval.Slot < 0 && Interval.ConstantValue < TimeSpan.FromSeconds(1))
            binder.Problem("interval", "bad-interval", $"“{Place.Title}”要定时启动方案，间隔至少 1 秒，请改正。");
    }

    public override DateTimeOffset? StartsAfter(DateTimeOffset moment, TimeZoneInfo zone) => Interval.Slot < 0 && Interval.ConstantValue > TimeSpan.Zero ? moment + Interval.ConstantValue : null;

    private protected override DateTimeOffset Next(ActivityContext context, DateTimeOffset after) => after + context.Get(Interval) switch
    {
        { Ticks: <= 0 } => throw new ActivityFaultException($"步骤“{Place.Title}”的间隔不对，应大于零，请改正。", "bad-interval"),
        var interval => interval,
    };
}

[ActivityType("Elsa.StartAt", "到时开始", Category = "时间", Icon = "event", Description = "等到给定的日期时间。", Returns = ReturnRule.Free)]
public sealed class StartAt : TimedActivity
{
    [InputLabel("时刻", Hint = "到这个时刻继续", Example = "2026-12-01T09:00:00+08:00")]
    public Input<DateTimeOffset> DateTime { get; } = new();

    public override ActivityResult Start(ActivityContext context)
    {
        var at = context.Get(DateTime);
        return at <= context.Now ? ActivityResult.Done : Until(context, at);
    }

    public override DateTimeOffset? StartsAfter(DateTimeOffset moment, TimeZoneInfo zone) => DateTime.Slot < 0 && DateTime.ConstantValue > moment ? DateTime.ConstantValue : null;
}

[ActivityType("Elsa.Cron", "按日历", Category = "时间", Icon = "event_repeat", Description = "等到日历上写定的下一个时刻，按本地区的时间。", Returns = ReturnRule.Free)]
public sealed class Cron : RecurringActivity
{
    /// <summary>Any moment will do: what never comes within forty years of it never comes.</summary>
    private static readonly DateTimeOffset Sample = new(2024, 1, 1, 0, 0, 0, System.TimeSpan.Zero);

    [InputLabel("到点的时刻", Hint = "依次写秒、分、时、日、月、周，* 是每一个；秒可以不写。例子是每月 5 日 9 时", Example = "0 0 9 5 * *")]
    public Input<string> CronExpression { get; } = new();

    protected internal override void Bind(Definitions.ActivityBinder binder)
    {
        if (CronExpression.Slot >= 0) return;
        try
        {
            if (CronSchedule.Parse(CronExpression.ConstantValue ?? "").Next(Sample) is null)
                binder.Problem("cronExpression", "cron-never", $"到点的时刻“{CronExpression.ConstantValue}”说的日子永远不会来（如 2 月 31 日），请改正。");
        }
        catch (FormatException problem)
        {
            binder.Problem("cronExpression", "bad-cron", problem.Message);
        }
    }

    public override DateTimeOffset? StartsAfter(DateTimeOffset moment, TimeZoneInfo zone) =>
        CronExpression.Slot < 0 ? CronSchedule.Parse(CronExpression.ConstantValue ?? "").Next(moment, zone) : null;

    private protected override DateTimeOffset Next(ActivityContext context, DateTimeOffset after) =>
        CronSchedule.Parse(context.Get(CronExpression) ?? "").Next(after, (context.Facts as IPlaceFacts)?.Zone ?? TimeZoneInfo.Utc)
        ?? throw new ActivityFaultException($"到点的时刻“{context.Get(CronExpression)}”永远等不到，请改正。", "cron-never");
}

[ActivityType("Elsa.Event", "等待事件", Category = "消息", Icon = "notifications", Description = "等待一个事件到来。", Returns = ReturnRule.Free)]
public sealed class Event : Activity
{
    [InputLabel("消息名", Hint = "双方写同一个名称", Example = "会议召开")]
    public Input<string> EventName { get; } = new();
    public Output? Result { get; set; }

    public override ActivityResult Start(ActivityContext context) =>
        context.Instance.TriggerActivityId == Place.Id && context.Instance.LastExecutionId <= 2
            ? ActivityResult.Done
            : new ActivityResult.Waiting(new Wait(WaitKind.Event, context.Get(EventName) ?? ""));

    public override ActivityResult Resume(ActivityContext context, Stimulus stimulus)
    {
        context.Set(Result, stimulus.Input);
        return ActivityResult.Done;
    }
}

[ActivityType("Elsa.PublishEvent", "发布事件", Category = "消息", Icon = "campaign", Description = "通知正在等待这个事件的事项。")]
public sealed class PublishEvent : Activity
{
    [InputLabel("消息名", Hint = "双方写同一个名称", Example = "会议召开")]
    public Input<string> EventName { get; } = new();
    [InputLabel("关联编号", Hint = "只给这个编号的事；不填为所有", Example = "2026-12")]
    public Input<string> CorrelationId { get; } = new();
    [InputLabel("只在本件事内", Hint = "是则别的事收不到", Example = "否")]
    public Input<bool> IsLocalEvent { get; } = new();
    [InputLabel("内容", Hint = "随消息或任务一起交出的内容", Example = "件数：10")]
    public Input<object> Payload { get; } = new();

    public override ActivityResult Start(ActivityContext context)
    {
        context.Emit(new EventPublished(context.Get(EventName) ?? "", context.Get(Payload), context.Get(CorrelationId), context.Get(IsLocalEvent)));
        return ActivityResult.Done;
    }
}

[ActivityType("Elsa.RunTask", "交办", Category = "消息", Icon = "assignment", Description = "请外部程序做一件事并等它回话。")]
public sealed class RunTask : Activity
{
    [InputLabel("任务名", Hint = "外部系统要办的任务", Example = "生成报表")]
    public Input<string> TaskName { get; } = new();
    [InputLabel("内容", Hint = "随消息或任务一起交出的内容", Example = "件数：10")]
    public Input<object> Payload { get; } = new();
    public Output? Result { get; set; }

    public override ActivityResult Start(ActivityContext context) =>
        new ActivityResult.Waiting(new Wait(WaitKind.Manual, context.Get(TaskName) ?? "", Payload: context.Get(Payload)));

    public override ActivityResult Resume(ActivityContext context, Stimulus stimulus)
    {
        if (stimulus.Input is null) throw new ActivityFaultException($"步骤“{Place.Id}”的回话里没有结果（RunTaskInput），请带上结果再回。", "no-task-result");
        context.Set(Result, stimulus.Input);
        return stimulus.Outcome is { } outcome ? ActivityResult.Outcome(outcome) : ActivityResult.Done;
    }
}

/// <summary>Takes the place of a step this catalog does not run: waits, and completes with the outcome given at resume.</summary>
public sealed class StandIn : Activity
{
    public override ActivityResult Start(ActivityContext context) => new ActivityResult.Waiting(new Wait(WaitKind.Manual, Place.Type));

    public override ActivityResult Resume(ActivityContext context, Stimulus stimulus) =>
        stimulus.Outcome is { } outcome ? ActivityResult.Outcome(outcome) : ActivityResult.Done;
}

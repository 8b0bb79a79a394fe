using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Engine.BuiltIn;

/// <summary>A step that waits for a moment in time.</summary>
public abstract class TimedActivity : Activity
{
    private protected ActivityResult Until(ActivityContext context, DateTimeOffset due) =>
        context.Instance.TriggerActivityId == Place.Id && context.Execution.Parent?.Parent is null && context.Instance.LastExecutionId <= 2
            ? ActivityResult.Done
            : new ActivityResult.Waiting(new Wait(WaitKind.Timer, Place.Type, due));
}

[ActivityType("Elsa.Delay", "等一段时间", Category = "时间", Icon = "timer", Description = "等待给定的时长。", Returns = ReturnRule.Free)]
public sealed class Delay : TimedActivity
{
    [InputLabel("时长", Example = "1.00:00:00", Hint = "等多久：天.时:分:秒")]
    public Input<TimeSpan> TimeSpan { get; } = new();

    public override ActivityResult Start(ActivityContext context) => Until(context, context.Now + context.Get(TimeSpan));
}

[ActivityType("Elsa.Timer", "定时", Category = "时间", Icon = "schedule", Description = "每隔一段时间触发一次。", Returns = ReturnRule.Free)]
public sealed class Timer : TimedActivity
{
    [InputLabel("间隔", Hint = "每隔多久一次：天.时:分:秒", Example = "1.00:00:00")]
    public Input<TimeSpan> Interval { get; } = new();

    public override ActivityResult Start(ActivityContext context) => Until(context, context.Now + context.Get(Interval));
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
}

[ActivityType("Elsa.Cron", "按日历", Category = "时间", Icon = "event_repeat", Description = "等到日历表达式的下一个时刻。", Returns = ReturnRule.Free)]
public sealed class Cron : TimedActivity
{
    [InputLabel("日历表达式", Hint = "秒 分 时 日 月 周，或省去秒", Example = "0 0 9 5 * *")]
    public Input<string> CronExpression { get; } = new();

    protected internal override void Bind(Definitions.ActivityBinder binder)
    {
        if (CronExpression.Slot >= 0) return;
        try
        {
            CronSchedule.Parse(CronExpression.ConstantValue ?? "");
        }
        catch (FormatException problem)
        {
            binder.Problem("cronExpression", "bad-cron", problem.Message);
        }
    }

    public override ActivityResult Start(ActivityContext context) =>
        CronSchedule.Parse(context.Get(CronExpression) ?? "").Next(context.Now) is { } next
            ? Until(context, next)
            : throw new ActivityFaultException($"日历表达式“{context.Get(CronExpression)}”永远等不到，请改正。", "cron-never");
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
    [InputLabel("内容", Hint = "随消息或任务一起交出的内容", Example = "{\"count\": 10}")]
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
    [InputLabel("内容", Hint = "随消息或任务一起交出的内容", Example = "{\"count\": 10}")]
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

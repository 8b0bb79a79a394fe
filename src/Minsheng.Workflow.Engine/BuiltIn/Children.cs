using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Engine.BuiltIn;

/// <summary>Starts another definition as a run of its own.</summary>
public abstract class ChildActivity : Activity
{
    [InputLabel("子方案", Required = true, Hint = "被启动的方案", Example = "限期整改")]
    public Input<string> WorkflowDefinitionId { get; } = new();

    [InputLabel("关联编号", Hint = "用来把几件事对应起来；可不填", Example = "2026-12")]
    public Input<string> CorrelationId { get; } = new();

    [InputLabel("输入", Hint = "交给子方案的输入，按名称", Example = "标题：限期整改")]
    public Input<Dictionary<string, object?>> Input { get; } = new();

    public Output? Result { get; set; }

    private protected StartChild Child(ActivityContext context, string key, Dictionary<string, object?> input, ChildNotice notice) => new(
        context.Get(WorkflowDefinitionId) is { Length: > 0 } id ? id : throw new ActivityFaultException($"步骤“{Place.Title}”没有写明启动哪个子方案。"),
        $"{context.Execution.Id}/{key}", context.Execution.Id, input, context.Get(CorrelationId), notice);
}

[ActivityType("Elsa.ExecuteWorkflow", "执行子方案", Category = "子方案", Icon = "subdirectory_arrow_right", Description = "启动另一个方案；可等它办完。")]
public sealed class ExecuteWorkflow : ChildActivity
{
    [InputLabel("等它办完", Hint = "是则等子方案办完再往下走", Example = "是")]
    public Input<bool> WaitForCompletion { get; } = new();

    public override ActivityResult Start(ActivityContext context)
    {
        // Elsa hands the parent's own input on when none is given.
        var input = context.Get(Input) is { Count: > 0 } given ? given : new Dictionary<string, object?>(context.Instance.Input);
        context.Emit(Child(context, "", input, context.Get(WaitForCompletion) ? ChildNotice.WhenFinished : ChildNotice.WhenIdle));
        return new ActivityResult.Waiting(new Wait(WaitKind.Child, context.Get(WorkflowDefinitionId)!));
    }

    public override ActivityResult Resume(ActivityContext context, Stimulus stimulus)
    {
        if (stimulus.Input is ChildReport report)
            context.Set(Result, new Dictionary<string, object?>
            {
                ["WorkflowInstanceId"] = report.InstanceId,
                ["Status"] = report.Status.ToString(),
                ["SubStatus"] = report.SubStatus.ToString(),
                ["Output"] = report.Output,
            });
        return ActivityResult.Done;
    }
}

[ActivityType("Elsa.DispatchWorkflow", "派发子方案", Category = "子方案", Icon = "send", Description = "派发另一个方案；可等它办完。")]
public sealed class DispatchWorkflow : ChildActivity
{
    [InputLabel("等它办完", Hint = "是则等子方案办完再往下走", Example = "是")]
    public Input<bool> WaitForCompletion { get; } = new();

    public override ActivityResult Start(ActivityContext context)
    {
        var wait = context.Get(WaitForCompletion);
        context.Emit(Child(context, "", context.Get(Input) ?? [], wait ? ChildNotice.WhenFinished : ChildNotice.Never));
        return wait ? new ActivityResult.Waiting(new Wait(WaitKind.Child, context.Get(WorkflowDefinitionId)!)) : ActivityResult.Done;
    }

    public override ActivityResult Resume(ActivityContext context, Stimulus stimulus)
    {
        if (stimulus.Input is ChildReport report) context.Set(Result, report.Output);
        return ActivityResult.Done;
    }
}

[ActivityType("Elsa.BulkDispatchWorkflows", "批量派发子方案", Category = "子方案", Icon = "dynamic_feed", Description = "对列表中的每一项派发一个方案。", Outcomes = ["Completed", "Done"], OutcomeNames = ["全部办完", "完成"])]
public sealed class BulkDispatchWorkflows : ChildActivity
{
    [InputLabel("列表", Hint = "每一项派发一份子方案", Example = "[\"交通局\", \"水利局\"]")]
    public Input<List<object?>> Items { get; } = new([]);

    [InputLabel("每一项叫什么", Hint = "名单里的每一项，以这个名称交给子方案", Example = "单位")]
    public Input<string> DefaultItemInputKey { get; } = new("Item");

    [InputLabel("等它们办完", Hint = "是则等子方案办完再往下走", Example = "是")]
    public Input<bool> WaitForCompletion { get; } = new();

    public override ActivityResult Start(ActivityContext context)
    {
        var items = context.Get(Items) ?? [];
        var wait = context.Get(WaitForCompletion) && items.Count > 0;
        for (var index = 0; index < items.Count; index++)
        {
            var input = new Dictionary<string, object?>(context.Get(Input) ?? []);
            if (items[index] is Dictionary<string, object?> members) foreach (var (name, value) in members) input[name] = value;
            else input[context.Get(DefaultItemInputKey)!] = items[index];
            context.Emit(Child(context, $"{index}", input, wait ? ChildNotice.WhenFinished : ChildNotice.Never));
        }
        if (!wait) return ActivityResult.Outcome("Completed", "Done");
        context.Keep(new Progress { Open = items.Count });
        return new ActivityResult.Waiting(new Wait(WaitKind.Child, context.Get(WorkflowDefinitionId)!));
    }

    public override ActivityResult Resume(ActivityContext context, Stimulus stimulus) =>
        --context.Load<Progress>()!.Open > 0 ? ActivityResult.StillWaiting.Instance : ActivityResult.Outcome("Completed", "Done");
}

using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Engine.BuiltIn;

/// <summary>A container that runs its body again and again; a Break step inside ends it.</summary>
public abstract class Loop : Container
{
    public CompiledActivity? Body { get; set; }

    private protected static Dictionary<string, object?> Current(object? value, int index) =>
        new(StringComparer.Ordinal) { ["CurrentValue"] = value, ["CurrentIndex"] = (double)index };
}

[ActivityType("Elsa.While", "当…时重复", Category = "循环", Icon = "loop", Description = "条件成立就重复执行。", Returns = ReturnRule.Free)]
public sealed class While : Loop
{
    [InputLabel("条件", Hint = "成立就再来一遍", Example = "getVariable('Count') < 3")]
    public Input<bool> Condition { get; } = new();

    public override ActivityResult Start(ActivityContext context)
    {
        if (Body is null || !context.Get(Condition)) return ActivityResult.Done;
        context.Schedule(Body);
        return ActivityResult.StillWaiting.Instance;
    }

    protected internal override void ChildCompleted(ActivityContext context, ActivityExecution child, IReadOnlyList<string> outcomes)
    {
        context.EvaluateInputs();
        if (context.Get(Condition)) context.Schedule(Body!);
        else context.Complete(Outcomes.Default);
    }
}

[ActivityType("Elsa.For", "按次数重复", Category = "循环", Icon = "repeat", Description = "从一个数到另一个数逐次执行。", Returns = ReturnRule.Free)]
public sealed class For : Loop
{
    [InputLabel("从", Member = "start", Hint = "第一个数", Example = "1")]
    public Input<int> First { get; } = new(0);

    [InputLabel("到", Member = "end", Hint = "最后一个数", Example = "10")]
    public Input<int> Last { get; } = new(0);

    [InputLabel("步长", Hint = "每次加多少", Example = "1")]
    public Input<int> Step { get; } = new(1);
    [InputLabel("包括最后一个", Hint = "是则最后一个数也算一遍", Example = "是")]
    public Input<bool> OuterBoundInclusive { get; } = new(true);
    public Output? CurrentValue { get; set; }

    internal sealed class Counter
    {
        public int Value { get; set; }
        public int Index { get; set; }
    }

    public override ActivityResult Start(ActivityContext context)
    {
        if (Body is null) return ActivityResult.Done;
        if (context.Get(Step) <= 0) throw new ActivityFaultException($"循环“{Place.Title}”的步长应大于 0，否则停不下来。");
        context.Keep(new Counter { Value = context.Get(First) });
        return Next(context) ? ActivityResult.StillWaiting.Instance : ActivityResult.Done;
    }

    protected internal override void ChildCompleted(ActivityContext context, ActivityExecution child, IReadOnlyList<string> outcomes)
    {
        context.EvaluateInputs();
        var counter = context.Load<Counter>()!;
        counter.Value += context.Get(Last) >= context.Get(First) ? context.Get(Step) : -context.Get(Step);
        counter.Index++;
        if (!Next(context)) context.Complete(Outcomes.Default);
    }

    private bool Next(ActivityContext context)
    {
        var (start, end, inclusive) = (context.Get(First), context.Get(Last), context.Get(OuterBoundInclusive));
        var counter = context.Load<Counter>()!;
        var goesOn = counter.Value == end ? inclusive : end >= start ? counter.Value < end : counter.Value > end;
        if (!goesOn) return false;
        context.Set(CurrentValue, counter.Value);
        context.Schedule(Body!, Current((double)counter.Value, counter.Index));
        return true;
    }
}

[ActivityType("Elsa.ForEach", "逐项重复", Category = "循环", Icon = "playlist_play", Description = "对列表中的每一项执行一遍，一项完成再做下一项。", Returns = ReturnRule.Free)]
public sealed class ForEach : Loop
{
    [InputLabel("列表", Hint = "对每一项做一遍", Example = "[\"交通局\", \"水利局\"]")]
    public Input<List<object?>> Items { get; } = new([]);
    public Output? CurrentValue { get; set; }

    public override ActivityResult Start(ActivityContext context)
    {
        context.Keep(new Progress());
        return Next(context) ? ActivityResult.StillWaiting.Instance : ActivityResult.Done;
    }

    protected internal override void ChildCompleted(ActivityContext context, ActivityExecution child, IReadOnlyList<string> outcomes)
    {
        context.EvaluateInputs();
        if (!Next(context)) context.Complete(Outcomes.Default);
    }

    private bool Next(ActivityContext context)
    {
        var progress = context.Load<Progress>()!;
        var items = context.Get(Items) ?? [];
        if (Body is null || progress.Next >= items.Count) return false;
        var value = Values.Copy(items[progress.Next]);
        context.Set(CurrentValue, value);
        context.Schedule(Body, Current(value, progress.Next++));
        return true;
    }
}

[ActivityType("Elsa.ParallelForEach", "逐项同时", Category = "循环", Icon = "dynamic_feed", Description = "对列表中的每一项同时执行，全部完成后继续。", Returns = ReturnRule.Free)]
public sealed class ParallelForEach : Loop
{
    [InputLabel("列表", Hint = "对每一项做一遍", Example = "[\"交通局\", \"水利局\"]")]
    public Input<List<object?>> Items { get; } = new([]);

    public override ActivityResult Start(ActivityContext context)
    {
        var items = context.Get(Items) ?? [];
        if (Body is null || items.Count == 0) return ActivityResult.Done;
        context.Keep(new Progress { Open = items.Count });
        for (var index = 0; index < items.Count; index++) context.Schedule(Body, Current(Values.Copy(items[index]), index));
        return ActivityResult.StillWaiting.Instance;
    }

    protected internal override void ChildCompleted(ActivityContext context, ActivityExecution child, IReadOnlyList<string> outcomes)
    {
        if (--context.Load<Progress>()!.Open == 0) context.Complete(Outcomes.Default);
    }
}

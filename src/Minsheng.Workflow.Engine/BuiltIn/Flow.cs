using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Engine.BuiltIn;

[ActivityType("Elsa.Start", "开始", Icon = "play_arrow", Description = "办理从这里开始。", Returns = ReturnRule.Free)]
public sealed class FlowStart : Activity
{
    public override ActivityResult Start(ActivityContext context) => ActivityResult.Done;
}

[ActivityType("Elsa.End", "结束", Icon = "stop", Description = "办到这里就结束，没办完的各路一并撤销。", Returns = ReturnRule.Free)]
public sealed class End : Activity
{
    internal override bool IsTerminal => true;

    public override ActivityResult Start(ActivityContext context) => ActivityResult.Done;
}

[ActivityType("Elsa.Finish", "全部结束", Icon = "stop_circle", Description = "整件事立即结束。")]
public sealed class Finish : Activity
{
    internal override bool IsTerminal => true;

    public override ActivityResult Start(ActivityContext context) => new ActivityResult.WorkflowFinished();
}

[ActivityType("Elsa.Complete", "完成", Icon = "done_all", Description = "所在的子方案立即办完，并给出结果。", Returns = ReturnRule.Free)]
public sealed class Complete : Activity
{
    [InputLabel("结果", Hint = "子方案办完时给出的结果", Example = "[\"通过\"]")]
    public Input<object> Outcomes { get; } = new();

    internal override bool IsTerminal => true;

    public override ActivityResult Start(ActivityContext context) =>
        new ActivityResult.CompositeCompleted(Names(context.Get(Outcomes)) is { Count: > 0 } names ? names : Running.Outcomes.Default);

    /// <summary>Elsa's files give one name as plain text as often as several as a list.</summary>
    private static List<string>? Names(object? value) =>
        value is string { Length: > 0 } name && !Engine.Values.LooksLikeJson(name) ? [name] : Engine.Values.As<List<string>>(value);
}

[ActivityType("Elsa.Break", "跳出循环", Icon = "logout", Description = "离开所在的循环。", Returns = ReturnRule.Free)]
public sealed class Break : Activity
{
    internal override bool IsTerminal => true;

    public override ActivityResult Start(ActivityContext context) => new ActivityResult.LoopBroken();
}

[ActivityType("Elsa.Fault", "报错", Icon = "error", Description = "让这一步以异常结束。", Returns = ReturnRule.Free)]
public sealed class Fault : Activity
{
    [InputLabel("代码", Hint = "给程序识别的错误代码", Example = "人数不足")]
    public Input<string> Code { get; } = new();
    [InputLabel("类别", Hint = "错误的类别", Example = "业务")]
    public Input<string> Category { get; } = new();
    [InputLabel("错误种类", Hint = "留给外部系统识别，通常不填", Example = "系统")]
    public Input<string> FaultType { get; } = new();

    [InputLabel("说明", Hint = "给人看的原因", Example = "出席人数不足")]
    public Input<string> Message { get; } = new();

    public override ActivityResult Start(ActivityContext context) =>
        throw new ActivityFaultException(context.Get(Message) is { Length: > 0 } message ? message : $"方案在“{Place.Title}”主动报错。", context.Get(Code) ?? "fault");
}

[ActivityType("Elsa.FlowNode", "步骤组", Category = "成组", Icon = "select_all", Description = "执行其中的步骤，然后继续。", Returns = ReturnRule.Free)]
public sealed class FlowNode : Container
{
    public CompiledActivity? Body { get; set; }

    public override ActivityResult Start(ActivityContext context)
    {
        if (Body is null) return ActivityResult.Done;
        context.Schedule(Body);
        return ActivityResult.StillWaiting.Instance;
    }

    protected internal override void ChildCompleted(ActivityContext context, ActivityExecution child, IReadOnlyList<string> outcomes) =>
        context.Complete(Outcomes.Default);
}

[ActivityType("Elsa.FlowDecision", "判断", Category = "分支", Icon = "call_split", Description = "条件成立走“是”，否则走“否”。", Outcomes = ["True", "False"], OutcomeNames = ["是", "否"], Returns = ReturnRule.Free)]
public sealed class FlowDecision : Activity
{
    [InputLabel("条件", Hint = "写成比较，成立走“是”，不成立走“否”", Example = "getSeats() > 10")]
    public Input<bool> Condition { get; } = new();

    public override ActivityResult Start(ActivityContext context) => ActivityResult.Outcome(context.Get(Condition) ? "True" : "False");
}

[ActivityType("Elsa.FlowSwitch", "多路判断", Category = "分支", Icon = "alt_route", Description = "逐个比较，走条件成立的那一路。", Outcomes = ["Default"], OutcomeNames = ["其他"], Returns = ReturnRule.Free)]
public sealed class FlowSwitch : Activity
{
    private List<(string Label, ValueSource Condition)> _cases = [];

    [InputLabel("方式", Hint = "几个条件都成立时，只走第一个还是都走", Example = "MatchFirst")]
    public Input<SwitchMode> Mode { get; } = new();

    protected internal override void Bind(ActivityBinder binder) => _cases = SwitchCases.Read(binder);

    public override ActivityResult Start(ActivityContext context)
    {
        var matches = SwitchCases.Matching(context, _cases.Select(item => item.Condition), context.Get(Mode)).Select(index => _cases[index].Label).ToArray();
        return matches.Length == 0 ? ActivityResult.Outcome("Default") : ActivityResult.Outcome(matches);
    }
}

public enum SwitchMode { MatchFirst, MatchAny }

internal static class SwitchCases
{
    public static List<(string Label, ValueSource Condition)> Read(ActivityBinder binder)
    {
        var cases = new List<(string, ValueSource)>();
        var list = binder.Json["cases"] as JsonArray ?? [];
        for (var index = 0; index < list.Count; index++)
        {
            if (list[index] is not JsonObject json || json["label"]?.ToString() is not { } label)
                binder.Problem($"cases[{index}]", "bad-case", "这一路没有名称，请补上。");
            else if (Condition(binder, json, $"cases[{index}].condition") is { } condition)
                cases.Add((label, condition));
        }
        return cases;
    }

    public static ValueSource? Condition(ActivityBinder binder, JsonObject json, string path) =>
        json["condition"] is JsonObject condition ? binder.ParseExpression(condition, path) : new ValueSource.Constant(false);

    public static IEnumerable<int> Matching(ActivityContext context, IEnumerable<ValueSource> conditions, SwitchMode mode)
    {
        var index = 0;
        foreach (var condition in conditions)
        {
            if (Values.Truth(condition.Evaluate(context)))
            {
                yield return index;
                if (mode == SwitchMode.MatchFirst) yield break;
            }
            index++;
        }
    }
}

[ActivityType("Elsa.FlowFork", "分成几路", Category = "分支", Icon = "fork_right", Description = "同时走几路，每路一个名称。", Returns = ReturnRule.Free)]
public sealed class FlowFork : Activity
{
    [InputLabel("各路名称", Example = "[\"财政\", \"发改\"]", Hint = "每一路有自己的下一步，同时进行")]
    public Input<List<string>> Branches { get; } = new([]);

    public override ActivityResult Start(ActivityContext context) => new ActivityResult.Completed(context.Get(Branches) ?? []);
}

public enum JoinMode { WaitAny, WaitAll, WaitAllActive }

[ActivityType("Elsa.FlowJoin", "汇合", Category = "分支", Icon = "call_merge", Description = "几路在这里汇合。", Returns = ReturnRule.Free)]
public sealed class FlowJoin : Activity
{
    [InputLabel("方式", Hint = "几路汇到这里时，等到什么时候往下走", Example = "WaitAll")]
    public Input<JoinMode> Mode { get; } = new(JoinMode.WaitAny);

    /// <summary>The mode as seen from the flowchart, before the join itself runs.</summary>
    internal JoinMode ModeAt(ActivityContext flowchart) =>
        Mode.Slot < 0 ? Mode.ConstantValue : Values.As<JoinMode>(Mode.Source!.Evaluate(flowchart));

    public override ActivityResult Start(ActivityContext context)
    {
        if (context.Execution.Parent is { Place.Activity: Flowchart flowchart })
            flowchart.CancelAncestors(context.ForParent(), Place.LocalIndex, Math.Abs(context.Execution.Cause));
        return ActivityResult.Done;
    }
}

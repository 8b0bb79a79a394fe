using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Engine.BuiltIn;

/// <summary>Counts what a container has scheduled or seen end.</summary>
internal sealed class Progress
{
    public int Next { get; set; }
    public int Open { get; set; }
}

[ActivityType("Elsa.Sequence", "依次执行", Category = "成组", Icon = "format_list_numbered", Description = "从上到下逐个执行。", Returns = ReturnRule.Free)]
public sealed class Sequence : Container
{
    public IReadOnlyList<CompiledActivity> Activities { get; private set; } = [];

    protected internal override void Bind(ActivityBinder binder) => Activities = binder.Children("activities", idsRequired: false);

    public override ActivityResult Start(ActivityContext context)
    {
        if (Activities.Count == 0) return ActivityResult.Done;
        context.Keep(new Progress { Next = 1 });
        context.Schedule(Activities[0]);
        return ActivityResult.StillWaiting.Instance;
    }

    protected internal override void ChildCompleted(ActivityContext context, ActivityExecution child, IReadOnlyList<string> outcomes)
    {
        var progress = context.Load<Progress>()!;
        if (child.Place.Activity.IsTerminal || progress.Next >= Activities.Count) context.Complete(Outcomes.Default);
        else context.Schedule(Activities[progress.Next++]);
    }
}

[ActivityType("Elsa.Parallel", "同时执行", Category = "成组", Icon = "view_week", Description = "同时执行其中各步，全部完成后继续。", Returns = ReturnRule.Free)]
public sealed class Parallel : Container
{
    public IReadOnlyList<CompiledActivity> Activities { get; private set; } = [];

    protected internal override void Bind(ActivityBinder binder) => Activities = binder.Children("activities", idsRequired: false);

    public override ActivityResult Start(ActivityContext context)
    {
        if (Activities.Count == 0) return ActivityResult.Done;
        context.Keep(new Progress { Open = Activities.Count });
        foreach (var activity in Activities) context.Schedule(activity);
        return ActivityResult.StillWaiting.Instance;
    }

    protected internal override void ChildCompleted(ActivityContext context, ActivityExecution child, IReadOnlyList<string> outcomes)
    {
        if (--context.Load<Progress>()!.Open == 0) context.Complete(Outcomes.Default);
    }
}

[ActivityType("Elsa.If", "如果", Category = "分支", Icon = "help", Description = "条件成立做一件事，否则做另一件。", Returns = ReturnRule.Free)]
public sealed class If : Container
{
    [InputLabel("条件", Hint = "成立走“是”的一路", Example = "getVariable('Approved') == true")]
    public Input<bool> Condition { get; } = new();
    public Output? Result { get; set; }
    public CompiledActivity? Then { get; set; }
    public CompiledActivity? Else { get; set; }

    public override ActivityResult Start(ActivityContext context)
    {
        var holds = context.Get(Condition);
        context.Set(Result, holds);
        if ((holds ? Then : Else) is not { } next) return ActivityResult.Done;
        context.Schedule(next);
        return ActivityResult.StillWaiting.Instance;
    }

    protected internal override void ChildCompleted(ActivityContext context, ActivityExecution child, IReadOnlyList<string> outcomes) =>
        context.Complete(Outcomes.Default);
}

[ActivityType("Elsa.Switch", "分情况", Category = "分支", Icon = "rule", Description = "按条件执行其中一路。", Returns = ReturnRule.Free)]
public sealed class Switch : Container
{
    private readonly List<(ValueSource Condition, CompiledActivity? Activity)> _cases = [];

    [InputLabel("方式", Hint = "几个条件都成立时，只走第一个还是都走", Example = "MatchFirst")]
    public Input<SwitchMode> Mode { get; } = new();
    public CompiledActivity? Default { get; set; }

    protected internal override void Bind(ActivityBinder binder)
    {
        var list = binder.Json["cases"] as JsonArray ?? [];
        for (var index = 0; index < list.Count; index++)
            if (list[index] is JsonObject json && SwitchCases.Condition(binder, json, $"cases[{index}].condition") is { } condition)
                _cases.Add((condition, binder.Child(json["activity"], $"{Place.Path}.cases[{index}].activity")));
    }

    public override ActivityResult Start(ActivityContext context)
    {
        var matches = SwitchCases.Matching(context, _cases.Select(item => item.Condition), context.Get(Mode)).Select(index => _cases[index].Activity).ToList();
        if (matches.Count == 0) matches.Add(Default);
        var chosen = matches.OfType<CompiledActivity>().ToList();
        if (chosen.Count == 0) return ActivityResult.Done;
        context.Keep(new Progress { Open = chosen.Count });
        foreach (var activity in chosen) context.Schedule(activity);
        return ActivityResult.StillWaiting.Instance;
    }

    protected internal override void ChildCompleted(ActivityContext context, ActivityExecution child, IReadOnlyList<string> outcomes)
    {
        if (--context.Load<Progress>()!.Open == 0) context.Complete(Outcomes.Default);
    }
}

/// <summary>
/// A definition used as a step of another: runs in place, with its own variables and inputs.
/// A Complete step inside names the outcomes it leaves with.
/// </summary>
public sealed class EmbeddedWorkflow : Container
{
    internal static ActivityDescriptor Descriptor { get; } = new(new ActivityTypeAttribute("", "子方案") { Category = "成组", Icon = "schema", Returns = ReturnRule.Free }, typeof(EmbeddedWorkflow));

    private CompiledActivity? _root;
    private readonly List<(string Name, string? Type, ValueSource Value)> _inputs = [];
    private readonly List<Output> _outputs = [];

    internal sealed record Ending(List<string> Outcomes);

    protected internal override void Bind(ActivityBinder binder) => binder.Embed(this);

    internal void Bind(ActivityBinder binder, CompiledActivity root, WorkflowDefinition definition)
    {
        _root = root;
        foreach (var (name, json) in definition.Inputs)
        {
            var member = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name);
            var value = Place.Json[member] is { } given ? binder.ParseInput(given, member) : new ValueSource.Constant(Values.FromJson(json["defaultValue"]));
            if (value is not null) _inputs.Add((name, json["type"]?.ToString(), value));
        }
        foreach (var (name, _) in definition.Outputs)
            _outputs.Add(binder.BindOutput(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name), name));
    }

    public override ActivityResult Start(ActivityContext context)
    {
        if (_root is null) return ActivityResult.Done;
        var scope = context.Execution.Variables ?? new(StringComparer.Ordinal);
        // Inputs are evaluated outside, before they shadow anything.
        var values = _inputs.Select(input => (input.Name, Value: Values.Typed(input.Type, Values.Copy(input.Value.Evaluate(context))))).ToList();
        foreach (var (name, value) in values) scope[name] = value;
        foreach (var output in _outputs) scope.TryAdd(output.Name, null);
        context.Execution.Variables = scope;
        context.Schedule(_root);
        return ActivityResult.StillWaiting.Instance;
    }

    protected internal override void ChildCompleted(ActivityContext context, ActivityExecution child, IReadOnlyList<string> outcomes)
    {
        foreach (var output in _outputs)
        {
            if (output.Variable is null) continue;
            var value = context.Execution.Variables?.GetValueOrDefault(output.Name);
            context.ForParent().Set(output, value);
        }
        context.Complete(context.Load<Ending>()?.Outcomes ?? Outcomes.Default);
    }
}

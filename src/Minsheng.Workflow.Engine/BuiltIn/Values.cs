using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Engine.Scripting;

namespace Minsheng.Workflow.Engine.BuiltIn;

[ActivityType("Elsa.WriteLine", "输出一行", Icon = "notes", Description = "输出一行文字。", Returns = ReturnRule.Free)]
public sealed class WriteLine : Activity
{
    [InputLabel("文字", Hint = "写进运行记录的一行", Example = "征集结束")]
    public Input<string> Text { get; } = new();

    public override ActivityResult Start(ActivityContext context)
    {
        context.Emit(new LineWritten(context.Get(Text) ?? ""));
        return ActivityResult.Done;
    }
}

[ActivityType("Elsa.SetVariable", "设置变量", Icon = "edit", Description = "把一个值存入变量。", Returns = ReturnRule.Free)]
public sealed class SetVariable : Activity
{
    private string? _variable;
    private string? _typeName;

    [InputLabel("值", Hint = "固定值、变量或表达式", Example = "完成")]
    public Input<object> Value { get; } = new();

    protected internal override void Bind(ActivityBinder binder)
    {
        switch (binder.Json["variable"])
        {
            case JsonObject json when (json["id"] ?? json["name"])?.ToString() is { } reference:
                _variable = binder.VariableName(reference, json["name"]?.ToString());
                _typeName = json["typeName"]?.ToString();
                break;
            case JsonValue id:
                _variable = binder.VariableName(id.ToString(), null);
                break;
            default:
                binder.Problem("variable", "missing-variable", "没有写明存入哪个变量，请选择一个变量。");
                break;
        }
    }

    public override ActivityResult Start(ActivityContext context)
    {
        context.SetVariable(_variable!, Engine.Values.Typed(_typeName, context.Get(Value)));
        return ActivityResult.Done;
    }
}

[ActivityType("Elsa.SetOutput", "给出输出", Icon = "output", Description = "设定这个方案的一项输出。", Returns = ReturnRule.Free)]
public sealed class SetOutput : Activity
{
    [InputLabel("输出名", Hint = "方案的哪个输出", Example = "结果")]
    public Input<string> OutputName { get; } = new();
    [InputLabel("输出值", Hint = "交给上级方案的值", Example = "通过")]
    public Input<object> OutputValue { get; } = new();

    public override ActivityResult Start(ActivityContext context)
    {
        var name = context.Get(OutputName) ?? throw new ActivityFaultException($"步骤“{Place.Id}”没有写明输出的名称。");
        var value = Engine.Values.Copy(context.Get(OutputValue));
        for (var scope = context.Execution.Parent; scope is not null; scope = scope.Parent)
        {
            if (scope.Place.Activity is not EmbeddedWorkflow) continue;
            (scope.Variables ??= new(StringComparer.Ordinal))[name] = value;
            return ActivityResult.Done;
        }
        context.Instance.Output[name] = value;
        return ActivityResult.Done;
    }
}

[ActivityType("Elsa.SetName", "命名", Icon = "badge", Description = "给这件事起一个名称。", Returns = ReturnRule.Free)]
public sealed class SetName : Activity
{
    [InputLabel("值", Hint = "固定值、变量或表达式", Example = "完成")]
    public Input<string> Value { get; } = new();

    public override ActivityResult Start(ActivityContext context)
    {
        context.Instance.Name = context.Get(Value);
        return ActivityResult.Done;
    }
}

[ActivityType("Elsa.Correlate", "关联", Icon = "link", Description = "给这件事一个关联编号。", Returns = ReturnRule.Free)]
public sealed class Correlate : Activity
{
    [InputLabel("关联编号", Hint = "以后按它找到这件事", Example = "2026-12")]
    public Input<string> CorrelationId { get; } = new();

    public override ActivityResult Start(ActivityContext context)
    {
        context.Instance.CorrelationId = context.Get(CorrelationId);
        return ActivityResult.Done;
    }
}

[ActivityType("Elsa.RunJavaScript", "自动计算", Icon = "code", Description = "按写好的算式计算，不用人办。", Returns = ReturnRule.Free)]
public sealed class RunJavaScript : Activity
{
    private ValueSource? _constantScript;

    [InputLabel("算式", Hint = "一行或几行表达式，可以用变量和每年另设的值", Example = "return 1 + 1")]
    public Input<string> Script { get; } = new();
    [InputLabel("可能的结果", Hint = "算出来可能是哪几种，每种接不同的下一步", Example = "[\"是\", \"否\"]")]
    public Input<List<string>> PossibleOutcomes { get; } = new([]);
    public Output? Result { get; set; }

    protected internal override void Bind(ActivityBinder binder)
    {
        if (Script.Slot < 0 && Script.ConstantValue is { } source) _constantScript = binder.ParseScript(source, "script");
    }

    public override ActivityResult Start(ActivityContext context)
    {
        var outcomes = new List<string>();
        var script = _constantScript ?? (context.Get(Script) is { } source ? new ValueSource.Computed(Scripting.Script.Parse(source)) : new ValueSource.Constant(null));
        var result = script is ValueSource.Computed computed
            ? computed.Script.Evaluate(new OutcomeScope(new ScriptScope(context), outcomes))
            : script.Evaluate(context);
        context.Set(Result, result);
        return outcomes.Count > 0 ? new ActivityResult.Completed(outcomes) : ActivityResult.Done;
    }

    /// <summary>Adds setOutcome(name) and setOutcomes(names) to what a script sees.</summary>
    private sealed class OutcomeScope(ScriptScope inner, List<string> outcomes) : IScriptScope
    {
        public bool TryGet(string name, out object? value)
        {
            value = name switch
            {
                "setOutcome" => (ScriptFunction)(args => { Choose(args.Take(1)); return null; }),
                "setOutcomes" => (ScriptFunction)(args => { Choose(args is [List<object?> list, ..] ? list : args); return null; }),
                _ => null,
            };
            return value is not null || inner.TryGet(name, out value);
        }

        private void Choose(IEnumerable<object?> names)
        {
            outcomes.Clear();
            outcomes.AddRange(names.Select(Engine.Values.Text));
        }
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Engine.Scripting;

namespace Minsheng.Workflow.Engine.Definitions;

/// <summary>Gives a step its inputs, outputs and child steps from its JSON, and collects what is wrong.</summary>
public sealed class ActivityBinder
{
    private readonly DefinitionCompiler _compiler;

    internal ActivityBinder(DefinitionCompiler compiler, CompiledActivity place, ActivityDescriptor descriptor)
    {
        _compiler = compiler;
        Place = place;
        Descriptor = descriptor;
    }

    public CompiledActivity Place { get; }
    public JsonObject Json => Place.Json;
    internal ActivityDescriptor Descriptor { get; }

    public void Problem(string member, string code, string message) => _compiler.Report(Place, $"{Place.Path}.{member}", code, message);

    public void Warning(string member, string code, string message) => _compiler.Report(Place, $"{Place.Path}.{member}", code, message, ProblemSeverity.Warning);

    /// <summary>The step may start a run by itself, as Elsa marks it.</summary>
    internal bool IsStart => Place.CanStart;

    /// <summary>What an input always is; false when it is worked out while the step runs.</summary>
    public bool TryConstant<T>(Input<T> input, out T? value)
    {
        value = input.ConstantValue;
        return input.Slot < 0;
    }

    /// <summary>What an input will be unless a run is told otherwise; false when only the run can tell.</summary>
    public bool TryForesee<T>(Input<T> input, out T? value)
    {
        value = input.Foreseen;
        return input.Slot < 0 || input.IsForeseen;
    }

    /// <summary>Compiles the steps of a list member, e.g. a sequence's <c>activities</c>.</summary>
    internal List<CompiledActivity> Children(string member, bool idsRequired)
    {
        var children = new List<CompiledActivity>();
        if (Json[member] is not JsonArray list)
        {
            if (Json[member] is not null) Problem(member, "not-a-list", $"“{member}”应是一个列表。");
            return children;
        }
        for (var index = 0; index < list.Count; index++)
            if (_compiler.CompileActivity(list[index], $"{Place.Path}.{member}[{index}]", Place, idsRequired) is { } child) children.Add(child);
        return children;
    }

    internal CompiledActivity? Child(JsonNode? node, string path) => node is null ? null : _compiler.CompileActivity(node, path, Place, idsRequired: false);

    internal string VariableName(string idOrName, string? name) => _compiler.VariableName(Place, idOrName, name);

    internal void Embed(BuiltIn.EmbeddedWorkflow step)
    {
        if (_compiler.Embed(Place) is { } embedded) step.Bind(this, embedded.Root, embedded.Definition);
    }

    internal void BindMembers()
    {
        var dynamicInputs = new List<Input>();
        foreach (var input in Descriptor.Inputs)
        {
            var target = (Input)input.Property.GetValue(Place.Activity)!;
            target.Name = input.Name;
            BindInput(target, input);
            if (target.Source is null or ValueSource.Constant) continue;
            target.Slot = dynamicInputs.Count;
            dynamicInputs.Add(target);
        }
        Place.DynamicInputs = [.. dynamicInputs];

        foreach (var property in Descriptor.OutputProperties)
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            property.SetValue(Place.Activity, BindOutput(name, property.Name));
        }
        foreach (var property in Descriptor.PortProperties)
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            property.SetValue(Place.Activity, Child(Json[name], $"{Place.Path}.{name}"));
        }
    }

    internal Output BindOutput(string member, string name)
    {
        var output = new Output { Name = name };
        if (Json[member] is JsonObject json && json["memoryReference"]?["id"] is JsonValue id && id.TryGetValue<string>(out var reference))
            output.Variable = _compiler.VariableName(Place, reference);
        return output;
    }

    private void BindInput(Input target, InputDescriptor descriptor)
    {
        if (!Json.TryGetPropertyValue(descriptor.Name, out var node) || node is null)
        {
            if (descriptor.Label is { Required: true } label) Problem(descriptor.Name, "missing-input", $"没有填写“{label.Label}”，请补上。");
            return;
        }
        if (ParseInput(node, descriptor.Name) is not { } expression) return;
        try
        {
            target.Bind(expression);
            if (expression is ValueSource.WorkflowInput reference && _compiler.TryDefault(reference.Name, out var inputDefault)) target.Foresee(inputDefault);
        }
        catch (FormatException problem)
        {
            Problem(descriptor.Name, "wrong-value", $"“{descriptor.Label?.Label ?? descriptor.Name}”填写有误：{problem.Message}");
        }
    }

    /// <summary>Reads Elsa's wrapped input, or a bare scalar, which Elsa takes as a literal.</summary>
    internal ValueSource? ParseInput(JsonNode node, string member)
    {
        if (node is not JsonObject wrapped) return new ValueSource.Constant(Values.FromJson(node));
        if (!wrapped.ContainsKey("typeName"))
        {
            Warning(member, "no-type-name", $"“{member}”缺少 typeName，按 Elsa 的规定视为没有填写；请补上 typeName。");
            return new ValueSource.Constant(null);
        }
        return wrapped["expression"] is JsonObject expression ? ParseExpression(expression, $"{member}.expression") : new ValueSource.Constant(null);
    }

    /// <summary>Reads <c>{type, value}</c>.</summary>
    internal ValueSource? ParseExpression(JsonObject json, string member)
    {
        var type = json["type"]?.ToString() ?? "Literal";
        var value = json["value"];
        switch (type)
        {
            case "Literal":
                return new ValueSource.Constant(Values.FromJson(value));
            case "Object" or "Json":
                return ParseObject(value, member);
            case "Variable":
                if (Reference(value) is { } variable) return new ValueSource.Variable(_compiler.VariableName(Place, variable.Id ?? variable.Name!, variable.Name));
                Problem(member, "bad-variable", "没有写明是哪个变量，请选择一个变量。");
                return null;
            case "Input":
                if (Reference(value) is { } input) return new ValueSource.WorkflowInput(input.Name ?? input.Id!);
                Problem(member, "bad-input-reference", "没有写明是哪个输入，请选择一个输入。");
                return null;
            case "JavaScript":
                return ParseScript(Values.Text(Values.FromJson(value)), member);
            default:
                Problem(member, "unsupported-expression", $"本平台不支持“{type}”表达式，请改用固定值、变量或表达式。");
                return null;
        }
    }

    internal ValueSource? ParseScript(string source, string member)
    {
        if (string.IsNullOrWhiteSpace(source)) return new ValueSource.Constant(null);
        try
        {
            var script = Script.Parse(source);
            if (source.Contains("getOutputFrom", StringComparison.Ordinal) || source.Contains("getLastResult", StringComparison.Ordinal)) _compiler.KeepsResults = true;
            return new ValueSource.Computed(script);
        }
        catch (ScriptException problem)
        {
            Problem(member, "bad-script", $"表达式第 {problem.Line} 行第 {problem.Column} 列：{problem.Message}");
            return null;
        }
    }

    private ValueSource.Constant? ParseObject(JsonNode? value, string member)
    {
        if (value is not JsonValue scalar || !scalar.TryGetValue<string>(out var text)) return new ValueSource.Constant(Values.FromJson(value));
        if (string.IsNullOrWhiteSpace(text)) return new ValueSource.Constant(null);
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = ElsaJson.MaxDepth });
            return new ValueSource.Constant(Values.FromJson(document.RootElement.Clone()));
        }
        catch (JsonException)
        {
            Problem(member, "bad-object", "这里的内容写得不完整，请检查括号和引号。");
            return null;
        }
    }

    private static (string? Id, string? Name)? Reference(JsonNode? value)
    {
        if (value is JsonValue scalar && scalar.TryGetValue<string>(out var text))
        {
            if (!Values.LooksLikeJson(text)) return text.Length > 0 ? (null, text) : null;
            try { value = JsonNode.Parse(text); }
            catch (JsonException) { return null; }
        }
        if (value is not JsonObject json) return null;
        var (id, name) = (json["id"]?.ToString(), json["name"]?.ToString());
        return id is null && name is null ? null : (id, name);
    }
}

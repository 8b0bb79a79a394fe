using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine.BuiltIn;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Engine.Definitions;

/// <summary>Finds other definitions a definition may embed or start.</summary>
public interface IDefinitionSource
{
    /// <summary>The published definition with this logical id.</summary>
    WorkflowDefinition? FindById(string definitionId);

    /// <summary>The definition that is usable as a step of this type.</summary>
    WorkflowDefinition? FindByActivityType(string type);
}

/// <summary>Turns a definition into one that can run, or into the list of everything that is wrong with it.</summary>
public sealed class DefinitionCompiler
{
    /// <summary>Most steps one definition may hold, embedded ones included.</summary>
    public const int MaxActivities = 5_000;

    private readonly ActivityCatalog _catalog;
    private readonly IDefinitionSource? _others;
    private readonly List<DefinitionProblem> _problems = [];
    private readonly List<CompiledActivity> _activities = [];
    private readonly HashSet<string> _nodeIds = new(StringComparer.Ordinal);
    private readonly List<string> _embedding = [];
    private readonly Dictionary<string, string> _workflowVariables = new(StringComparer.Ordinal);
    private IReadOnlyList<KeyValuePair<string, object?>> _inputDefaults = [];

    private DefinitionCompiler(ActivityCatalog catalog, IDefinitionSource? others)
    {
        _catalog = catalog;
        _others = others;
    }

    internal bool KeepsResults { get; set; }

    /// <exception cref="InvalidDefinitionException">It cannot run; all problems are listed.</exception>
    public static CompiledDefinition Compile(WorkflowDefinition definition, ActivityCatalog catalog, IDefinitionSource? others = null) =>
        TryCompile(definition, catalog, others, out var problems) ?? throw new InvalidDefinitionException(definition.Name, problems);

    /// <summary>Null when there are errors; <paramref name="problems"/> holds errors and warnings either way.</summary>
    public static CompiledDefinition? TryCompile(
        WorkflowDefinition definition, ActivityCatalog catalog, IDefinitionSource? others, out IReadOnlyList<DefinitionProblem> problems)
    {
        var compiler = new DefinitionCompiler(catalog, others);
        var compiled = compiler.Run(definition);
        problems = compiler._problems;
        return compiler._problems.Exists(problem => problem.IsError) ? null : compiled;
    }

    private CompiledDefinition? Run(WorkflowDefinition definition)
    {
        _embedding.Add(definition.DefinitionId);
        CheckNames(definition);
        var variables = ReadVariables(definition.Json, "$", _workflowVariables);
        _inputDefaults = DefaultsOf(definition);

        if (definition.Json.TryGetPropertyValue("root", out var rootNode) && rootNode is not (null or JsonObject))
            Report(null, "$.root", "bad-root", "方案的 root 应是一个步骤。");
        var root = CompileActivity(definition.Root ?? new JsonObject { ["type"] = "Elsa.Sequence" }, "$.root", null, idsRequired: false);
        return root is null ? null : new CompiledDefinition(definition, root, _activities)
        {
            Variables = variables,
            InputDefaults = _inputDefaults,
            Outputs = definition.Outputs.Select(output => output.Name).ToFrozenSet(StringComparer.Ordinal),
            KeepsResults = KeepsResults,
            Warnings = [.. _problems.Where(problem => !problem.IsError)],
        };
    }

    internal bool TryDefault(string input, out object? value)
    {
        foreach (var (name, given) in _inputDefaults)
            if (name == input)
            {
                value = given;
                return true;
            }
        value = null;
        return false;
    }

    private static List<KeyValuePair<string, object?>> DefaultsOf(WorkflowDefinition definition) =>
        [.. definition.Inputs.Where(input => input.Json["defaultValue"] is not null).Select(input => KeyValuePair.Create(input.Name, Values.FromJson(input.Json["defaultValue"])))];

    internal void Report(CompiledActivity? place, string path, string code, string message, ProblemSeverity severity = ProblemSeverity.Error) =>
        _problems.Add(new DefinitionProblem(place?.Id, path, code, message, severity));

    internal CompiledActivity? CompileActivity(JsonNode? node, string path, CompiledActivity? parent, bool idsRequired)
    {
        if (node is not JsonObject json)
        {
            Report(parent, path, "not-an-activity", "这里应是一个步骤（JSON 对象）。");
            return null;
        }
        var type = json["type"]?.ToString();
        var givenId = json["id"]?.ToString();
        if (string.IsNullOrWhiteSpace(type))
        {
            Report(givenId, path, "missing-type", "步骤没有写明类型（type），请补上，例如 Elsa.WriteLine。");
            return null;
        }
        if (_activities.Count >= MaxActivities)
        {
            if (!_problems.Exists(problem => problem.Code == "too-many")) Report(givenId, path, "too-many", $"步骤超过 {MaxActivities} 个，请拆成几个方案。");
            return null;
        }
        if (string.IsNullOrWhiteSpace(givenId))
        {
            if (idsRequired) Report(null, $"{path}.id", "missing-id", "步骤没有编号（id），连线和记录都无法指到它，请给它一个不重复的编号。");
            givenId = GenerateId(type, parent);
        }

        var nodeId = parent is null ? givenId : $"{parent.NodeId}:{givenId}";
        if (!_nodeIds.Add(nodeId))
        {
            Report(givenId, $"{path}.id", "duplicate-id", $"编号“{givenId}”与另一个步骤重复，请改成不同的编号。");
            nodeId = $"{nodeId}#{_nodeIds.Count}";
        }
        var place = new CompiledActivity { Id = givenId, NodeId = nodeId, Type = type, Path = path, Parent = parent, Json = json, Title = TitleOf(json, givenId) };
        _activities.Add(place);

        if (Describe(place, json) is not { } descriptor) return null;
        place.Activity = descriptor.Create();
        place.Activity.Place = place;
        place.Returns = descriptor.Label.Returns;
        place.Variables = place.Activity is Container ? ReadVariables(json, path, place.VariableNames) : [];
        var binder = new ActivityBinder(this, place, descriptor);
        binder.BindMembers();
        place.Activity.Bind(binder);
        // What stands inside has been compiled by now.
        if (place is { Returns: ReturnRule.Barrier, Parent: { Activity: Container } around }) around.Returns = ReturnRule.Barrier;
        return place;
    }

    private ActivityDescriptor? Describe(CompiledActivity place, JsonObject json)
    {
        if (_catalog.Find(place.Type) is { } known) return known;
        var definitionId = json["workflowDefinitionId"]?.ToString();
        var embedded = definitionId is not null ? _others?.FindById(definitionId) : null;
        embedded ??= _others?.FindByActivityType(place.Type);
        if (embedded is not null) return EmbeddedWorkflow.Descriptor;
        Report(place, $"{place.Path}.type", "unknown-activity",
            definitionId is null
                ? $"没有“{place.Type}”这种步骤，请换成平台支持的步骤，或先导入定义它的方案。"
                : $"它引用的方案“{definitionId}”不在平台里，请先导入那个方案。");
        return null;
    }

    /// <summary>Compiles the definition a step embeds, in place. Refuses a chain that comes back to itself.</summary>
    internal (CompiledActivity Root, WorkflowDefinition Definition)? Embed(CompiledActivity place)
    {
        var definitionId = place.Json["workflowDefinitionId"]?.ToString();
        var embedded = (definitionId is not null ? _others?.FindById(definitionId) : null) ?? _others!.FindByActivityType(place.Type)!;
        if (_embedding.Contains(embedded.DefinitionId, StringComparer.Ordinal))
        {
            Report(place, place.Path, "cyclic-embedding",
                $"方案“{embedded.Name}”绕了一圈又包含它自己（{string.Join(" → ", _embedding.Append(embedded.DefinitionId))}），请断开其中一处。");
            return null;
        }
        _embedding.Add(embedded.DefinitionId);
        place.Variables = ReadVariables(embedded.Json, place.Path, place.VariableNames);
        var outer = _inputDefaults;
        // What is embedded is given its inputs by the step; its own defaults say nothing yet.
        _inputDefaults = [];
        var root = CompileActivity(embedded.Root ?? new JsonObject { ["type"] = "Elsa.Sequence" }, $"{place.Path}«{embedded.DefinitionId}»", place, idsRequired: false);
        _inputDefaults = outer;
        _embedding.RemoveAt(_embedding.Count - 1);
        return root is null ? null : (root, embedded);
    }

    /// <summary>Resolves a variable's id to its name, looking outwards; what is not declared is taken as a name.</summary>
    internal string VariableName(CompiledActivity place, string idOrName, string? name = null)
    {
        for (var scope = place; scope is not null; scope = scope.Parent)
            if (scope.VariableNames.TryGetValue(idOrName, out var declared)) return declared;
        return _workflowVariables.TryGetValue(idOrName, out var global) ? global : name ?? idOrName;
    }

    internal List<KeyValuePair<string, object?>> ReadVariables(JsonObject owner, string path, Dictionary<string, string> names)
    {
        var variables = new List<KeyValuePair<string, object?>>();
        if (owner["variables"] is not JsonArray list) return variables;
        for (var index = 0; index < list.Count; index++)
        {
            if (list[index] is not JsonObject json || json["name"]?.ToString() is not { Length: > 0 } name)
            {
                Report(null, $"{path}.variables[{index}]", "bad-variable", "变量没有名称，请补上或删去。");
                continue;
            }
            if (json["id"]?.ToString() is { Length: > 0 } id) names[id] = name;
            variables.Add(KeyValuePair.Create(name, VariableValue(json)));
        }
        return variables;
    }

    /// <summary>Elsa writes a variable's default as text; its type says what the text means.</summary>
    private static object? VariableValue(JsonObject json)
    {
        var value = Values.FromJson(json["value"]);
        if (value is not string text) return value;
        var type = json["typeName"]?.ToString() ?? "String";
        try
        {
            return type != "String" && Values.LooksLikeJson(text) ? Values.FromJson(JsonNode.Parse(text)) : Values.Typed(type, text);
        }
        catch (Exception problem) when (problem is FormatException or System.Text.Json.JsonException)
        {
            return text;
        }
    }

    private void CheckNames(WorkflowDefinition definition)
    {
        foreach (var twice in definition.Inputs.GroupBy(input => input.Name).Where(group => group.Count() > 1))
            Report(null, "$.inputs", "duplicate-input", $"输入“{twice.Key}”写了 {twice.Count()} 次，请只留一个。");
        foreach (var twice in definition.Outputs.GroupBy(output => output.Name).Where(group => group.Count() > 1))
            Report(null, "$.outputs", "duplicate-output", $"输出“{twice.Key}”写了 {twice.Count()} 次，请只留一个。");
    }

    private void Report(string? activityId, string path, string code, string message) => _problems.Add(new DefinitionProblem(activityId, path, code, message));

    private string GenerateId(string type, CompiledActivity? parent)
    {
        var stem = type[(type.LastIndexOf('.') + 1)..];
        for (var number = 1; ; number++)
            if (!_nodeIds.Contains(parent is null ? $"{stem}{number}" : $"{parent.NodeId}:{stem}{number}")) return $"{stem}{number}";
    }

    private static string TitleOf(JsonObject json, string id) =>
        (json["metadata"] as JsonObject)?["displayText"]?.ToString() is { Length: > 0 } text ? text
        : json["name"]?.ToString() is { Length: > 0 } name ? name : id;
}

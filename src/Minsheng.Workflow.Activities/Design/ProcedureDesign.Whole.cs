using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>What a setting of a year, or a piece of data, holds.</summary>
public enum SettingKind { Number, Text, Flag }

/// <summary>The procedure as a whole: its name, what is set anew each year, what it keeps while running.</summary>
public sealed partial class ProcedureDesign
{
    private const int LongestName = 60, LongestDescription = 2_000;

    /// <summary>Data that every step sees, then that of the containers around one.</summary>
    public IEnumerable<JsonObject> Variables(StepAddress at) => (Definition.Json["variables"] as JsonArray ?? []).OfType<JsonObject>().Concat(InnerVariables(at));

    /// <summary>Data of the containers around a step, outermost first.</summary>
    public IEnumerable<JsonObject> InnerVariables(StepAddress at) =>
        StepAddress.Trail(at.Scope).Prepend("").SelectMany(scope => (StepTree.Find(Root, scope)?["variables"] as JsonArray ?? []).OfType<JsonObject>());

    public void RenameWhole(string name)
    {
        name = name.Trim();
        if (name.Length == 0) throw new DesignRefusedException("no-title", "方案要有名称，没有改动；请写上是哪里的什么办法，如“柞水三审票决”。");
        if (name.Length > LongestName) throw new DesignRefusedException("long-title", $"名称有 {name.Length} 个字，最长 {LongestName} 个字，没有改动；细节请写到“说明”里。");
        if (name != Definition.Name) Do("改方案名称", () => Journal.Set(Definition.Json, "name", name));
    }

    public void Describe(string? text)
    {
        text = text?.Trim() ?? "";
        if (text.Length > LongestDescription) throw new DesignRefusedException("long-text", $"说明有 {text.Length} 个字，最长 {LongestDescription} 个字，没有改动。");
        if (text != (Definition.Description ?? "")) Do("改方案说明", () => Journal.Set(Definition.Json, "description", text));
    }

    /// <summary>Source, legal basis and the like; empty takes it out.</summary>
    public void SetWhole(string name, string? text)
    {
        var value = string.IsNullOrWhiteSpace(text) ? null : text.Trim();
        if (StepTree.Text(Definition.CustomProperties?[name]) == value) return;
        Do("修改方案", () =>
        {
            if (value is not null) Journal.Set(Member(Definition.Json, "customProperties"), name, value);
            else if (Definition.CustomProperties is { } properties) Journal.Remove(properties, name);
        });
    }

    /// <returns>The code name that expressions and steps know it by; it never changes.</returns>
    public string AddSetting(string title, SettingKind kind)
    {
        title = RequireTitle(title, "设置", List(Definition.Json["inputs"]));
        var name = FreeName("setting", [.. Definition.Inputs.Select(input => input.Name)]);
        Do($"添加设置“{Short(title)}”", () => Journal.Add(List(Definition.Json, "inputs"), new JsonObject
        {
            ["type"] = kind switch { SettingKind.Number => "Int32", SettingKind.Flag => "Boolean", _ => "String" },
            ["name"] = name,
            ["displayName"] = title,
            ["description"] = "",
            ["category"] = "设置",
            ["uiHint"] = "single-line",
            ["defaultValue"] = kind switch { SettingKind.Number => 0, SettingKind.Flag => false, _ => "" },
        }));
        return name;
    }

    public void RenameSetting(string name, string title) => Retitle("设置", RequireItem("inputs", name, "设置"), title, List(Definition.Json["inputs"]));

    /// <param name="member">description or defaultValue.</param>
    public void SetSetting(string name, string member, JsonNode? value)
    {
        var setting = RequireItem("inputs", name, "设置");
        if (JsonNode.DeepEquals(setting[member], value)) return;
        Do($"修改设置“{Short(TitleOf(setting))}”", () =>
        {
            if (value is null) Journal.Remove(setting, member);
            else Journal.Set(setting, member, value.DeepClone());
        });
    }

    public void RemoveSetting(string name) => RemoveItem("inputs", "设置", name, SettingUsers(name));

    public string AddVariable(string title, SettingKind kind)
    {
        title = RequireTitle(title, "数据", List(Definition.Json["variables"]));
        var taken = List(Definition.Json["variables"]);
        var name = FreeName("Data", [.. taken.Select(one => StepTree.Text(one["name"]) ?? ""), .. Definition.Inputs.Select(input => input.Name)]);
        Do($"添加数据“{Short(title)}”", () => Journal.Add(List(Definition.Json, "variables"), new JsonObject
        {
            ["id"] = name,
            ["name"] = name,
            ["displayName"] = title,
            ["typeName"] = kind switch { SettingKind.Number => "Int32", SettingKind.Flag => "Boolean", _ => "String" },
            ["isArray"] = false,
            ["value"] = kind switch { SettingKind.Number => "0", SettingKind.Flag => "false", _ => "" },
            ["storageDriverTypeName"] = "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core",
        }));
        return name;
    }

    public void RenameVariable(string name, string title) => Retitle("数据", RequireItem("variables", name, "数据"), title, List(Definition.Json["variables"]));

    public void SetVariable(string name, string? start)
    {
        var variable = RequireItem("variables", name, "数据");
        if (StepTree.Text(variable["value"]) == start) return;
        Do($"修改数据“{Short(TitleOf(variable))}”", () => Journal.Set(variable, "value", start));
    }

    public void RemoveVariable(string name) => RemoveItem("variables", "数据", name, VariableUsers(name));

    /// <summary>Titles of the steps that take a setting, by reference or in an expression.</summary>
    public IReadOnlyList<string> SettingUsers(string name) => Users("Input", name);

    public IReadOnlyList<string> VariableUsers(string name) => Users("Variable", name);

    private List<string> Users(string kind, string name)
    {
        var word = new Regex($@"\b(?:get|set)?{Regex.Escape(name)}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        return [.. StepTree.All(Root).Where(step => step.Step.Any(member => member.Key is not ("id" or "name" or "type" or "variables" or "connections" or "metadata" or "customProperties") && Mentions(member.Value, kind, name, word))).Select(step => step.Step == Root ? "整个方案" : StepTree.Title(step.Step)).Distinct()];
    }

    private static bool Mentions(JsonNode? node, string kind, string name, Regex word) => node switch
    {
        JsonArray list => list.Any(one => Mentions(one, kind, name, word)),
        JsonObject step when StepTree.LooksLikeStep(step) => false,
        JsonObject json when json["expression"] is JsonObject expression => StepTree.Text(expression["type"]) switch
        {
            "JavaScript" => word.IsMatch(StepTree.Text(expression["value"]) ?? ""),
            var type when type == kind => InputValue.Read(json).Text == name || kind == "Variable" && expression["value"] is JsonObject reference && StepTree.Text(reference["id"]) == name,
            "Input" or "Variable" => false,
            _ => Mentions(expression["value"], kind, name, word),
        },
        JsonObject json => json.Any(member => Mentions(member.Value, kind, name, word)),
        // Defaults of forms and texts take data by {{name}}; a step may store into it by its bare name.
        JsonValue => StepTree.Text(node) is { } text && (text == name && kind == "Variable" || text.Contains("{{", StringComparison.Ordinal) && word.IsMatch(text)),
        _ => false,
    };

    private void RemoveItem(string member, string kind, string name, IReadOnlyList<string> users)
    {
        var item = RequireItem(member, name, kind);
        if (users.Count > 0)
            throw new DesignRefusedException("in-use", $"{kind}“{TitleOf(item)}”正用在{string.Concat(users.Take(4).Select(user => $"“{user}”"))}{(users.Count > 4 ? $"等 {users.Count} 处" : "")}，没有删去；请先在这些步骤里改用固定值。");
        var list = List(Definition.Json, member);
        Do($"删去{kind}“{Short(TitleOf(item))}”", () => Journal.RemoveAt(list, list.IndexOf(item)));
    }

    private void Retitle(string kind, JsonObject item, string title, List<JsonObject> all)
    {
        if (TitleOf(item) == title.Trim()) return;
        title = RequireTitle(title, kind, [.. all.Where(other => other != item)]);
        Do($"{kind}改名为“{Short(title)}”", () => Journal.Set(item, "displayName", title));
    }

    private static string RequireTitle(string title, string kind, List<JsonObject> others)
    {
        title = title.Trim();
        if (title.Length == 0) throw new DesignRefusedException("no-title", $"{kind}要有名称，没有改动；请写上它是什么，如“应选项目数”。");
        if (title.Length > LongestName) throw new DesignRefusedException("long-title", $"名称有 {title.Length} 个字，最长 {LongestName} 个字，没有改动。");
        return others.Exists(other => TitleOf(other) == title) ? throw new DesignRefusedException("same-title", $"已经有叫“{title}”的{kind}，没有改动；请换一个名称。") : title;
    }

    private JsonObject RequireItem(string member, string name, string kind) =>
        List(Definition.Json[member]).Find(item => StepTree.Text(item["name"]) == name) ?? throw new DesignRefusedException("no-item", $"这项{kind}已经不在方案里了（可能刚被删去或撤销），没有改动。");

    private static List<JsonObject> List(JsonNode? node) => [.. (node as JsonArray ?? []).OfType<JsonObject>()];

    private static string TitleOf(JsonObject item) => StepTree.Text(item["displayName"]) is { Length: > 0 } title ? title : StepTree.Text(item["name"]) ?? "";

    private static string FreeName(string stem, HashSet<string> taken)
    {
        for (var number = 1; ; number++)
            if (!taken.Contains($"{stem}{number}")) return $"{stem}{number}";
    }
}

using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;

namespace Minsheng.Workflow.Activities.Versions;

/// <summary>Lists, forms and rules inside an input, compared part by part.</summary>
internal static class StructureChanges
{
    private static readonly string[] Keys = ["outcome", "name", "key", "id", "value", "label", "title"];

    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["label"] = "名称", ["name"] = "名称", ["title"] = "名称", ["required"] = "必填", ["type"] = "种类", ["options"] = "选项", ["hint"] = "提示", ["assignees"] = "办理人",
        ["criteria"] = "标准", ["max"] = "最多", ["min"] = "最少", ["weight"] = "权重", ["defaultValue"] = "默认值", ["columns"] = "列", ["fields"] = "各栏", ["raters"] = "评价人",
        ["unit"] = "单位", ["default"] = "默认值", ["maxLength"] = "字数上限", ["hidden"] = "隐藏", ["readOnly"] = "只读", ["visibleWhen"] = "显示条件", ["days"] = "天数",
    };

    public static IEnumerable<string> Of(string label, JsonNode? before, JsonNode? after, DesignNames names)
    {
        if (JsonNode.DeepEquals(before, after)) return [];
        if (before is JsonObject was && after is JsonObject now) return Members(label, was, now, names);
        if (before is JsonArray old && after is JsonArray @new && Keyed(old) is { } from && Keyed(@new) is { } to) return Items(label, from, to, names);
        if (Plain(before, names) is { } a && Plain(after, names) is { } b && a != b) return [$"{label}{Quote.Change(a, b)}。"];
        return [$"{label}的其他内容有改动。"];
    }

    public static string Summary(JsonNode? node) => node switch
    {
        JsonObject form when form["fields"] is JsonArray fields => $"{fields.Count} 栏",
        JsonArray list => $"{list.Count} 项",
        _ => "另行规定",
    };

    private static IEnumerable<string> Members(string label, JsonObject before, JsonObject after, DesignNames names)
    {
        foreach (var member in JsonMembers.Union(after, before))
        {
            var (was, now) = (before[member], after[member]);
            if (JsonNode.DeepEquals(was, now)) continue;
            if (member == "required") yield return $"{label}改为{(now?.ToString() is "true" ? "必填" : "选填")}。";
            else if (member == "type" && was?.ToString() is { } from && now?.ToString() is { } to) yield return $"{label}的种类{Quote.Change(FormKinds.Of(from)?.Word ?? from, FormKinds.Of(to)?.Word ?? to)}。";
            else if (member == "fields") foreach (var sentence in Of(label, was ?? new JsonArray(), now ?? new JsonArray(), names)) yield return sentence;
            else if (!Words.TryGetValue(member, out var word)) yield return $"{label}的其他内容（{member}）有改动。";
            else if (was is JsonValue or null && now is JsonValue or null) yield return $"{label}的{word}{Quote.Change(Plain(was, names), Plain(now, names))}。";
            else foreach (var sentence in Of($"{label}的{word}", was ?? new JsonArray(), now ?? new JsonArray(), names)) yield return sentence;
        }
    }

    private static IEnumerable<string> Items(string label, List<(string Key, JsonObject Json)> before, List<(string Key, JsonObject Json)> after, DesignNames names)
    {
        var (was, now) = (before.ToDictionary(item => item.Key, item => item.Json), after.ToDictionary(item => item.Key, item => item.Json));
        foreach (var (key, item) in before.Where(item => !now.ContainsKey(item.Key))) yield return $"{label}删去{Name(item, key)}。";
        foreach (var (key, item) in after)
            if (!was.TryGetValue(key, out var old)) yield return $"{label}新增{Name(item, key)}{Kind(item)}。";
            else foreach (var sentence in Members($"{label}{Name(old, key)}", old, item, names)) yield return sentence;
        var moved = OrderChanges.Moved([.. before.Select(item => item.Key)], [.. after.Select(item => item.Key)]);
        if (moved.Count > 0) yield return $"{label}里{string.Concat(moved.Take(4).Select(key => Name(now[key], key)))}的次序有调整。";
    }

    private static string Kind(JsonObject item)
    {
        var parts = new List<string>();
        if (FormKinds.Of(StepTree.Text(item["type"])) is { } kind) parts.Add(kind.Word);
        if (item["required"]?.ToString() is "true") parts.Add("必填");
        return parts.Count == 0 ? "" : $"（{string.Join("，", parts)}）";
    }

    /// <summary>Items by what tells them apart; null where nothing does.</summary>
    private static List<(string, JsonObject)>? Keyed(JsonArray list)
    {
        var items = list.OfType<JsonObject>().ToList();
        if (items.Count != list.Count) return null;
        foreach (var key in Keys)
        {
            var keyed = items.ConvertAll(item => (Key: item[key] is JsonValue value ? value.ToString() : "", Json: item));
            if (keyed.TrueForAll(item => item.Key.Length > 0) && keyed.DistinctBy(item => item.Key).Count() == keyed.Count && (keyed.Count > 0 || list.Count == 0)) return keyed;
        }
        return null;
    }

    private static string Name(JsonObject item, string key) => Quote.Name(StepTree.Text(item["label"]) ?? StepTree.Text(item["title"]) ?? StepTree.Text(item["name"]) ?? key);

    private static string? Plain(JsonNode? node, DesignNames names) => node switch
    {
        null => "不填",
        JsonArray people when people.Count > 0 && people.All(one => one is JsonObject) => names.Of(people),
        _ => ValueWords.Of(node, []) switch { "" => "空", { Length: > 20 } text when node is JsonValue => Quote.Text(text), var words => words },
    };
}

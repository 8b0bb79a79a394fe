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

    private static readonly Dictionary<string, string> FieldTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["text"] = "单行文字", ["paragraph"] = "多行文字", ["number"] = "数字", ["money"] = "金额", ["date"] = "日期", ["choice"] = "单选", ["multiChoice"] = "多选", ["person"] = "人员", ["unit"] = "单位",
        ["attachment"] = "附件", ["photo"] = "照片", ["table"] = "表格", ["rating"] = "评价", ["items"] = "逐项意见", ["region"] = "地点", ["signature"] = "手写签名", ["richText"] = "带格式的文字",
    };

    public static IEnumerable<string> Of(string label, JsonNode? before, JsonNode? after, ValueWords words)
    {
        if (JsonNode.DeepEquals(before, after)) return [];
        if (before is JsonObject was && after is JsonObject now) return Members(label, was, now, words);
        if (before is JsonArray old && after is JsonArray @new && Keyed(old) is { } from && Keyed(@new) is { } to) return Items(label, from, to, words);
        if (Plain(before, words) is { } a && Plain(after, words) is { } b && a != b) return [$"{label}{Quote.Change(a, b)}。"];
        return [$"{label}的其他内容有改动。"];
    }

    public static string Summary(JsonNode? node) => node switch
    {
        JsonObject form when form["fields"] is JsonArray fields => $"{fields.Count} 栏",
        JsonArray list => $"{list.Count} 项",
        _ => "另行规定",
    };

    private static IEnumerable<string> Members(string label, JsonObject before, JsonObject after, ValueWords words)
    {
        foreach (var member in after.Select(member => member.Key).Union(before.Select(member => member.Key)))
        {
            var (was, now) = (before[member], after[member]);
            if (JsonNode.DeepEquals(was, now)) continue;
            if (member == "required") yield return $"{label}改为{(now?.ToString() is "true" ? "必填" : "选填")}。";
            else if (member == "type" && was?.ToString() is { } from && now?.ToString() is { } to) yield return $"{label}的种类{Quote.Change(FieldTypes.GetValueOrDefault(from, from), FieldTypes.GetValueOrDefault(to, to))}。";
            else if (member == "fields") foreach (var sentence in Of(label, was ?? new JsonArray(), now ?? new JsonArray(), words)) yield return sentence;
            else if (!Words.TryGetValue(member, out var word)) yield return $"{label}的其他内容（{member}）有改动。";
            else if (was is JsonValue or null && now is JsonValue or null) yield return $"{label}的{word}{Quote.Change(Plain(was, words), Plain(now, words))}。";
            else foreach (var sentence in Of($"{label}的{word}", was ?? new JsonArray(), now ?? new JsonArray(), words)) yield return sentence;
        }
    }

    private static IEnumerable<string> Items(string label, List<(string Key, JsonObject Json)> before, List<(string Key, JsonObject Json)> after, ValueWords words)
    {
        var (was, now) = (before.ToDictionary(item => item.Key, item => item.Json), after.ToDictionary(item => item.Key, item => item.Json));
        foreach (var (key, item) in before.Where(item => !now.ContainsKey(item.Key))) yield return $"{label}删去{Name(item, key)}。";
        foreach (var (key, item) in after)
            if (!was.TryGetValue(key, out var old)) yield return $"{label}新增{Name(item, key)}{Kind(item)}。";
            else foreach (var sentence in Members($"{label}{Name(old, key)}", old, item, words)) yield return sentence;
        var moved = OrderChanges.Moved([.. before.Select(item => item.Key)], [.. after.Select(item => item.Key)]);
        if (moved.Count > 0) yield return $"{label}里{string.Concat(moved.Take(4).Select(key => Name(now[key], key)))}的次序有调整。";
    }

    private static string Kind(JsonObject item)
    {
        var parts = new List<string>();
        if (StepTree.Text(item["type"]) is { } type && FieldTypes.TryGetValue(type, out var word)) parts.Add(word);
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

    private static string? Plain(JsonNode? node, ValueWords words) => node switch
    {
        null => "不填",
        JsonValue value => value.ToString() switch { "true" => "是", "false" => "否", "" => "空", var text => text.Length > 20 ? Quote.Text(text) : text },
        JsonArray list when list.All(one => one is JsonValue) => list.Count == 0 ? "空" : string.Join("、", list.Select(one => one!.ToString())),
        JsonArray people when people.All(one => one is JsonObject) => words.People(people),
        _ => null,
    };
}

using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Versions;

/// <summary>What differs outside the chart: names, settings of a year, data, notes of the file.</summary>
internal static class WholeChanges
{
    /// <summary>The file's own numbers, which change nothing for anybody.</summary>
    internal static readonly string[] Labels = ["$schema", "id", "definitionId", "version", "toolVersion", "isLatest", "isPublished", "createdAt"];

    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["name"] = "名称", ["description"] = "说明", ["source"] = "来源", ["legalBasis"] = "依据", ["jurisdiction"] = "地区", ["level"] = "适用层级", ["note"] = "备注",
        ["sourceYear"] = "来源年份", ["model"] = "做法名称",
    };

    private static readonly Dictionary<string, string> Members = new(StringComparer.Ordinal) { ["displayName"] = "名称", ["description"] = "说明", ["defaultValue"] = "默认值", ["value"] = "初始值" };

    public static IEnumerable<VersionChange> Of(WorkflowDefinition before, WorkflowDefinition after)
    {
        var labels = !JsonNode.DeepEquals(before.CustomProperties?[Templates.TemplateOrigin.Member], after.CustomProperties?[Templates.TemplateOrigin.Member]);
        foreach (var member in JsonMembers.Differing(before.Json, after.Json).Where(member => member != "root"))
        {
            if (Labels.Contains(member)) labels = true;
            else foreach (var sentence in Member(member, before, after)) yield return new(ChangeKind.Changed, null, sentence);
        }
        if (labels) yield return new(ChangeKind.Layout, null, "方案文件的编号、版本标记不同（不影响办理）。");
    }

    private static IEnumerable<string> Member(string member, WorkflowDefinition before, WorkflowDefinition after)
    {
        var (was, now) = (before.Json[member], after.Json[member]);
        return member switch
        {
            "inputs" when was is JsonArray or null && now is JsonArray or null => Named("设置", was as JsonArray ?? [], now as JsonArray ?? [], after),
            "variables" when was is JsonArray or null && now is JsonArray or null => Named("数据项", was as JsonArray ?? [], now as JsonArray ?? [], after),
            "outputs" when was is JsonArray or null && now is JsonArray or null => Named("结果项", was as JsonArray ?? [], now as JsonArray ?? [], after),
            "customProperties" when was is JsonObject or null && now is JsonObject or null => JsonMembers.Differing(was as JsonObject ?? [], now as JsonObject ?? []).Where(property => property != Templates.TemplateOrigin.Member).Select(property => Text(property, was?[property], now?[property])),
            _ => [Text(member, was, now)],
        };
    }

    private static string Text(string member, JsonNode? was, JsonNode? now)
    {
        if (!Words.TryGetValue(member, out var word) || was is not (JsonValue or null) || now is not (JsonValue or null)) return $"方案的其他内容（{member}）有改动。";
        if (was is null) return $"方案新写了{word}：{Quote.Text(now!.ToString())}。";
        if (now is null) return $"方案的{word}删去了。";
        var (from, to) = Quote.Differing(was.ToString(), now.ToString());
        return $"方案的{word}由{from}改为{to}。";
    }

    private static IEnumerable<string> Named(string kind, JsonArray before, JsonArray after, WorkflowDefinition definition)
    {
        var (was, now) = (ByName(before), ByName(after));
        var told = 0;
        foreach (var (name, item) in was.Where(item => !now.ContainsKey(item.Key)))
        {
            told++;
            yield return $"删去{kind}{Title(item, name)}。";
        }
        foreach (var (name, item) in now)
        {
            var users = Users(definition, name);
            if (!was.TryGetValue(name, out var old))
            {
                told++;
                yield return $"新增{kind}{Title(item, name)}{(item["defaultValue"] is JsonValue value ? $"，默认 {value}" : "")}{users}。";
                continue;
            }
            foreach (var member in JsonMembers.Differing(old, item))
            {
                told++;
                yield return Members.TryGetValue(member, out var word) && old[member] is JsonValue or null && item[member] is JsonValue or null
                    ? $"{kind}{Title(old, name)}的{word}{Quote.Change(Plain(old[member]), Plain(item[member]))}{users}。"
                    : $"{kind}{Title(old, name)}的其他内容（{member}）有改动{users}。";
            }
        }
        if (OrderChanges.Moved([.. was.Keys], [.. now.Keys]) is { Count: > 0 } moved) yield return $"{kind}{string.Concat(moved.Take(4).Select(name => Title(now[name], name)))}的次序有调整。";
        else if (told == 0) yield return $"{kind}的其他内容有改动。";
    }

    /// <summary>The steps that take it.</summary>
    private static string Users(WorkflowDefinition definition, string name)
    {
        var users = definition.Root is not { } root ? [] : StepTree.All(root)
            .Where(step => PropertyField.Of(step.Step).Any(field => field.Value.Mode is InputMode.Setting or InputMode.Variable && field.Value.Text == name)).Select(step => StepTree.Title(step.Step)).ToList();
        return users.Count == 0 ? "" : $"（用在{Quote.List(users, 3)}）";
    }

    private static string Plain(JsonNode? value) => value is null ? "不填" : value.ToString() is { Length: <= 20 and > 0 } text ? text : Quote.Text(value.ToString());

    private static string Title(JsonObject item, string name) => Quote.Name(StepTree.Text(item["displayName"]) ?? name);

    private static Dictionary<string, JsonObject> ByName(JsonArray list)
    {
        var items = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var item in list.OfType<JsonObject>()) items.TryAdd(item["name"]?.ToString() ?? "", item);
        return items;
    }
}

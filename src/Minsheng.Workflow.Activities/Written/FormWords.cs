using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;

namespace Minsheng.Workflow.Activities.Written;

/// <summary>A form as a list of what is filled in.</summary>
internal static class FormWords
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["text"] = "一行文字", ["paragraph"] = "一段文字", ["number"] = "数字", ["money"] = "金额（万元）", ["date"] = "日期", ["choice"] = "选一项", ["multiChoice"] = "可选几项", ["person"] = "人员", ["unit"] = "单位",
        ["attachment"] = "附件", ["photo"] = "照片", ["table"] = "表格", ["rating"] = "满意度", ["items"] = "逐项填写", ["region"] = "地点", ["signature"] = "手写签名", ["richText"] = "文稿",
    };

    public static IEnumerable<string> Of(JsonNode? form) => (form?["fields"] as JsonArray ?? form as JsonArray ?? []).OfType<JsonObject>().Select(Field);

    private static string Field(JsonObject field)
    {
        var parts = new List<string> { Kinds.GetValueOrDefault(StepTree.Text(field["type"]) ?? "", "一行文字") };
        if (Words(field["options"]) is { Length: > 0 } options) parts[0] += $"：{options}";
        if ((field["columns"] as JsonArray)?.OfType<JsonObject>().Select(column => StepTree.Text(column["label"])) is { } columns) parts[0] += $"，各列为{string.Join("、", columns)}";
        if (field["required"]?.ToString() == "true") parts.Add("必填");
        if (Words(field["reasonFor"]) is { Length: > 0 } reasons) parts.Add($"填“{reasons}”的要说明理由");
        if (field["visibleWhen"] is not null) parts.Add("按前面所填显示");
        if (StepTree.Text(field["hint"]) is { Length: > 0 } hint) parts.Add(hint);
        return $"{StepTree.Text(field["label"]) ?? "未命名的一项"}（{string.Join("；", parts)}）";
    }

    private static string Words(JsonNode? list) => string.Join("、", (list as JsonArray ?? []).Select(one => one is JsonObject option ? StepTree.Text(option["label"]) : one?.ToString()).Where(word => word?.Length > 0));
}

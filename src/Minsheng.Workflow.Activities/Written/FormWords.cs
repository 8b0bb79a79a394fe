using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Forms;

namespace Minsheng.Workflow.Activities.Written;

/// <summary>A form as a list of what is filled in.</summary>
internal static class FormWords
{
    public static IEnumerable<string> Of(JsonNode? form) => (form?["fields"] as JsonArray ?? form as JsonArray ?? []).OfType<JsonObject>().Select(Field);

    private static string Field(JsonObject field)
    {
        var parts = new List<string> { (FormKinds.Of(StepTree.Text(field["type"])) ?? FormKinds.Of(FieldType.Text)!).Word };
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

using System.Globalization;
using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Forms;

namespace Minsheng.Workflow.Activities.Design;

public sealed partial class FormDesign
{
    /// <summary>What people read above the field; its name in the file stays.</summary>
    public void Rename(FormField field, string? label)
    {
        var words = label?.Trim() ?? "";
        if (words.Length == 0) throw new DesignRefusedException("no-label", "名称不能空着，没有改动；请写上要填什么，如“会议日期”。");
        if (words.Length > 100) throw new DesignRefusedException("long-label", $"名称有 {words.Length} 个字，最长 100 个字，没有改动；细节请写到“提示”里。");
        if (words != field.Label) Put(field, "label", JsonValue.Create(words));
    }

    /// <summary>Hint, title above, or another member in words; empty takes it out.</summary>
    public void SetText(FormField field, string member, string? text) => Put(field, member, string.IsNullOrWhiteSpace(text) ? null : JsonValue.Create(text.Trim()));

    public void SetFlag(FormField field, string member, bool on) => Put(field, member, on ? JsonValue.Create(true) : null);

    /// <summary>Whether it takes the whole width; what its kind does anyway need not be stated.</summary>
    public void SetWidth(FormField field, bool isWhole)
    {
        if (field.IsWide != isWhole) Put(field, "width", isWhole == (field.Kind?.IsWide ?? false) ? null : JsonValue.Create(isWhole ? "whole" : "half"));
    }

    /// <summary>min, max or maxLength; of a date field a day.</summary>
    public void SetBound(FormField field, string member, string? typed)
    {
        var text = typed?.Trim() ?? "";
        if (text.Length == 0) Put(field, member, null);
        else if (field.Type == FieldType.Date) Put(field, member, JsonValue.Create(Scalars.TryDate(text, out var day) ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : throw DesignRefusedException.BadValue(text, "日期")));
        else if (!Scalars.TryNumber(text, out var number)) throw DesignRefusedException.BadValue(text, "数字");
        else if (member == "maxLength" && (number < 1 || number != decimal.Truncate(number) || number > 100_000)) throw DesignRefusedException.BadValue(text, "1 到 100000 的整数");
        else Put(field, member, JsonValue.Create(number));
    }

    /// <summary>What stands there before anybody fills it in; {{名称}} is a variable of the procedure.</summary>
    public void SetDefault(FormField field, string? typed)
    {
        var text = typed?.Trim() ?? "";
        if (text.Length == 0) Put(field, "default", null);
        else if (FormDefaults.IsOpen(text)) Put(field, "default", JsonValue.Create(text));
        else if (field.Type is FieldType.Number or FieldType.Money) Put(field, "default", JsonValue.Create(Scalars.TryNumber(text, out var number) ? number : throw DesignRefusedException.BadValue(text, "数字")));
        else if (field.Type == FieldType.Date) Put(field, "default", JsonValue.Create(Scalars.TryDate(text, out var day) ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : throw DesignRefusedException.BadValue(text, "日期")));
        else if (field.Type == FieldType.MultiChoice) Put(field, "default", LineList.Parse(text, field.Json["default"] as JsonArray));
        else Put(field, "default", JsonValue.Create(text));
    }

    /// <summary>Another kind of the same field. What the new kind cannot use goes.</summary>
    public void SetType(FormField field, FieldType type)
    {
        if (field.Type == type) return;
        Do($"“{field.Label}”改为{FormKinds.Of(type)!.Word}", () =>
        {
            var (was, now) = (field.Kind, FormKinds.Of(type)!);
            Journal.Set(field.Json, "type", Word(type));
            Journal.Remove(field.Json, "default");
            if (!IsFigure(was?.Type) || !IsFigure(type)) foreach (var member in new[] { "min", "max" }) Journal.Remove(field.Json, member);
            if (!now.HasOptions) foreach (var member in new[] { "options", "reasonFor", "targetFor" }) Journal.Remove(field.Json, member);
            if (type is FieldType.Choice or FieldType.MultiChoice or FieldType.Items && field.Options.Count == 0) Journal.Set(field.Json, "options", new JsonArray("选项一", "选项二"));
            if (was?.Type == FieldType.Table) Journal.Remove(field.Json, "columns");
            if (type == FieldType.Table) Journal.Set(field.Json, "columns", new JsonArray(new JsonObject { ["name"] = "text1", ["label"] = "内容", ["type"] = "text" }));
        });
    }

    /// <summary>Shows a field only while another one has one of these values; null shows it always.</summary>
    public void SetCondition(FormField field, string? other, IReadOnlyList<string> values)
    {
        if (string.IsNullOrEmpty(other))
        {
            Put(field, "visibleWhen", null);
            return;
        }
        var condition = field.Json["visibleWhen"]?.DeepClone() as JsonObject ?? [];
        condition["field"] = other;
        condition.Remove("equals");
        condition.Remove("in");
        if (values is [var only]) condition["equals"] = only;
        else condition["in"] = new JsonArray([.. values.Select(value => (JsonNode?)JsonValue.Create(value))]);
        Put(field, "visibleWhen", condition);
    }

    /// <summary>The fields that may decide whether one is there: those before it that can be asked.</summary>
    public IReadOnlyList<FormField> Deciding(FormField field) => [.. Fields.TakeWhile(other => !other.Equals(field)).Where(other => other.Kind?.Decides == true)];

    private static bool IsFigure(FieldType? type) => type is FieldType.Number or FieldType.Money;

    private void Put(FormField field, string member, JsonNode? value)
    {
        var now = field.Json[member];
        if (value is null ? !field.Json.ContainsKey(member) : JsonNode.DeepEquals(now, value)) return;
        Owner(field);
        Do($"修改“{field.Label}”", () =>
        {
            if (value is null) Journal.Remove(field.Json, member);
            else Journal.Set(field.Json, member, value);
        }, $"{member} {field.GetHashCode()}");
    }
}

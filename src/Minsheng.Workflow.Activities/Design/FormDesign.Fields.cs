using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Forms;

namespace Minsheng.Workflow.Activities.Design;

public sealed partial class FormDesign
{
    /// <summary>What a step that records progress reads from its form.</summary>
    public static IReadOnlyList<(string Name, string Label, FieldType Type)> Progress { get; } =
        [("percent", "完成进度（%）", FieldType.Number), ("paid", "累计支付（万元）", FieldType.Money), ("text", "进展情况", FieldType.Paragraph)];

    /// <summary>More than anybody fills in at one sitting.</summary>
    public const int MostFields = 200;

    /// <summary>A new field before the one at a place, or at the end.</summary>
    /// <param name="table">For a column of that table.</param>
    public FormField Add(FieldType type, int at = int.MaxValue, FormField? table = null)
    {
        if (table is not null && FormKinds.Of(type) is not { InTables: true }) throw new DesignRefusedException("bad-column", "表格里放不下这种内容，没有添加；请放到表格外面。");
        var json = new JsonObject();
        Do($"添加“{FormKinds.Of(type)!.Word}”", () =>
        {
            var list = ListOf(table);
            (json["name"], json["label"], json["type"]) = (NewName(Stem(type), list), Rows.Fresh(list, "label", Label(type)), Word(type));
            if (type is FieldType.Choice or FieldType.MultiChoice) json["options"] = new JsonArray("选项一", "选项二");
            if (type == FieldType.Items) (json["options"], json["reasonFor"], json["required"]) = (new JsonArray("同意", "不同意"), new JsonArray("不同意"), true);
            if (type == FieldType.Table) json["columns"] = new JsonArray(new JsonObject { ["name"] = "text1", ["label"] = "内容", ["type"] = "text" });
            Insert(list, json, at);
        });
        return new FormField(json);
    }

    /// <summary>One of the fields that a step recording progress reads.</summary>
    public FormField AddProgress(string name, int at = int.MaxValue)
    {
        if (Fields.Any(field => field.Name == name)) throw new DesignRefusedException("same-field", "表单里已经有这一项，没有再添加。");
        var (_, label, type) = Progress.First(one => one.Name == name);
        var json = new JsonObject { ["name"] = name, ["label"] = label, ["type"] = Word(type) };
        if (name == "percent") (json["required"], json["min"], json["max"]) = (true, 0, 100);
        Do($"添加“{label}”", () => Insert(ListOf(null), json, at));
        return new FormField(json);
    }

    /// <summary>Takes over the fields of another form, behind what is there; conditions among them hold on.</summary>
    public void TakeOver(JsonNode? other, string from)
    {
        var taken = Of(other).Fields;
        if (taken.Count == 0) throw new DesignRefusedException("empty-form", $"“{from}”没有要填的内容，没有添加；请另选一步。");
        Do($"照“{from}”的表单添加", () =>
        {
            var (list, names) = (ListOf(null), new Dictionary<string, string>(StringComparer.Ordinal));
            foreach (var field in taken)
            {
                var copy = (JsonObject)field.Json.DeepClone();
                names[field.Name] = list.OfType<JsonObject>().All(here => StepTree.Text(here["name"]) != field.Name) && _given.Add(field.Name) ? field.Name : NewName(field.Type is { } type ? Stem(type) : "field", list);
                (copy["name"], copy["label"]) = (names[field.Name], Rows.Fresh(list, "label", field.Label));
                if (copy["visibleWhen"] is JsonObject condition && field.Condition is { } asked && names.TryGetValue(asked.Field, out var name)) condition["field"] = name;
                Insert(list, copy, int.MaxValue);
            }
        });
    }

    public FormField Copy(FormField field)
    {
        var copy = (JsonObject)field.Json.DeepClone();
        Do($"复制“{field.Label}”", () =>
        {
            var list = Owner(field);
            (copy["name"], copy["label"]) = (NewName(field.Type is { } type ? Stem(type) : "field", list), Rows.Fresh(list, "label", field.Label));
            Journal.Insert(list, list.IndexOf(field.Json) + 1, copy);
        });
        return new FormField(copy);
    }

    /// <summary>Puts a field before the one that is now at a place among the fields one sees.</summary>
    public void Move(FormField field, int to)
    {
        var list = Owner(field);
        var seen = list.OfType<JsonObject>().ToList();
        var from = seen.IndexOf(field.Json);
        to = Math.Clamp(to, 0, seen.Count);
        if (to == from || to == from + 1) return;
        Do($"移动“{field.Label}”", () =>
        {
            var before = to < seen.Count ? seen[to] : null;
            Journal.RemoveAt(list, list.IndexOf(field.Json));
            Journal.Insert(list, before is null ? list.Count : list.IndexOf(before), field.Json);
        });
    }

    /// <summary>One place up or down.</summary>
    public void MoveBy(FormField field, int by)
    {
        var from = Owner(field).OfType<JsonObject>().ToList().IndexOf(field.Json);
        if (from + by >= 0) Move(field, by > 0 ? from + by + 1 : from + by);
    }

    /// <summary>Takes a field away. Fields that were shown by it are then always there.</summary>
    /// <returns>Those fields.</returns>
    public IReadOnlyList<FormField> Remove(FormField field)
    {
        var shown = Fields.Where(other => other.Condition?.Field == field.Name && other.Json.Parent == field.Json.Parent).ToList();
        Do($"去掉“{field.Label}”", () =>
        {
            foreach (var other in shown) Journal.Remove(other.Json, "visibleWhen");
            var list = Owner(field);
            Journal.RemoveAt(list, list.IndexOf(field.Json));
        });
        return shown;
    }

    private static JsonArray Owner(FormField field) => field.Json.Parent as JsonArray ?? throw new DesignRefusedException("no-field", "这一项已经不在表单里了，没有改动；请重新选一项。");

    private JsonArray ListOf(FormField? table)
    {
        if (table is null && List is { } list) return list;
        var (owner, member) = table is null ? ((JsonObject)Root, "fields") : (table.Json, "columns");
        if (owner[member] is JsonArray present) return present;
        var made = new JsonArray();
        Journal.Set(owner, member, made);
        return made;
    }

    private void Insert(JsonArray list, JsonObject field, int at)
    {
        if (list.Count >= MostFields) throw new DesignRefusedException("many-fields", $"已经有 {list.Count} 项，没有再添加；请分成几步办理，或改用表格。");
        var seen = list.OfType<JsonObject>().ToList();
        Journal.Insert(list, at >= 0 && at < seen.Count ? list.IndexOf(seen[at]) : list.Count, field);
    }

    /// <summary>Used nowhere in the list, and never before in this sitting.</summary>
    private string NewName(string stem, JsonArray list)
    {
        for (var number = 1; ; number++)
            if ($"{stem}{number}" is var name && list.OfType<JsonObject>().All(field => StepTree.Text(field["name"]) != name) && _given.Add(name)) return name;
    }

    private static string Stem(FieldType type) => type switch { FieldType.Paragraph or FieldType.RichText => "text", FieldType.MultiChoice => "choices", FieldType.Attachment => "files", FieldType.Photo => "photos", _ => Word(type) };

    internal static string Word(FieldType type) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(type.ToString());

    private static string Label(FieldType type) => type switch { FieldType.Money => "金额", FieldType.Text => "名称", FieldType.Paragraph => "情况", FieldType.RichText => "正文", _ => FormKinds.Of(type)!.Word };
}

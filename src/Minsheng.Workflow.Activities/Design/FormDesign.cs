using System.Text.Json;
using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Forms;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>
/// A form being designed: a copy of its JSON, the commands that change it, and the way back. Members nobody touched are
/// written as they were read, known or not; a form that was only looked at is the same text.
/// </summary>
public sealed partial class FormDesign
{
    private readonly JsonNode? _before;
    private readonly HashSet<(string Field, string Value)> _kept;
    private readonly HashSet<string> _given = new(StringComparer.Ordinal);
    private readonly DesignHistory _history = new();

    private FormDesign(JsonNode? written)
    {
        _before = written;
        Root = written?.DeepClone() ?? new JsonObject { ["fields"] = new JsonArray() };
        IsForeign = Root is not (JsonArray or JsonObject) || Root is JsonObject map && map["fields"] is not (null or JsonArray);
        _kept = [.. Fields.SelectMany(field => field.Options.Select(option => (field.Name, option.Value)))];
    }

    /// <summary>The form as it is now: {"fields": […]} or the list of fields alone.</summary>
    public JsonNode Root { get; }

    /// <summary>Whether somebody wrote it in a way this designer cannot read.</summary>
    public bool IsForeign { get; }

    public IReadOnlyList<FormField> Fields => List is { } list ? [.. list.OfType<JsonObject>().Select(one => new FormField(one))] : [];

    public string? UndoLabel => _history.UndoLabel;
    public string? RedoLabel => _history.RedoLabel;
    public bool IsChanged => UndoLabel is not null && !JsonNode.DeepEquals(_before ?? new JsonObject { ["fields"] = new JsonArray() }, Root);

    /// <summary>As text, to be kept by the page.</summary>
    public string Write() => Root.ToJsonString(InputValue.Relaxed);

    /// <param name="written">The fixed value of the input; null for no form yet.</param>
    public static FormDesign Of(JsonNode? written) => new(written);

    /// <summary>What the step is to hold; null when no form is left.</summary>
    public JsonNode? Finish() => !IsChanged ? _before : List is { Count: 0 } && (Root is JsonArray || ((JsonObject)Root).Count == 1) ? null : Root.DeepClone();

    public bool Undo() => _history.Undo();

    public bool Redo() => _history.Redo();

    /// <summary>The form as whoever acts would get it, without the fields that cannot be drawn yet.</summary>
    public Form Preview()
    {
        var form = Drawn();
        return form with { Fields = [.. form.Fields.Select(field => !FormDefaults.IsOpen(field.Default) ? field : field with { Default = field.Type is FieldType.Text or FieldType.Paragraph ? "（自动填写）" : null })] };
    }

    private Form Drawn()
    {
        try
        {
            return Parse(Root);
        }
        catch (InvalidFormException)
        {
            var drawn = new List<Field>();
            foreach (var field in Fields)
            {
                try
                {
                    if (Parse(new JsonArray(field.Json.DeepClone())).Fields is [var one] && drawn.TrueForAll(other => other.Name != one.Name)) drawn.Add(one);
                }
                catch (InvalidFormException)
                {
                    // A condition alone has no field to look back to.
                    if (field.Condition is { } condition && WithoutCondition(field) is { } one && drawn.TrueForAll(other => other.Name != one.Name))
                        drawn.Add(drawn.Exists(other => other.Name == condition.Field) ? one with { VisibleWhen = new FieldCondition(condition.Field, condition.Values) } : one);
                }
            }
            return new Form(drawn);
        }
    }

    /// <summary>Takes the fields of a form that was kept while the page was away.</summary>
    /// <exception cref="DesignRefusedException">It is none.</exception>
    public void Restore(string kept)
    {
        var (isJson, other) = InputValue.Parsed(JsonValue.Create(kept));
        if (!isJson || Of(other) is not { IsForeign: false } form || form.List is not { } list) throw new DesignRefusedException("bad-form", "上次没有完成的改动读不出来，表单仍是现在的样子；请重新改。");
        Do("接着上次的改动", () =>
        {
            var mine = ListOf(null);
            while (mine.Count > 0) Journal.RemoveAt(mine, mine.Count - 1);
            foreach (var field in list) Journal.Add(mine, field?.DeepClone());
        });
    }

    private JsonArray? List => Root as JsonArray ?? (Root as JsonObject)?["fields"] as JsonArray;

    private JsonJournal Journal => _history.Journal;

    internal static Form Parse(JsonNode form) => Form.Parse(JsonSerializer.SerializeToElement(form, InputValue.Relaxed));

    private static Field? WithoutCondition(FormField field)
    {
        try
        {
            var copy = (JsonObject)field.Json.DeepClone();
            copy.Remove("visibleWhen");
            return Parse(new JsonArray(copy)).Fields is [var one] ? one : null;
        }
        catch (InvalidFormException)
        {
            return null;
        }
    }

    private void Do(string label, Action command, string? key = null)
    {
        if (IsForeign) throw new DesignRefusedException("foreign-form", "这张表单由别的工具写成，平台读不出来，没有改动；要改，请先清空它再重新设计。");
        _history.Do(label, command, key);
    }
}

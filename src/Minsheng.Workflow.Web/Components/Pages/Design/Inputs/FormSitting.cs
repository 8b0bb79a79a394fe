using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Engine;

namespace Minsheng.Workflow.Web.Components.Pages.Design.Inputs;

/// <summary>One form being designed in its dialog: what is chosen, what was said, and the way back. Nothing leaves it before 完成.</summary>
public sealed class FormSitting(JsonNode? written, bool isReadOnly, bool recordsProgress)
{
    public FormDesign Design { get; } = FormDesign.Of(written);
    public bool IsReadOnly => isReadOnly || Design.IsForeign;

    /// <summary>Whether the step takes progress of a project from its form.</summary>
    public bool RecordsProgress => recordsProgress;

    public FormField? Chosen { get; private set; }
    public IReadOnlyList<FormProblem> Problems { get; private set; } = [];
    public string? Said { get; private set; }
    public bool IsRefusal { get; private set; }

    /// <summary>The field whose button is to have the focus after the next drawing.</summary>
    public FormField? Focus { get; set; }

    /// <summary>Counts what could change the picture.</summary>
    public int Changes { get; private set; }

    public event Action? Changed;

    public void Start()
    {
        Problems = FormDesignCheck.Of(Design);
        Chosen = Design.Fields is [var first, ..] ? first : null;
    }

    public void Choose(FormField? field)
    {
        Chosen = field;
        (Said, IsRefusal) = (null, false);
        Changed?.Invoke();
    }

    /// <summary>Runs a command; what it refuses is said.</summary>
    public bool Do(Action<FormDesign> command, string? said = null)
    {
        if (IsReadOnly) return false;
        try
        {
            command(Design);
            (Said, IsRefusal) = (said, false);
            return true;
        }
        catch (WorkflowException refused)
        {
            (Said, IsRefusal) = (refused.Message, true);
            return false;
        }
        finally
        {
            Look();
        }
    }

    public void Add(FieldType type, int at = int.MaxValue)
    {
        FormField? made = null;
        if (Do(design => made = design.Add(type, Behind(at)), $"已添加“{FormKinds.Of(type)!.Word}”，在右边填写")) Show(made);
    }

    public void AddProgress(string name, int at = int.MaxValue)
    {
        FormField? made = null;
        if (Do(design => made = design.AddProgress(name, Behind(at)), "已添加，填写的内容登记为项目进度")) Show(made);
    }

    public void TakeOver(JsonNode? other, string from)
    {
        var before = Design.Fields.Count;
        if (!Do(design => design.TakeOver(other, from))) return;
        Said = $"已照“{from}”的表单添加 {Design.Fields.Count - before} 项，可以撤销";
        Show(Design.Fields[before]);
    }

    public void Move(FormField field, int to)
    {
        if (Do(design => design.Move(field, to), $"“{field.Label}”已移到第 {PlaceOf(field, to)} 项")) Show(field);
    }

    public void MoveBy(FormField field, int by)
    {
        if (!Do(design => design.MoveBy(field, by))) return;
        Said = $"“{field.Label}”现在是第 {Design.Fields.ToList().IndexOf(field) + 1} 项";
        Show(field);
    }

    public void Copy(FormField field)
    {
        FormField? made = null;
        if (Do(design => made = design.Copy(field), "已复制")) Show(made);
    }

    public void Remove(FormField field)
    {
        var at = Design.Fields.ToList().IndexOf(field);
        IReadOnlyList<FormField> shown = [];
        if (!Do(design => shown = design.Remove(field))) return;
        Said = $"“{field.Label}”已去掉，可以撤销{(shown.Count > 0 ? $"；{string.Join("、", shown.Select(other => $"“{other.Label}”"))}原来按它显示，现在总是显示" : "")}";
        var left = Design.Fields;
        Show(left.Count == 0 ? null : left[Math.Min(at, left.Count - 1)]);
    }

    public void Undo()
    {
        var label = Design.UndoLabel;
        Do(design => design.Undo(), label is null ? "没有可以撤销的了" : $"已撤销：{label}");
    }

    public void Redo()
    {
        var label = Design.RedoLabel;
        Do(design => design.Redo(), label is null ? "没有可以重做的了" : $"已重做：{label}");
    }

    private void Show(FormField? field)
    {
        (Chosen, Focus) = (field, field);
        Changed?.Invoke();
    }

    /// <summary>Without a place of its own a new field comes behind the chosen one.</summary>
    private int Behind(int at) => at != int.MaxValue || Chosen is null ? at : Design.Fields.ToList().IndexOf(Chosen) + 1;

    private int PlaceOf(FormField field, int to) => Design.Fields.ToList().IndexOf(field) is var at && at < 0 ? to : at + 1;

    private void Look()
    {
        Changes++;
        Problems = FormDesignCheck.Of(Design);
        if (Chosen is not null && !Design.Fields.Contains(Chosen)) Chosen = Design.Fields is [var first, ..] ? first : null;
        Changed?.Invoke();
    }
}

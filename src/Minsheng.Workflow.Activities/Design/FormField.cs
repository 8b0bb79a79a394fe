using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Forms;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>One field of a form being designed, read from its JSON.</summary>
public sealed record FormField(JsonObject Json)
{
    public string Name => StepTree.Text(Json["name"]) ?? "";
    public string Label => StepTree.Text(Json["label"]) is { Length: > 0 } label ? label : Name;
    public string Hint => StepTree.Text(Json["hint"]) ?? "";

    /// <summary>The title above it, where a part of the form begins.</summary>
    public string Section => StepTree.Text(Json["section"]) ?? "";

    /// <summary>Null when this designer does not know the kind.</summary>
    public FieldType? Type => Kind?.Type;

    public FormKind? Kind => FormKinds.Of(StepTree.Text(Json["type"]) ?? "text");
    public string KindWord => Kind?.Word ?? "别的工具写的内容";
    public bool IsRequired => Is("required");
    public bool IsReadOnly => Is("readOnly");
    public bool IsHidden => Is("hidden");
    public string Min => Plain("min");
    public string Max => Plain("max");
    public string Unit => StepTree.Text(Json["unit"]) ?? "";
    public string MaxLength => Plain("maxLength");
    public string Default => Json["default"] switch { null => "", JsonArray list => LineList.Text(list), JsonValue value => value.ToString(), _ => "" };

    /// <summary>Whether it takes the whole width of the form.</summary>
    public bool IsWide => StepTree.Text(Json["width"]) switch { "whole" => true, "half" => false, _ => Kind?.IsWide ?? false };

    public IReadOnlyList<(string Value, string Label)> Options => Json["options"] is JsonArray list
        ? [.. list.Select(ReadOption)]
        : Type == FieldType.Rating ? [.. Field.UsualRatings.Select(grade => (grade, grade))] : [];

    public IReadOnlyList<string> ReasonFor => Words("reasonFor");
    public IReadOnlyList<string> TargetFor => Words("targetFor");
    public IReadOnlyList<FormField> Columns => [.. (Json["columns"] as JsonArray ?? []).OfType<JsonObject>().Select(column => new FormField(column))];

    /// <summary>The name of the field that decides whether this one is there, and the values that show it; null when it always is.</summary>
    public (string Field, IReadOnlyList<string> Values)? Condition => Json["visibleWhen"] is JsonObject written && StepTree.Text(written["field"]) is { Length: > 0 } other
        ? (other, written["in"] is JsonArray several ? [.. several.Select(one => one?.ToString() ?? "")] : written["equals"] is JsonValue one ? [one.ToString()] : [])
        : null;

    internal static (string Value, string Label) ReadOption(JsonNode? option) => option is JsonObject pair
        ? (pair["value"]?.ToString() ?? "", StepTree.Text(pair["label"]) ?? pair["value"]?.ToString() ?? "")
        : (option?.ToString() ?? "", option?.ToString() ?? "");

    public bool Equals(FormField? other) => other is not null && ReferenceEquals(Json, other.Json);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Json);

    private bool Is(string member) => Json[member] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    private string Plain(string member) => Json[member] is JsonValue value ? value.ToString() : "";

    private IReadOnlyList<string> Words(string member) => [.. (Json[member] as JsonArray ?? []).Select(StepTree.Text).OfType<string>()];
}

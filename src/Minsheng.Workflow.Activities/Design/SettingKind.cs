using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Forms;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>What a setting of a year, or a piece of data, holds.</summary>
public enum SettingKind { Number, Text, Flag }

/// <summary>How files write them.</summary>
public static class SettingKinds
{
    /// <param name="type">As an input or variable states it.</param>
    public static SettingKind Of(JsonNode? type) => type?.ToString() switch { "Int32" or "Int64" or "Decimal" or "Double" => SettingKind.Number, "Boolean" => SettingKind.Flag, _ => SettingKind.Text };

    /// <summary>What was typed as the default of a setting.</summary>
    /// <exception cref="DesignRefusedException">It is no such value.</exception>
    public static JsonNode Parse(SettingKind kind, string text) => kind switch
    {
        SettingKind.Number when Scalars.TryNumber(text, out var number) => number == decimal.Truncate(number) && Math.Abs(number) < int.MaxValue ? JsonValue.Create((int)number) : JsonValue.Create(number),
        SettingKind.Number => throw DesignRefusedException.BadValue(text, "数字", "默认"),
        SettingKind.Flag => JsonValue.Create(text == "true"),
        _ => JsonValue.Create(text),
    };

    internal static string TypeOf(SettingKind kind) => kind switch { SettingKind.Number => "Int32", SettingKind.Flag => "Boolean", _ => "String" };
}

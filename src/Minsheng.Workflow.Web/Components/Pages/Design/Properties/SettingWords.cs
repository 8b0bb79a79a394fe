using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Procedures;

namespace Minsheng.Workflow.Web.Components.Pages.Design.Properties;

/// <summary>What a setting of a year is by default, in words.</summary>
internal static class SettingWords
{
    /// <param name="field">The input that takes it.</param>
    public static string Usual(PropertyField field, JsonObject setting) => Of(field.Choices, setting["defaultValue"]);

    public static string Of(IReadOnlyList<SettingChoice> choices, JsonNode? value) => value switch
    {
        null => "",
        JsonArray list => string.Join("、", list.Select(one => Of(choices, one))),
        JsonObject => "一组内容",
        _ => choices.FirstOrDefault(choice => choice.Value == value.ToString())?.Word ?? value.ToString() switch { "true" => "是", "false" => "否", var text => text },
    };
}

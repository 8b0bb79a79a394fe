using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Procedures;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>Words that the file alone does not hold: what a role is called, and who a person is.</summary>
public sealed record DesignNames(Func<string, string> Role, Func<string, string> Person)
{
    /// <summary>Ids as they stand.</summary>
    public static DesignNames Plain { get; } = new(role => role, person => person);

    /// <summary>One assignee in words.</summary>
    public string Of(JsonObject assignee) =>
        StepTree.Text(assignee["body"]) ?? StepTree.Text(assignee["group"]) ?? StepTree.Text(assignee["unit"])
        ?? (StepTree.Text(assignee["role"]) is { } role ? Role(role) : StepTree.Text(assignee["person"]) is { } person ? Person(person) : "（没有写明）");

    public string Of(JsonArray assignees, int atMost = int.MaxValue)
    {
        var names = assignees.OfType<JsonObject>().Select(Of).ToList();
        return names.Count <= atMost ? string.Join("、", names) : $"{string.Join("、", names.Take(atMost))}等 {names.Count} 方";
    }
}

/// <summary>Who has a step and until when, in a line for its card.</summary>
internal sealed class CardWords(WorkflowDefinition definition, DesignNames names)
{
    private static readonly string[] Holders = ["body", "meeting", "assignees", "decider", "voters", "raters", "group", "handler", "drafter", "responsible", "leader", "proposer", "to", "confirm"];

    private readonly YearSettings _settings = new(definition);

    public string Of(JsonObject step) => string.Join(" · ", new[] { Who(step), Until(step) }.Where(part => part.Length > 0));

    public string Who(JsonObject step)
    {
        foreach (var member in Holders)
            if (step[member] is { } input && Words(InputValue.Read(input)) is { Length: > 0 } words) return words;
        return StepTree.Type(step) switch
        {
            "Minsheng.Screen" => InputValue.Read(step["lanes"]).Constant is JsonArray lanes ? string.Join("、", lanes.OfType<JsonObject>().Select(lane => StepTree.Text(lane["name"]))) : "",
            "Elsa.FlowDecision" or "Elsa.If" or "Elsa.While" => "按条件",
            _ => "",
        };
    }

    private string Words(InputValue value) => value.Mode switch
    {
        InputMode.Constant when value.Constant is JsonArray people => names.Of(people, atMost: 2),
        InputMode.Constant => StepTree.Text(value.Constant) ?? "",
        InputMode.Setting => _settings.Title(value.Text),
        InputMode.Script => "按表达式",
        _ => "",
    };

    public string Until(JsonObject step)
    {
        if (StepTree.Type(step) == "Minsheng.Cadence")
        {
            var every = Known(step["every"]) is { } word ? ChoiceWords.Of(typeof(Cadence.Every), word) ?? word : "";
            return InputValue.Read(step["inMonths"]).Constant is JsonArray months ? $"{string.Join("、", months.Select(month => month?.ToString()))}月" : every;
        }
        if (Known(step["dueWorkingDays"]) is { } due && due != "0") return $"限 {due} 个工作日";
        if (Known(step["limitWorkingDays"]) is { } limit && limit != "0") return $"限 {limit} 个工作日";
        if (Known(step["untilMonthDay"]) is { Length: > 0 } until) return $"到 {Steps.MonthDay.Parse(until)?.ToWords() ?? until}";
        return Known(step["days"]) is { } days && days != "0" ? $"{days} 天" : "";
    }

    private string? Known(JsonNode? input) => _settings.Known(InputValue.Read(input))?.ToString();
}

using System.Globalization;
using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>What a step's inputs will be unless a year is told otherwise: fixed values, defaults of settings and of the step itself, worked-out expressions.</summary>
internal sealed class KnownInputs(ProcedureDesign design, StepAddress at, DesignPlace place)
{
    private readonly JsonObject _step = design.Find(at) ?? [];
    private readonly YearSettings _settings = new(design.Definition);

    public string? Text(string name)
    {
        var value = Node(name);
        return value is null ? Usual(name) : value is JsonValue ? value.ToString() : value.ToJsonString();
    }

    public int? Number(string name) => decimal.TryParse(Text(name), CultureInfo.InvariantCulture, out var number) && number == Math.Truncate(number) && Math.Abs(number) < int.MaxValue ? (int)number : null;

    public bool Flag(string name) => Text(name) is "true" or "True" or "是";

    public Fraction? Ratio(string name) => Fraction.TryParse(Text(name), out var ratio) ? ratio : null;

    public T Choice<T>(string name, T otherwise) where T : struct, Enum => Enum.TryParse<T>(Text(name), ignoreCase: true, out var choice) ? choice : otherwise;

    /// <summary>The value as JSON; null when nothing is stated.</summary>
    public JsonNode? Node(string name) => InputValue.Read(_step[name]) switch
    {
        { Mode: InputMode.Variable } variable => design.Variables(at).FirstOrDefault(known => StepTree.Text(known["name"]) == variable.Text)?["value"],
        { Mode: InputMode.Script } script => ExpressionExample.Of(design, at, script.Text, place).Value,
        var value => _settings.Known(value),
    };

    private string? Usual(string name) => _step[name] is null && StepCatalog.All.Find(StepTree.Type(_step)) is { } known && known.Inputs.FirstOrDefault(input => input.Name == name) is { } input
        && known.DefaultOf(input) is (Enum or int or string or bool or decimal) and var usual ? Convert.ToString(usual, CultureInfo.InvariantCulture) : null;
}

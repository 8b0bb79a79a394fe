using System.Text.Json.Nodes;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>One step of a procedure as a line of its written order.</summary>
/// <param name="Number">As in a document: 7.2. Empty for beginning and end.</param>
/// <param name="Inside">The level its own steps stand on; that of its body where it repeats one.</param>
/// <param name="Next">Where each way of leaving leads, in words.</param>
public sealed record OutlineLine(
    StepAddress Address, string Number, int Depth, string Title, string Type, string Kind, string Who, string When, string LegalBasis, string Stage, bool IsContainer, bool HasChildren, string Inside,
    IReadOnlyList<OutlineNext> Next)
{
    /// <summary>As it is spoken of: 第 7.2 步 票决.</summary>
    public string Spoken => Number.Length > 0 ? $"第 {Number} 步 {Title}" : Title;

    /// <summary>The whole procedure, level by level, in reading order.</summary>
    public static IReadOnlyList<OutlineLine> Of(ProcedureDesign design, DesignNames names)
    {
        var lines = new List<OutlineLine>();
        Add(lines, design, names, new CardWords(design.Definition, names), "", "", 0);
        return lines;
    }

    private static void Add(List<OutlineLine> lines, ProcedureDesign design, DesignNames names, CardWords words, string scope, string prefix, int depth)
    {
        if (design.Scope(scope) is not { } container) return;
        var chart = DesignChart.Of(design, scope, names);
        var steps = StepTree.ById(container);
        // Beginning and end have no number, as on the canvas.
        var byId = chart.Steps.ToDictionary(step => step.Id, step => (step.Title, Number: step.Number > 0 ? $"{prefix}{step.Number}" : ""), StringComparer.Ordinal);
        var ways = chart.Ways.ToLookup(way => (way.From, way.Port));
        foreach (var step in chart.Steps)
        {
            var address = new StepAddress(scope, step.Id);
            var json = steps[step.Id];
            var properties = json["customProperties"] as JsonObject;
            var inside = BodyOf(address, json);
            lines.Add(new OutlineLine(
                address, byId[step.Id].Number, depth, step.Title, step.Type, NewSteps.NameOf(step.Type), step.IsForeign ? step.Sub : words.Who(json), words.Until(json),
                StepTree.Text(properties?["legalBasis"]) ?? "", StepTree.Text(properties?["stage"]) ?? "", step.IsContainer, step.IsContainer && HasSteps(design, inside), inside,
                [.. step.Ports.Select(port => new OutlineNext(port.Name, port.Label, [.. ways[(step.Id, port.Name)].Select(way => new OutlineTarget(way.Key, way.To, byId[way.To].Number, byId[way.To].Title, way.IsDrawn))]))]));
            if (step.IsContainer) Add(lines, design, names, words, inside, byId[step.Id].Number.Length > 0 ? $"{byId[step.Id].Number}." : prefix, depth + 1);
        }
    }

    /// <summary>A loop and the chart it repeats are one line: nobody writes down the same thing twice.</summary>
    private static string BodyOf(StepAddress address, JsonObject step)
    {
        if (StepTree.IsList(step) || StepTree.PortsOf(StepTree.Type(step)) is not [var port] || step[port] is not JsonObject body || !StepTree.IsList(body)) return address.Path;
        return StepTree.Children(step).ToList() is [var only] && only.Step == body ? new StepAddress(address.Path, only.Id).Path : address.Path;
    }

    private static bool HasSteps(ProcedureDesign design, string inside) => design.Scope(inside) is { } container && StepTree.Children(container).Any();
}

/// <summary>One way of leaving a step, and where it leads.</summary>
public sealed record OutlineNext(string Port, string Label, IReadOnlyList<OutlineTarget> To);

/// <param name="IsDrawn">False for the order of a sequence, which is no arrow of the file.</param>
public sealed record OutlineTarget(string Key, string Id, string Number, string Title, bool IsDrawn);

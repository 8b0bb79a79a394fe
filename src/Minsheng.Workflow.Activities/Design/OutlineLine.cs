namespace Minsheng.Workflow.Activities.Design;

/// <summary>One step of a procedure as a line of its written order.</summary>
/// <param name="Number">As in a document: 7.2.</param>
/// <param name="Next">Where each way of leaving leads, in words.</param>
public sealed record OutlineLine(
    StepAddress Address, string Number, int Depth, string Title, string Type, string Kind, string Who, string LegalBasis, string Stage, bool IsContainer, bool HasChildren, IReadOnlyList<OutlineNext> Next)
{
    /// <summary>The whole procedure, level by level, in reading order.</summary>
    public static IReadOnlyList<OutlineLine> Of(ProcedureDesign design, DesignNames names)
    {
        var lines = new List<OutlineLine>();
        Add(lines, design, names, "", "", 0);
        return lines;
    }

    private static void Add(List<OutlineLine> lines, ProcedureDesign design, DesignNames names, string scope, string prefix, int depth)
    {
        var chart = DesignChart.Of(design, scope, names);
        // Beginning and end have no number, as on the canvas.
        var byId = chart.Steps.ToDictionary(step => step.Id, step => (step.Title, Number: step.Number > 0 ? $"{prefix}{step.Number}" : ""), StringComparer.Ordinal);
        foreach (var step in chart.Steps)
        {
            var address = new StepAddress(scope, step.Id);
            var json = design.Find(address)!;
            var properties = json["customProperties"];
            lines.Add(new OutlineLine(
                address, byId[step.Id].Number, depth, step.Title, step.Type, NewSteps.NameOf(step.Type), step.Sub,
                StepTree.Text(properties?["legalBasis"]) ?? "", StepTree.Text(properties?["stage"]) ?? "", step.IsContainer, StepTree.Children(json).Any(),
                [.. step.Ports.Select(port => new OutlineNext(port.Name, port.Label, [.. chart.Ways.Where(way => way.From == step.Id && way.Port == port.Name).Select(way => (way.Key, byId[way.To].Number, byId[way.To].Title))]))]));
            if (step.IsContainer) Add(lines, design, names, address.Path, $"{byId[step.Id].Number}.", depth + 1);
        }
    }
}

/// <summary>One way of leaving a step, and where it leads.</summary>
public sealed record OutlineNext(string Port, string Label, IReadOnlyList<(string Key, string Number, string Title)> To);

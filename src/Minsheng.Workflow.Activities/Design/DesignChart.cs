using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Design;

/// <param name="IsWired">Whether an arrow leaves by it.</param>
public sealed record ChartPort(string Name, string Label, bool IsWired);

/// <summary>A step as its card on the canvas.</summary>
/// <param name="Number">Its place in the reading order; 0 for beginning and end.</param>
/// <param name="Mark">error, warning or nothing.</param>
public sealed record ChartStep(
    string Id, string Title, string Sub, string Type, string Category, string Icon, int Number, double X, double Y, double Width, double Height,
    bool IsContainer, bool IsForeign, string Mark, IReadOnlyList<ChartPort> Ports)
{
    /// <summary>The part of the year it belongs to, in the file's words.</summary>
    public string Stage { get; init; } = "";

    /// <summary>The procedure that runs inside it; empty when there is none or it is only known when it runs.</summary>
    public string Child { get; init; } = "";

    public bool Equals(ChartStep? other) => other is not null && (this with { Ports = [] }).Same(other with { Ports = [] }) && Ports.SequenceEqual(other.Ports);

    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);

    private bool Same(ChartStep other) =>
        (Id, Title, Sub, Type, Icon, Number, X).Equals((other.Id, other.Title, other.Sub, other.Type, other.Icon, other.Number, other.X))
        && (Y, Width, Height, IsContainer, IsForeign, Mark, Category).Equals((other.Y, other.Width, other.Height, other.IsContainer, other.IsForeign, other.Mark, other.Category))
        && Child == other.Child;
}

/// <param name="IsBack">Leads to a step that comes earlier.</param>
/// <param name="IsDrawn">False for the order of a sequence, which is no arrow of the file.</param>
/// <param name="Bends">x and y in turn.</param>
public sealed record ChartWay(string Key, string From, string Port, string To, string Label, bool IsBack, bool IsDrawn, IReadOnlyList<double> Bends)
{
    public bool Equals(ChartWay? other) => other is not null
        && (Key, Label, IsBack, IsDrawn).Equals((other.Key, other.Label, other.IsBack, other.IsDrawn)) && Bends.SequenceEqual(other.Bends);

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);
}

/// <summary>One level of a procedure as the canvas shows it.</summary>
public sealed record DesignChart(IReadOnlyList<ChartStep> Steps, IReadOnlyList<ChartWay> Ways)
{
    public const double CardWidth = 200, CardHeight = 64;
    private const int LongestTitle = 200;

    public static DesignChart Empty { get; } = new([], []);

    /// <param name="marks">Addresses of steps with problems, to error or warning.</param>
    public static DesignChart Of(ProcedureDesign design, string scope, DesignNames names, IReadOnlyDictionary<string, string>? marks = null)
    {
        if (design.Scope(scope) is not { } container) return Empty;
        var children = StepTree.Children(container).Where(child => StepTree.Type(child.Step).Length > 0).DistinctBy(child => child.Id).ToList();
        var isSequence = StepTree.Type(container) == "Elsa.Sequence";
        var ways = !isSequence ? Way.In(container) : [.. children.Zip(children.Skip(1), (from, to) => new DrawnWay(new Way(from.Id, Outcomes.Done, to.Id), [], 0))];
        var order = ReadingOrder.Of(children, ways.ConvertAll(way => way.Way));
        var isLoose = children.Count > 1 && children.TrueForAll(child => ProcedureDesign.Spot(child.Step) is (0, 0));
        var cards = new CardWords(design.Definition, names);
        var wired = ways.Select(way => (way.From, way.Port)).ToHashSet();
        var leaving = ways.ToLookup(way => way.From, way => way.Port, StringComparer.Ordinal);
        var number = 0;
        var steps = new List<ChartStep>();
        foreach (var (id, step) in children.OrderBy(child => order[child.Id]))
        {
            var type = StepTree.Type(step);
            var (x, y) = ProcedureDesign.Spot(step);
            var (width, height) = Size(step);
            var address = new StepAddress(scope, id);
            var ports = StepPorts.Of(step).Select(port => new ChartPort(port.Name, port.Label, wired.Contains((id, port.Name)))).ToList();
            // Arrows may leave by ways that the step has no more.
            ports.AddRange(leaving[id].Where(name => ports.TrueForAll(port => port.Name != name)).Distinct().ToList().Select(name => new ChartPort(name, name, true)));
            var known = StepCatalog.All.Find(type);
            var isForeign = known is null && step["workflowDefinitionId"] is null;
            steps.Add(new ChartStep(
                id, Short(StepTree.Title(step)), isForeign ? $"不能识别：{type}" : cards.Of(step), type, known?.Label.Category ?? "", known?.Label.Icon ?? "help", type is "Elsa.Start" or "Elsa.End" ? 0 : ++number,
                x, y, width, height, StepTree.IsContainer(step), isForeign, marks?.GetValueOrDefault(address.Path) ?? "", ports)
            {
                Stage = StepTree.Text((step["customProperties"] as JsonObject)?["stage"]) ?? "",
                Child = ChildReference.Of(step) ?? "",
            });
        }
        var byId = steps.ToDictionary(step => step.Id, StringComparer.Ordinal);
        var chart = new DesignChart(steps, [.. ways.Where(way => byId.ContainsKey(way.From) && byId.ContainsKey(way.To)).Select(way => Arrow(way.Way, way.Json, byId[way.From], order, !isSequence))]);
        return isLoose ? chart.LaidOut() : chart;
    }

    /// <summary>A level nobody has placed yet.</summary>
    private DesignChart LaidOut()
    {
        var places = RowLayout.Of(this).ToDictionary(place => place.Id, StringComparer.Ordinal);
        return this with { Steps = [.. Steps.Select(step => step with { X = places[step.Id].X, Y = places[step.Id].Y })] };
    }

    /// <summary>A card shows a few words of it.</summary>
    private static string Short(string title) => title.Length > LongestTitle ? title[..LongestTitle] + "…" : title;

    private static ChartWay Arrow(Way way, JsonObject json, ChartStep from, Dictionary<string, int> order, bool isDrawn)
    {
        var label = from.Ports.FirstOrDefault(port => port.Name == way.Port)?.Label ?? way.Port;
        // The one ordinary way on needs no word.
        if (from.Ports.Count <= 1 && way.Port == Outcomes.Done) label = "";
        var bends = (json["vertices"] as JsonArray ?? []).OfType<JsonObject>().SelectMany(bend => new[] { StepTree.Number(bend["x"]) ?? 0, StepTree.Number(bend["y"]) ?? 0 });
        return new ChartWay(way.Key, way.From, way.Port, way.To, label, order[way.To] <= order[way.From], isDrawn, [.. bends]);
    }

    private static (double Width, double Height) Size(JsonObject step)
    {
        var size = ((step["metadata"] as JsonObject)?["designer"] as JsonObject)?["size"] as JsonObject;
        return (Fit(StepTree.Number(size?["width"]), CardWidth, 120, 400), Fit(StepTree.Number(size?["height"]), CardHeight, 48, 160));
    }

    private static double Fit(double? value, double otherwise, double least, double most) => value is > 0 ? Math.Clamp(value.Value, least, most) : otherwise;
}

/// <summary>What changed between two pictures of a level: all that the canvas is told.</summary>
public sealed record ChartChange(IReadOnlyList<ChartStep> Steps, IReadOnlyList<ChartWay> Ways, IReadOnlyList<string> GoneSteps, IReadOnlyList<string> GoneWays)
{
    public bool IsEmpty => Steps.Count + Ways.Count + GoneSteps.Count + GoneWays.Count == 0;

    public static ChartChange Between(DesignChart before, DesignChart after)
    {
        var (steps, ways) = (before.Steps.ToDictionary(step => step.Id), before.Ways.ToDictionary(way => way.Key));
        return new(
            [.. after.Steps.Where(step => !steps.TryGetValue(step.Id, out var old) || !old.Equals(step))],
            [.. after.Ways.Where(way => !ways.TryGetValue(way.Key, out var old) || !old.Equals(way))],
            [.. steps.Keys.Except(after.Steps.Select(step => step.Id))],
            [.. ways.Keys.Except(after.Ways.Select(way => way.Key))]);
    }

    /// <summary>In pieces small enough for one message each, steps before the arrows between them.</summary>
    public IEnumerable<ChartChange> Pieces(int size = 100)
    {
        if (GoneSteps.Count + GoneWays.Count > 0) yield return new([], [], GoneSteps, GoneWays);
        foreach (var piece in Steps.Chunk(size)) yield return new(piece, [], [], []);
        foreach (var piece in Ways.Chunk(size * 2)) yield return new([], piece, [], []);
    }
}

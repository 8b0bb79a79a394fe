using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Procedures;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>One thing to look at, by the step it stands at.</summary>
/// <param name="At">Null when it concerns the whole procedure.</param>
/// <param name="Cure">The port to lead back to the step itself, where that is the usual cure; null when a person has to think.</param>
public sealed record DesignProblem(DefinitionProblem Problem, StepAddress? At, string Title, string? Cure = null)
{
    public bool IsError => Problem.IsError;
    public string Message => Problem.Message;
}

/// <summary>What is wrong with a procedure while it is drawn: all that would stop its publication, and what is likely a slip.</summary>
public static class DesignCheck
{
    public static IReadOnlyList<DesignProblem> Of(ProcedureDesign design, IDefinitionSource others, JurisdictionLevel? level = null)
    {
        var problems = DefinitionCompiler.TryCompile(design.Definition, StepCatalog.All, others, out var found) is { } compiled
            ? [.. found, .. ProcedureCheck.Beyond(compiled, others, level)]
            : found;
        var places = design.At([.. problems.Select(problem => problem.Path)]);
        var all = problems.Select((problem, index) => new DesignProblem(problem, places[index], TitleAt(design, places[index]))).ToList();
        foreach (var (address, step) in design.Steps().Where(step => StepTree.IsChart(step.Json))) all.AddRange(Slips(address, step));
        if (WithoutLimit(design) is { } limit) all.Add(limit);
        return [.. all.OrderByDescending(problem => problem.IsError)];
    }

    private static IEnumerable<DesignProblem> Slips(StepAddress chart, JsonObject json)
    {
        var steps = StepTree.Children(json).ToList();
        var ways = Way.In(json).ConvertAll(way => way.Way);
        var begin = steps.Find(step => StepTree.Type(step.Step) == "Elsa.Start").Id ?? steps.Find(step => ways.TrueForAll(way => way.To != step.Id)).Id ?? (steps is [var only, ..] ? only.Id : null);
        var reached = Reach(begin, ways);
        foreach (var (id, step) in steps)
        {
            var (at, title) = (new StepAddress(chart.Path, id), StepTree.Title(step));
            if (!reached.Contains(id)) yield return Slip(at, title, "unreachable", $"没有连线通到“{title}”，永远走不到这一步；请从前面的步骤连过来，或删去它。");
            var ports = StepPorts.Of(step);
            var open = ports.Where(port => !ways.Exists(way => way.From == id && way.Port == port.Name)).ToList();
            // The last step of a chart ends it; half an end is a slip.
            if (open.Count == 0 || open.Count == ports.Count && reached.Contains(id) && ways.TrueForAll(way => way.From != id) && ports.Count == 1) continue;
            if (open.Count == ports.Count && ports.Count > 1 && chart.IsRoot is false) continue;
            foreach (var port in open)
                yield return Slip(at, title, "dead-end", StepTree.Type(step) == "Minsheng.Ballot" && port.Name is "Void" or "Shortfall"
                    ? $"“{title}”走“{port.Label}”以后没有下一步，走到这里就停了；一般接回它自己，表示再投一次。"
                    : $"“{title}”走“{port.Label}”以后没有下一步，这条路到此为止；如果不是有意的，请连到下一步或“结束”。",
                    StepTree.Type(step) == "Minsheng.Ballot" ? port.Name : null);
        }
    }

    private static DesignProblem? WithoutLimit(ProcedureDesign design)
    {
        var open = design.Steps().Where(step => StepTree.Type(step.Json) == "Minsheng.HumanTask" && InputValue.Read(step.Json["dueWorkingDays"]) is { Mode: InputMode.Default } or { Mode: InputMode.Constant, Constant: null }).ToList();
        if (open.Count == 0) return null;
        var names = string.Join("、", open.Take(3).Select(step => $"“{StepTree.Title(step.Json)}”"));
        return Slip(open[0].Address, StepTree.Title(open[0].Json), "no-limit", $"有 {open.Count} 个办理步骤没有写期限（{names}{(open.Count > 3 ? "等" : "")}），不会催办也不算逾期；材料写明期限的请补上。");
    }

    private static DesignProblem Slip(StepAddress at, string title, string code, string message, string? cure = null) =>
        new(new DefinitionProblem(at.Id, $"$.root:{at.Path}", code, message, ProblemSeverity.Warning), at, title, cure);

    private static string TitleAt(ProcedureDesign design, StepAddress? at) => at is { IsRoot: false } address && design.Find(address) is { } step ? StepTree.Title(step) : "";

    private static HashSet<string> Reach(string? begin, List<Way> ways)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (begin is null) return seen;
        var next = ways.ToLookup(way => way.From, way => way.To, StringComparer.Ordinal);
        var open = new Stack<string>([begin]);
        while (open.TryPop(out var id))
            if (seen.Add(id)) foreach (var to in next[id]) open.Push(to);
        return seen;
    }
}

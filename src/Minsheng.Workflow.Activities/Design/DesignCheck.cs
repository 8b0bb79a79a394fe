using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Procedures;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>One thing to look at, by the step it stands at.</summary>
/// <param name="At">Null when it concerns the whole procedure.</param>
public sealed record DesignProblem(DefinitionProblem Problem, StepAddress? At, string Title)
{
    /// <summary>What would make it go away, to choose from; empty when a person has to think.</summary>
    public IReadOnlyList<DesignCure> Cures { get; init; } = [];

    public bool IsError => Problem.IsError;
    public string Message => Problem.Message;

    /// <summary>Whether it is about this input of its step, or about something inside it.</summary>
    public bool IsAt(string input) => Problem.Path.Split('.', '[').Reverse().TakeWhile(part => !part.EndsWith(']')).Contains(input) || DesignCures.Member(Problem.Path) == input;
}

/// <summary>What is wrong with a procedure while it is drawn: all that would stop its publication, and what is likely a slip.</summary>
public static class DesignCheck
{
    /// <summary>A task without a limit: often meant so, and there are many, so lists fold these together.</summary>
    public const string OpenLimit = "open-limit";

    public static IReadOnlyList<DesignProblem> Of(ProcedureDesign design, IDefinitionSource others, DesignPlace? place = null, DesignNames? names = null)
    {
        var problems = DefinitionCompiler.TryCompile(design.Definition, StepCatalog.All, others, out var found) is { } compiled
            ? [.. found, .. ProcedureCheck.Beyond(compiled, others, place?.Level)]
            : found;
        var places = design.At([.. problems.Select(problem => problem.Path)]);
        var all = problems.Select((problem, index) => new DesignProblem(problem, places[index], TitleAt(design, places[index]))).ToList();
        foreach (var (address, step) in design.Steps().Where(step => StepTree.IsChart(step.Json))) all.AddRange(ChartSlips.Of(address, step));
        if (place?.Roster is { } roster) all.AddRange(PeopleSlips.Of(design, roster, names ?? DesignNames.Plain));
        all.AddRange(WithoutLimit(design));
        return [.. all.Select(problem => problem.Cures.Count > 0 ? problem : problem with { Cures = DesignCures.Of(problem, design, names ?? DesignNames.Plain, place) }).OrderByDescending(problem => problem.IsError)];
    }

    /// <summary>Each by itself: a limit is written where the material states one.</summary>
    private static IEnumerable<DesignProblem> WithoutLimit(ProcedureDesign design)
    {
        var tasks = design.Steps().Where(step => StepTree.Type(step.Json) == "Minsheng.HumanTask").Select(step => (step.Address, step.Json, Limit: InputValue.Read(step.Json["dueWorkingDays"]))).ToList();
        var stated = tasks.Where(task => StepTree.Number(task.Limit.Constant) is > 0).GroupBy(task => (int)StepTree.Number(task.Limit.Constant)!.Value, task => StepTree.Title(task.Json)).MaxBy(limit => limit.Count());
        return tasks.Where(task => task.Limit is { Mode: InputMode.Default } or { Mode: InputMode.Constant, Constant: null })
            .Select(task => Slip(task.Address, StepTree.Title(task.Json), OpenLimit, "没有写期限，不催办，也不算逾期。材料写明期限的请补上。", DesignCures.ForLimit(task.Address, stated), "dueWorkingDays"));
    }

    internal static DesignProblem Slip(StepAddress at, string title, string code, string message, IReadOnlyList<DesignCure>? cures = null, string member = "") =>
        new(new DefinitionProblem(at.Id, $"$.root:{at.Path}{(member.Length > 0 ? $".{member}" : "")}", code, message, ProblemSeverity.Warning), at, title) { Cures = cures ?? [] };

    private static string TitleAt(ProcedureDesign design, StepAddress? at) => at is { IsRoot: false } address && design.Find(address) is { } step ? StepTree.Title(step) : "";
}

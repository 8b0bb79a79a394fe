using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Rehearsal;

/// <summary>
/// Projects made up for a procedure that is otherwise started by another: without them there would be nothing to supervise. What is made
/// up is said.
/// </summary>
/// <param name="Count">How many.</param>
/// <param name="IsOwn">The procedure is about the one project.</param>
/// <param name="Unsatisfactory">So many were rated unsatisfactory before it begins.</param>
public sealed record StandIns(int Count, bool IsOwn, int Unsatisfactory)
{
    private const int Several = 3, Failed = 2;

    private static readonly string[] Project = ["Minsheng.Report", "Minsheng.Inspect", "Minsheng.Accept", "Minsheng.Rectify", "Minsheng.Change", "Minsheng.Plan", "Minsheng.ForEachProject"];

    /// <returns>Null for a procedure that finds its projects itself, or needs none.</returns>
    public static StandIns? For(CompiledDefinition definition)
    {
        bool Has(string type) => definition.Activities.Any(step => step.Type == type);
        if (Has("Minsheng.Ballot") || Has("Minsheng.Collect")) return null;
        if (definition.Source.Inputs.Any(input => input.Name == "projectId") || Has("Minsheng.Instruct")) return new StandIns(1, true, 0);
        // A rating of stated matters rates no projects.
        return Project.Any(Has) || definition.Activities.Any(step => step.Type == "Minsheng.Rate" && step.Json["matters"] is null) ? new StandIns(Several, false, Has("Minsheng.Rectify") ? Failed : 0) : null;
    }
}

/// <summary>A project made up for a rehearsal.</summary>
public sealed record AssumedProject(string Number, string Title, decimal Amount, string Unit, DateOnly Finish, bool IsUnsatisfactory)
{
    public string Words => FormattableString.Invariant($"{Number} {Title}，资金 {Amount:0.00} 万元，{Unit}负责，{DayWords.Full(Finish)}前完工{(IsUnsatisfactory ? "，上次测评不满意" : "")}");
}

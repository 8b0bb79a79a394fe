using System.Runtime.CompilerServices;
using Minsheng.Workflow.Activities.Rehearsal;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Tests.Rehearsal;

/// <summary>The procedures that ship, read from the repository.</summary>
internal sealed class Shipped : IDefinitionSource
{
    public static Shipped All { get; } = new();

    internal static string Folder([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "workflows"));

    public static IEnumerable<string> Files => Directory.GetFiles(Folder(), "*.json").Select(Path.GetFileName).Order()!;

    public static string Text(string file) => File.ReadAllText(Path.Combine(Folder(), file));

    public static WorkflowDefinition Read(string definitionId) => ElsaJson.Read(Text($"{definitionId}.json"));

    public WorkflowDefinition? FindById(string definitionId) => Files.Contains($"{definitionId}.json") ? Read(definitionId) : null;

    public WorkflowDefinition? FindByActivityType(string type) => null;

    public static RehearsalPlan Zhashui { get; } = new(Read("zhashui-three-reviews"), new DateOnly(2026, 1, 5)) { Others = All, Reload = true };

    /// <summary>As far as the vote and what directly follows it, without the year of supervision.</summary>
    public static RehearsalReport PlayToTheVote(string answers = "{}", Func<RehearsalPlan, RehearsalPlan>? change = null) =>
        Play(answers, plan => (change?.Invoke(plan) ?? plan) with { Until = new DateOnly(2026, 6, 15) });

    public static RehearsalReport Play(string answers = "{}", Func<RehearsalPlan, RehearsalPlan>? change = null)
    {
        var plan = Zhashui with { Answers = RehearsalAnswers.Parse(answers) };
        return Activities.Rehearsal.Rehearsal.Play(change?.Invoke(plan) ?? plan);
    }
}

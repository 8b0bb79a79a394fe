using System.Collections.Frozen;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>Outcomes of the steps as people say them, from the steps' own descriptors.</summary>
public static class OutcomeWords
{
    private static readonly FrozenDictionary<string, string> Known = StepCatalog.All.Descriptors
        .SelectMany(step => step.Label.Outcomes.Zip(step.Label.OutcomeNames)).DistinctBy(outcome => outcome.First)
        .Where(outcome => outcome.First != Outcomes.Done)
        .ToFrozenDictionary(outcome => outcome.First, outcome => outcome.Second, StringComparer.Ordinal);

    /// <summary>Null for the plain end of a step, and for words a definition made up.</summary>
    public static string? Of(string outcome) => Known.GetValueOrDefault(outcome);
}

using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Items;

namespace Minsheng.Workflow.Activities.Rehearsal;

/// <summary>What the rehearsal hands to the bursts of one run: the same questions the database answers, from memory.</summary>
internal sealed class RehearsalFacts(CycleFact cycle, Dates dates, RehearsalPeople people, SimulatedItems items, int deputies, Func<DateTimeOffset> now, string runId, string? projectId) : ICycleFacts
{
    public CycleFact Cycle => cycle;
    public Dates Dates => dates;
    public int AllDeputies => deputies;
    public ItemFact? Project => projectId is null ? null : items.Find(projectId)?.Fact;

    public IReadOnlyList<PersonFact> Resolve(IReadOnlyList<Assignee> assignees) => assignees switch
    {
        [var only] => people.Of(only, Project),
        _ => [.. assignees.SelectMany(assignee => people.Of(assignee, Project)).DistinctBy(person => person.Id)],
    };

    public IReadOnlyDictionary<string, ItemStage> StagesWithout(IReadOnlyList<int> executions) => items.StagesWithout(runId, executions);

    public IReadOnlyList<ItemFact> Items(params ItemStage[] stages) => [.. items.At(now(), stages).Select(item => item.Fact)];
}

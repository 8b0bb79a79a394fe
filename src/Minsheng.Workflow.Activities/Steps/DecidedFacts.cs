using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>
/// Facts as they will be when the burst's decisions are carried out. Without it an announcement right after a ballot would
/// still list what was adopted as candidates.
/// </summary>
internal sealed class DecidedFacts(ICycleFacts facts, IReadOnlyList<Effect> effects) : ICycleFacts
{
    private readonly Dictionary<string, ItemStage> _stages = Stages(effects);

    public CycleFact Cycle => facts.Cycle;
    public Dates Dates => facts.Dates;
    public ItemFact? Project => facts.Project is { } project ? Decided(project) : null;
    public int AllDeputies => facts.AllDeputies;

    public IReadOnlyList<PersonFact> Resolve(IReadOnlyList<Assignee> assignees) => facts.Resolve(assignees);

    public IReadOnlyList<ItemFact> Items(params ItemStage[] stages) =>
        [.. facts.Items(Enum.GetValues<ItemStage>()).Select(Decided).Where(item => stages.Contains(item.Stage))];

    private ItemFact Decided(ItemFact item) => _stages.TryGetValue(item.Id, out var stage) ? item with { Stage = stage } : item;

    /// <summary>The last decision on an item counts.</summary>
    private static Dictionary<string, ItemStage> Stages(IReadOnlyList<Effect> effects)
    {
        var stages = new Dictionary<string, ItemStage>(StringComparer.Ordinal);
        foreach (var decision in effects.OfType<DecideItems>().SelectMany(effect => effect.Decisions)) stages[decision.ItemId] = decision.Stage;
        return stages;
    }
}

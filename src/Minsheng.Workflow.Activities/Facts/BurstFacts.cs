using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Facts;

/// <summary>
/// What a host stored, as changed by what the running burst has decided so far: effects are carried out only after the burst,
/// yet a review right behind a screening must see what was shortlisted. Hosts wrap their facts in one of these per burst.
/// </summary>
public sealed class BurstFacts(ICycleFacts stored) : ICycleFacts, IEffectObserver
{
    private static readonly ItemStage[] AllStages = Enum.GetValues<ItemStage>();
    private readonly Dictionary<string, ItemStage> _stages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _leadUnits = new(StringComparer.Ordinal);

    public CycleFact Cycle => stored.Cycle;
    public Dates Dates => stored.Dates;
    public int AllDeputies => stored.AllDeputies;
    public ItemFact? Project => stored.Project is { } project ? Current(project) : null;

    public IReadOnlyList<PersonFact> Resolve(IReadOnlyList<Assignee> assignees) => stored.Resolve(assignees);

    public IReadOnlyList<ItemFact> Items(params ItemStage[] stages) => _stages.Count == 0 && _leadUnits.Count == 0
        ? stored.Items(stages)
        : [.. stored.Items(AllStages).Select(Current).Where(item => stages.Contains(item.Stage))];

    public void Observe(Effect effect)
    {
        if (effect is DecideItems decided)
            foreach (var decision in decided.Decisions) _stages[decision.ItemId] = decision.Stage;
        else if (effect is RecordPlan plan)
            _leadUnits[plan.ItemId] = plan.LeadUnitId;
    }

    private ItemFact Current(ItemFact item) => item with
    {
        Stage = _stages.GetValueOrDefault(item.Id, item.Stage),
        LeadUnitId = _leadUnits.GetValueOrDefault(item.Id, item.LeadUnitId!),
    };
}

using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>
/// Facts as they will be when the burst's decisions are carried out. Without it an announcement right after a ballot would
/// still list what was adopted as candidates.
/// </summary>
internal sealed class DecidedFacts(ICycleFacts facts, IReadOnlyList<Effect> effects) : ICycleFacts
{
    public CycleFact Cycle => facts.Cycle;
    public Dates Dates => facts.Dates;
    public ItemFact? Project => facts.Project is { } project ? Decided(project) : null;
    public int AllDeputies => facts.AllDeputies;

    public IReadOnlyList<PersonFact> Resolve(IReadOnlyList<Assignee> assignees) => facts.Resolve(assignees);

    public IReadOnlyList<ItemFact> Items(params ItemStage[] stages) =>
        [.. facts.Items(Enum.GetValues<ItemStage>()).Select(Decided).Where(item => stages.Contains(item.Stage))];

    /// <summary>Whether an effect changes what facts say of an item.</summary>
    public static bool Changes(Effect effect) => effect is PassagesUndone or DecideItems or RecordRating or FinishProject or CarryOver or ChangeProject;

    public IReadOnlyDictionary<string, ItemStage> StagesWithout(IReadOnlyList<int> executions) => facts.StagesWithout(executions);

    private ItemFact Decided(ItemFact item) => effects.Aggregate(item, After);

    /// <summary>A decision of this burst stands, whichever earlier ones are taken back.</summary>
    private bool IsDecidedAnew(ItemFact item) => effects.OfType<DecideItems>().Any(decided => decided.Decisions.Any(decision => decision.ItemId == item.Id));

    private ItemFact After(ItemFact item, Effect effect) => effect switch
    {
        PassagesUndone undone when !IsDecidedAnew(item) => facts.StagesWithout(undone.Executions).TryGetValue(item.Id, out var before) ? item with { Stage = before } : item,
        DecideItems decided => decided.Decisions.LastOrDefault(decision => decision.ItemId == item.Id) is { } last ? item with { Stage = last.Stage } : item,
        RecordRating rating when rating.ItemId == item.Id && rating.Result.Outcome != RatingOutcome.Ungraded => item with { LastRating = rating.Result.Outcome },
        FinishProject finished when finished.ItemId == item.Id => item with { State = ProjectState.Finished },
        CarryOver carried when carried.ItemId == item.Id => item with { State = ProjectState.CarriedOver, Finish = carried.Finish ?? item.Finish },
        ChangeProject { IsApproved: true } change when change.ItemId == item.Id => item with
        {
            State = change.Kind is ChangeKind.Substitution or ChangeKind.Stop ? ProjectState.Stopped : item.State,
            Amount = change.Amount ?? item.Amount,
            Finish = change.Finish ?? item.Finish,
        },
        ChangeProject { IsApproved: true } change when change.ReplacedBy == item.Id => item with { Stage = ItemStage.Project },
        _ => item,
    };
}

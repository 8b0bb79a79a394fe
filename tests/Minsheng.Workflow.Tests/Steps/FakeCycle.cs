using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Tests.Steps;

/// <summary>A cycle in memory: people by post, items by number. It carries out decisions on items and what becomes of projects, nothing else.</summary>
internal sealed class FakeCycle : ICycleFacts
{
    private readonly Dictionary<string, List<PersonFact>> _posts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ItemFact> _items = new(StringComparer.Ordinal);

    public CycleFact Cycle { get; init; } = new("c26", 2026, "zs", "柞水县", JurisdictionLevel.County, new DateOnly(2026, 3, 1));
    public Dates Dates { get; init; } = new(TimeZoneInfo.CreateCustomTimeZone("cn", TimeSpan.FromHours(8), "cn", "cn"), WorkingCalendar.Shipped);
    public ItemFact? Project { get; set; }
    public int AllDeputies { get; set; }

    /// <summary>People of a role, a body or a unit; their ids are their names.</summary>
    public FakeCycle With(string post, params string[] names)
    {
        _posts[post] = [.. names.Select(name => new PersonFact(name, name, post, $"{post}办公室"))];
        return this;
    }

    /// <summary>Deputies 代表1, 代表2 … as the Deputy role and the base of quorum and majority.</summary>
    public FakeCycle WithDeputies(int count)
    {
        AllDeputies = count;
        return With("Deputy", [.. Enumerable.Range(1, count).Select(number => $"代表{number}")])
            .With("SessionChair", "主持人").With("ChiefScrutineer", "总监票人");
    }

    /// <summary>Items i1, i2 … at a stage.</summary>
    public FakeCycle WithItems(ItemStage stage, int count)
    {
        for (var number = _items.Count + 1; count > 0; number++, count--)
            _items[$"i{number}"] = new ItemFact($"i{number}", $"ZS26-{number:0000}", $"项目{number}", "内容", "交通", "城关街道", 100.50m * number, stage, null, null, 1);
        return this;
    }

    public FakeCycle Rated(string id, Activities.Ratings.RatingOutcome outcome)
    {
        _items[id] = _items[id] with { LastRating = outcome };
        return this;
    }

    public ItemFact Item(string id) => _items[id];

    public FakeCycle Change(string id, Func<ItemFact, ItemFact> change)
    {
        _items[id] = change(_items[id]);
        return this;
    }

    public void Remove(string post) => _posts.Remove(post);

    public IReadOnlyList<PersonFact> Resolve(IReadOnlyList<Assignee> assignees) =>
        [.. assignees.SelectMany(one => _posts.GetValueOrDefault(one.Role ?? one.Body ?? one.Group ?? one.Unit ?? one.Person ?? "") ?? []).DistinctBy(person => person.Id)];

    public IReadOnlyList<ItemFact> Items(params ItemStage[] stages) =>
        [.. _items.Values.Where(item => stages.Contains(item.Stage)).OrderBy(item => item.Number, StringComparer.Ordinal)];

    public void CarryOut(IEnumerable<Effect> effects)
    {
        foreach (var decision in effects.OfType<DecideItems>().SelectMany(effect => effect.Decisions))
            _items[decision.ItemId] = _items[decision.ItemId] with { Stage = decision.Stage };
        foreach (var effect in effects)
            switch (effect)
            {
                case FinishProject finished: Change(finished.ItemId, item => item with { State = ProjectState.Finished }); break;
                case CarryOver carried: Change(carried.ItemId, item => item with { State = ProjectState.CarriedOver, Finish = carried.Finish ?? item.Finish }); break;
                case ChangeProject { IsApproved: true } change: CarryOut(change); break;
            }
    }

    private void CarryOut(ChangeProject change)
    {
        Change(change.ItemId, item => item with
        {
            State = change.Kind is ChangeKind.Substitution or ChangeKind.Stop ? ProjectState.Stopped : item.State,
            Amount = change.Amount ?? item.Amount,
            Finish = change.Finish ?? item.Finish,
        });
        if (change.ReplacedBy is { } heir) Change(heir, item => item with { Stage = ItemStage.Project });
    }
}

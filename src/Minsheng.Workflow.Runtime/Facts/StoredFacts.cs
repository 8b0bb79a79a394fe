using System.Data.Common;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Processes;

namespace Minsheng.Workflow.Runtime.Facts;

/// <summary>The facts of one burst, read from the transaction that will save it.</summary>
internal sealed class StoredFacts(WriteSession session, string jurisdictionId, string? cycleId, string? projectId, string runId = "") : ICycleFacts
{
    private readonly Lazy<Place> _place = new(() => Places.Read(session, jurisdictionId));
    private CycleFact? _cycle;
    private ItemFact? _project;

    public CycleFact Cycle => _cycle ??= ReadCycle();

    public Dates Dates => _place.Value.Dates;

    public ItemFact? Project => projectId is null ? null : _project ??= session.First(
        $"SELECT i.id, i.number, i.title, i.content, i.domain, i.place, i.amount, i.stage, i.lead_unit_id, i.lead_unit, (SELECT COUNT(*) FROM item_proposers p WHERE p.item_id = i.id) + (SELECT COUNT(*) FROM items m JOIN item_proposers p ON p.item_id = m.id WHERE m.cycle_id = i.cycle_id AND m.stage = 'Merged' AND m.merged_into = i.id), i.state, i.last_rating, i.finish FROM items i WHERE i.id = {projectId} AND i.jurisdiction_id = {jurisdictionId}",
        ItemReader.Item);

    public int AllDeputies => OfTerm ?? _place.Value.AllDeputies ?? Resolve([new Assignee(Role: Roles.Deputy)]).Count;

    /// <summary>全体代表人数 of the term running today.</summary>
    private int? OfTerm
    {
        get
        {
            var today = Dates.Today(session.Now);
            return session.First(
                $"SELECT all_deputies FROM terms WHERE jurisdiction_id = {jurisdictionId} AND all_deputies IS NOT NULL AND \"from\" <= {today} AND (until IS NULL OR until >= {today}) ORDER BY \"from\" DESC",
                reader => reader.Number(0));
        }
    }

    public IReadOnlyList<PersonFact> Resolve(IReadOnlyList<Assignee> assignees) =>
        PeopleReader.Resolve(session, jurisdictionId, assignees, Dates.Today(session.Now), assignees.Any(one => one.Role == Roles.LeadDepartment) ? Project?.LeadUnitId : null);

    public IReadOnlyList<ItemFact> Items(params ItemStage[] stages) => cycleId is null ? [] : ItemReader.OfCycle(session, cycleId, stages);

    public IReadOnlyDictionary<string, ItemStage> StagesWithout(IReadOnlyList<int> executions) =>
        TakenBack.Standing(session, cycleId, runId, executions).ToDictionary(item => item.ItemId, item => item.Stage, StringComparer.Ordinal);

    private CycleFact ReadCycle()
    {
        var place = _place.Value;
        var stored = cycleId is null ? default : session.First(
            $"SELECT year, started_at FROM cycles WHERE id = {cycleId}",
            reader => (Year: reader.GetInt32(0), StartedAt: reader.Time(1)));
        var started = Dates.Today(stored.Year == 0 ? session.Now : stored.StartedAt);
        return new CycleFact(cycleId ?? "", stored.Year == 0 ? started.Year : stored.Year, place.Id, place.Name, place.Level, started);
    }
}

internal static class ItemReader
{
    public static List<ItemFact> OfCycle(WriteSession session, string cycleId, IReadOnlyList<ItemStage> stages)
    {
        if (stages.Count == 0) stages = Enum.GetValues<ItemStage>();
        ItemStage At(int index) => stages[Math.Min(index, stages.Count - 1)];
        return session.Query(
            $"SELECT i.id, i.number, i.title, i.content, i.domain, i.place, i.amount, i.stage, i.lead_unit_id, i.lead_unit, (SELECT COUNT(*) FROM item_proposers p WHERE p.item_id = i.id) + (SELECT COUNT(*) FROM items m JOIN item_proposers p ON p.item_id = m.id WHERE m.cycle_id = i.cycle_id AND m.stage = 'Merged' AND m.merged_into = i.id), i.state, i.last_rating, i.finish FROM items i WHERE i.cycle_id = {cycleId} AND i.stage IN ({At(0)}, {At(1)}, {At(2)}, {At(3)}, {At(4)}, {At(5)}) ORDER BY i.number",
            Item);
    }

    public static ItemFact Item(DbDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5),
        reader.Money(6), reader.Name<ItemStage>(7), reader.Text(8), reader.Text(9), Convert.ToInt32(reader.GetValue(10), System.Globalization.CultureInfo.InvariantCulture),
        reader.Name<ProjectState>(11), reader.Text(12) is { } rated ? Enum.Parse<RatingOutcome>(rated) : null, reader.DayOrNull(13));
}

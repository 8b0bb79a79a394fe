using System.Text.Json;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;
using Candidate = Minsheng.Workflow.Activities.Ballots.BallotRow;
using Box = Minsheng.Workflow.Runtime.Storage.Rows.BallotRow;

namespace Minsheng.Workflow.Benchmarks.Sizes;

/// <summary>A vote every year with everybody on its roll, sign-ins, and where each audit chain ends.</summary>
internal sealed partial record Province
{
    private const int Voters = 40, Spare = 3;

    public static string BallotId(string cycle) => $"{cycle}-b";

    public IEnumerable<Box> Ballots() => Cycles().Select(cycle => new Box
    {
        Id = BallotId(cycle.Cycle), JurisdictionId = PlaceId(cycle.Place), InstanceId = RunId(cycle.Cycle, 0), CycleId = cycle.Cycle, Title = $"{cycle.Year}年民生实事项目票决",
        SheetJson = JsonSerializer.Serialize(Sheet(cycle.Place, cycle.Cycle), Values.Json), ResultJson = JsonSerializer.Serialize(Result(cycle.Place, cycle.Cycle), Values.Json),
        ChairId = PersonId(cycle.Place, 1), ScrutineerId = PersonId(cycle.Place, 2), State = BallotState.Opened, Due = Voters, Present = Voters, Returned = Voters,
        Prepared = Begin(cycle.Year).AddDays(100), Opened = Begin(cycle.Year).AddDays(101), Closed = Begin(cycle.Year).AddDays(101), Unsealed = Begin(cycle.Year).AddDays(101),
    });

    public IEnumerable<BallotRollRow> Roll() => Cycles().SelectMany(cycle => Enumerable.Range(20, Voters).Select(person => new BallotRollRow
    {
        BallotId = BallotId(cycle.Cycle), PersonId = PersonId(cycle.Place, person), JurisdictionId = PlaceId(cycle.Place), HasCast = true,
    }));

    public IEnumerable<Account> Accounts() => Enumerable.Range(0, Places).SelectMany(place => Enumerable.Range(0, PeopleOf(place)).Select(person => PersonId(place, person))).Select(person => new Account
    {
        Id = $"{person}-a", UserName = person, NormalizedUserName = person.ToUpperInvariant(), PersonId = person, SecurityStamp = "", ConcurrencyStamp = "", PasswordHash = "",
    });

    public IEnumerable<AuditHeadRow> AuditHeads() => Enumerable.Range(0, Places).Select(place => new AuditHeadRow
    {
        JurisdictionId = PlaceId(place), Seq = Audits * Years * (place == 0 ? 20 : 1), Hash = Hash,
    });

    private static BallotSheet Sheet(int place, string cycle) => new(
        BallotKind.Vote, "民生实事项目票决", 1, ProjectsOf(place),
        [.. Enumerable.Range(0, ProjectsOf(place) + Spare).Select(item => new Candidate(ItemId(cycle, item), $"{item}", Wanted[item % Wanted.Length], "改造老旧管网，惠及三千二百户。"))],
        ["赞成", "反对", "弃权"], null, Voters);

    private static BallotResult Result(int place, string cycle) => new()
    {
        Outcome = BallotOutcome.Adopted, Turnout = new Turnout(Voters, Voters, Voters, Voters), Quorum = 27, Seats = ProjectsOf(place), ValidSlips = Voters,
        Tallies = [.. Enumerable.Range(0, ProjectsOf(place) + Spare).Select(item => new CandidateTally(ItemId(cycle, item), Voters - item, item, 0, 0))],
        Adopted = [.. Enumerable.Range(0, ProjectsOf(place)).Select(item => ItemId(cycle, item))],
    };
}

using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.People;

/// <summary>届次: terms of the congress, and the hand-over from one to the next as a single reviewed act.</summary>
public sealed class TermDesk(CommitQueue commits, ProcessDesk processes, PostNews news)
{
    /// <returns>Id of the term.</returns>
    public Task<string> AddAsync(TermOrder order, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        ManageGate.Require(session, order.PlaceId, order.By, ManagePart.Terms);
        var term = TermRows.Check(session, order, null);
        var id = TermRows.Insert(session, term);
        TermRows.Follow(session, order.PlaceId);
        AuditLog.Write(session, order.PlaceId, order.By, "term-added", id, new { term.Name, term.From, term.Until, term.AllDeputies });
        return id;
    }, cancellation);

    public Task ChangeAsync(string termId, TermOrder order, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        ManageGate.Require(session, order.PlaceId, order.By, ManagePart.Terms);
        TermRows.Find(session, order.PlaceId, termId);
        var term = TermRows.Check(session, order, termId);
        session.Execute($"UPDATE terms SET name = {term.Name}, \"from\" = {term.From}, until = {term.Until}, all_deputies = {term.AllDeputies} WHERE id = {termId}");
        TermRows.Follow(session, order.PlaceId);
        AuditLog.Write(session, order.PlaceId, order.By, "term-changed", termId, new { term.Name, term.From, term.Until, term.AllDeputies });
    }, cancellation);

    public Task RemoveAsync(string placeId, string termId, string by, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        ManageGate.Require(session, placeId, by, ManagePart.Terms);
        var term = TermRows.Find(session, placeId, termId);
        if (PostRows.OfTerm(session, termId).Count is > 0 and var posts)
            throw new RefusedException("in-use", $"“{term.Name}”不能删除：有 {posts} 项任职属于这一届。登记错的，请先改这些任职的届次。");
        session.Execute($"DELETE FROM terms WHERE id = {termId}");
        TermRows.Follow(session, placeId);
        AuditLog.Write(session, placeId, by, "term-removed", termId, new { term.Name });
    }, cancellation);

    /// <summary>What the hand-over would do, and what still stands in its way.</summary>
    public Task<TermReview> ReviewAsync(TermHandoverOrder order, CancellationToken cancellation = default) => commits.ReadAsync(session =>
    {
        ManageGate.Require(session, order.PlaceId, order.By, ManagePart.Terms);
        return TermReview.Of(session, order);
    }, cancellation);

    /// <summary>换届: ends the posts of one term, gives those of the next, moves every open task of those who leave. One command.</summary>
    /// <exception cref="RefusedException">Something would be left behind; the sentence names it.</exception>
    public async Task<string> HandOverAsync(TermHandoverOrder order, CancellationToken cancellation = default) => await processes.DoAsync((session, runner) =>
    {
        ManageGate.Require(session, order.PlaceId, order.By, ManagePart.Terms);
        return TermHandover.Do(session, runner, order, news);
    }, cancellation);
}

/// <param name="AllDeputies">全体代表人数.</param>
public sealed record TermOrder(string PlaceId, string By, string Name, DateOnly From, DateOnly? Until, int? AllDeputies);

internal sealed record Term(string Id, string PlaceId, string Name, DateOnly From, DateOnly? Until, int? AllDeputies);

internal static class TermRows
{
    private const int MostDeputies = 5000;

    public static Term Find(WriteSession session, string placeId, string termId) =>
        All(session, placeId).Find(term => term.Id == termId) ?? throw new NotFoundException("届次", termId);

    public static List<Term> All(WriteSession session, string placeId) => session.Query(
        $"SELECT id, name, \"from\", until, all_deputies FROM terms WHERE jurisdiction_id = {placeId} ORDER BY \"from\" DESC",
        reader => new Term(reader.GetString(0), placeId, reader.GetString(1), reader.Day(2), reader.DayOrNull(3), reader.Number(4)));

    public static string Insert(WriteSession session, Term term)
    {
        session.Execute($"INSERT INTO terms (id, jurisdiction_id, name, \"from\", until, all_deputies) VALUES ({term.Id}, {term.PlaceId}, {term.Name}, {term.From}, {term.Until}, {term.AllDeputies})");
        return term.Id;
    }

    /// <summary>The place's number of deputies is that of the term running today.</summary>
    public static void Follow(WriteSession session, string placeId)
    {
        var today = Places.Today(session, placeId);
        if (All(session, placeId).Find(term => term.From <= today && (term.Until is null || term.Until >= today)) is { AllDeputies: { } deputies })
            session.Execute($"UPDATE jurisdictions SET all_deputies = {deputies} WHERE id = {placeId}");
    }

    public static Term Check(WriteSession session, TermOrder order, string? termId)
    {
        var problems = new List<FieldProblem>();
        var name = PlainText.Name(order.Name, "name", "届次", 20, problems);
        if (order.From.Year is < 1980 or > 2100) problems.Add(new FieldProblem("from", "“起始日期”的年份不对，请改正。"));
        if (order.Until is { } until && until <= order.From) problems.Add(new FieldProblem("until", "“截止日期”应晚于起始日期，请改正。"));
        if (order.AllDeputies is < 1 or > MostDeputies) problems.Add(new FieldProblem("allDeputies", $"“全体代表人数”应在 1 到 {MostDeputies} 之间；不填的，按登记在册的代表数。"));
        foreach (var other in All(session, order.PlaceId).Where(other => other.Id != termId))
        {
            if (other.Name == name) problems.Add(new FieldProblem("name", $"已经有“{name}”了，请换一个名称。"));
            if ((order.Until is null || other.From <= order.Until) && (other.Until is null || other.Until >= order.From) && other.Until is not null)
                problems.Add(new FieldProblem("from", $"与“{other.Name}”（{other.From:yyyy-MM-dd} 至 {other.Until:yyyy-MM-dd}）的日期重叠，请改正。"));
        }
        return problems.Count > 0 ? throw new FormRefusedException(problems) : new Term(termId ?? Ids.New(), order.PlaceId, name, order.From, order.Until, order.AllDeputies);
    }
}

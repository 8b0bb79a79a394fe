using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.People;

/// <summary>People of a place: who they are. What they hold is with <see cref="PostDesk"/>, how they sign in with <see cref="AccountDesk"/>.</summary>
public sealed class PeopleDesk(CommitQueue commits, ProcessDesk processes, PostNews news)
{
    /// <returns>Id of the person.</returns>
    public Task<string> AddAsync(string placeId, string by, PersonOrder order, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        ManageGate.Require(session, placeId, by, ManagePart.People);
        var person = PersonRows.Check(session, placeId, order, null);
        var id = PersonRows.Insert(session, placeId, person);
        AuditLog.Write(session, placeId, by, "person-added", id, new { person.Name });
        return id;
    }, cancellation);

    public Task ChangeAsync(string placeId, string by, string personId, PersonOrder order, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        ManageGate.Require(session, placeId, by, ManagePart.People);
        var before = PersonRows.Find(session, placeId, personId);
        var person = PersonRows.Check(session, placeId, order, personId);
        session.Execute($"UPDATE people SET name = {person.Name}, phone = {person.Phone}, email = {person.Email} WHERE id = {personId}");
        // What was changed, not the numbers themselves: the chain is kept for ever.
        AuditLog.Write(session, placeId, by, "person-changed", personId, new { before = before.Name, person.Name, phone = before.Phone != person.Phone, email = before.Email != person.Email });
        session.AfterCommit(() => news.Tell(personId));
    }, cancellation);

    /// <summary>离任: ends every post, hands the open tasks over, ends delegations and locks the sign-in. One command.</summary>
    /// <exception cref="RefusedException">An open task goes to nobody, or the person keeps the key of a box that is still shut.</exception>
    public async Task LeaveAsync(LeaveOrder order, CancellationToken cancellation = default) => await processes.DoAsync((session, runner) =>
    {
        ManageGate.Require(session, order.PlaceId, order.By, ManagePart.People);
        var person = PersonRows.Find(session, order.PlaceId, order.PersonId);
        if (order.PersonId == order.By) throw new RefusedException("own-leave", "自己的离任不能由自己登记，请由其他管理人员办理。");
        PostRules.RequireMayTouch(session, order.PlaceId, order.By, order.PersonId);
        PostRules.CheckLastDay(session, order.PlaceId, order.LastDay);
        PostRows.EndAll(session, order.PersonId, order.LastDay);
        Leaving.Finish(session, runner, order.PlaceId, order.PersonId, order.By, order.Tasks, $"{person.Name}离任");
        AuditLog.Write(session, order.PlaceId, order.By, "person-left", order.PersonId, new { order.LastDay, tasks = order.Tasks.Count });
        session.AfterCommit(() => news.Tell(order.PersonId));
        return true;
    }, cancellation);

    /// <summary>Somebody who had left works here again; posts and sign-in are given anew.</summary>
    public Task ReturnAsync(string placeId, string by, string personId, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        ManageGate.Require(session, placeId, by, ManagePart.People);
        PersonRows.Find(session, placeId, personId);
        session.Execute($"UPDATE people SET is_active = {true} WHERE id = {personId}");
        AuditLog.Write(session, placeId, by, "person-returned", personId);
        session.AfterCommit(() => news.Tell(personId));
    }, cancellation);
}

public sealed record PersonOrder(string Name, string? Phone = null, string? Email = null);

/// <param name="LastDay">The last day in office: yesterday or earlier acts at once.</param>
/// <param name="Tasks">Whom each open task goes to, by task id.</param>
public sealed record LeaveOrder(string PlaceId, string By, string PersonId, DateOnly LastDay, IReadOnlyDictionary<string, string> Tasks);

/// <summary>People as rows.</summary>
internal static class PersonRows
{
    private const int LongestName = 30;

    public static (string Name, string? Phone, string? Email, bool IsActive) Find(WriteSession session, string placeId, string personId)
    {
        var row = session.First(
            $"SELECT name, phone, email, is_active FROM people WHERE id = {personId} AND jurisdiction_id = {placeId}",
            reader => (Name: reader.GetString(0), Phone: reader.Text(1), Email: reader.Text(2), IsActive: reader.GetBoolean(3)));
        return row.Name is null ? throw new NotFoundException("人员", personId) : row;
    }

    public static string Insert(WriteSession session, string placeId, PersonOrder person)
    {
        var id = Ids.New();
        session.Execute($"INSERT INTO people (id, jurisdiction_id, name, phone, email, is_active) VALUES ({id}, {placeId}, {person.Name}, {person.Phone}, {person.Email}, {true})");
        return id;
    }

    /// <summary>Cleaned; the same name is allowed, the same name without anything that tells them apart is not.</summary>
    public static PersonOrder Check(WriteSession session, string placeId, PersonOrder order, string? personId)
    {
        var problems = new List<FieldProblem>();
        var person = Clean(order, problems);
        if (problems.Count == 0 && person.Phone is { } phone && session.First(
                $"SELECT id, name FROM people WHERE jurisdiction_id = {placeId} AND phone = {phone} AND is_active = {true}", reader => (Id: reader.GetString(0), Name: reader.GetString(1))) is { Id: not null } other && other.Id != personId)
            problems.Add(new FieldProblem("phone", $"手机号 {phone} 已登记在{other.Name}名下，请核对；同一个号码只登记一人。"));
        if (problems.Count == 0 && person.Phone is null && personId is null && session.Exists($"SELECT 1 FROM people WHERE jurisdiction_id = {placeId} AND name = {person.Name} AND is_active = {true}"))
            problems.Add(new FieldProblem("phone", $"已经有一位“{person.Name}”。确是另一个人的，请填手机号以便区分。"));
        return problems.Count > 0 ? throw new FormRefusedException(problems) : person;
    }

    public static PersonOrder Clean(PersonOrder order, List<FieldProblem> problems) => new(
        PlainText.Name(order.Name, "name", "姓名", LongestName, problems), PlainText.Phone(order.Phone, problems), PlainText.Email(order.Email, problems));
}

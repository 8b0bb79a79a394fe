using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Tasks;

/// <summary>Who acts, and in whose place.</summary>
/// <param name="Agent">The standing deputy who really acts; null when the person does.</param>
internal sealed record TaskActor(PersonFact Person, PersonFact? Agent)
{
    /// <summary>Who really acts.</summary>
    public string Hand => Agent?.Id ?? Person.Id;

    /// <summary>Both names, for the story.</summary>
    public string Names => Agent is null ? Person.Name : $"{Person.Name}（{Agent.Name}代）";

    /// <exception cref="NotAllowedException">They are not this person's deputy today.</exception>
    public static TaskActor Of(WriteSession session, string jurisdictionId, string by, string? onBehalfOf)
    {
        var me = Find(session, jurisdictionId, by);
        if (onBehalfOf is null || onBehalfOf == by) return new TaskActor(me, null);
        var principal = Find(session, jurisdictionId, onBehalfOf);
        return Deputises(session, jurisdictionId, by, onBehalfOf)
            ? new TaskActor(principal, me)
            : throw new NotAllowedException($"您今天不代理{principal.Name}，不能代办；请由{principal.Name}本人办理，或先设置代理。");
    }

    public static bool Deputises(WriteSession session, string jurisdictionId, string deputyId, string personId)
    {
        var today = Places.Today(session, jurisdictionId);
        return session.Exists($"SELECT 1 FROM delegations WHERE person_id = {personId} AND deputy_id = {deputyId} AND jurisdiction_id = {jurisdictionId} AND revoked IS NULL AND \"from\" <= {today} AND until >= {today}");
    }

    /// <exception cref="NotFoundException">Nobody here is called so, or they no longer work here.</exception>
    public static PersonFact Find(WriteSession session, string jurisdictionId, string personId) =>
        PeopleReader.Jurisdiction(session, personId) == jurisdictionId
            ? PeopleReader.Find(session, personId, Places.Today(session, jurisdictionId))!
            : throw new NotFoundException("人员", personId);

    /// <summary>Whether somebody may look at a task: whoever has or had it, started it, was told of it, deputises for one of them, and the office.</summary>
    public static bool MaySee(WriteSession session, string jurisdictionId, string taskId, string personId)
    {
        var today = Places.Today(session, jurisdictionId);
        return session.Exists($"SELECT 1 FROM task_participants WHERE task_id = {taskId} AND person_id = {personId}")
            || PeopleReader.IsOffice(session, personId, jurisdictionId)
            || session.Exists($"SELECT 1 FROM task_copies WHERE task_id = {taskId} AND person_id = {personId}")
            || session.Exists($"SELECT 1 FROM tasks t JOIN instances i ON i.id = t.instance_id WHERE t.id = {taskId} AND i.started_by = {personId}")
            || session.Exists($"SELECT 1 FROM task_participants p JOIN delegations d ON d.person_id = p.person_id WHERE p.task_id = {taskId} AND d.deputy_id = {personId} AND d.revoked IS NULL AND d.\"from\" <= {today} AND d.until >= {today}");
    }

    /// <summary>People a task is still open for.</summary>
    public static List<string> Holders(WriteSession session, string taskId) =>
        session.Query($"SELECT person_id FROM task_participants WHERE task_id = {taskId} AND state = {ParticipantState.Open} ORDER BY position", reader => reader.GetString(0));
}

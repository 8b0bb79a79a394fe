using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Clock;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Digests;
using Minsheng.Workflow.Runtime.Mail;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Tasks;

/// <summary>
/// Reminds holders before and after a limit, unless their 每日待办 does, and names who is late to the superior bodies. Worked out anew each time from the
/// tasks; what was said is known by its key, so a site that was off says the newest once and nothing twice.
/// </summary>
public sealed class DeadlineJob(CommitQueue commits, ReadSide reading, TimeProvider clock) : IClockJob
{
    public static string Name => "deadlines";

    public async Task RunAsync(CancellationToken cancellation)
    {
        List<string> places;
        await using (var db = reading.Everything()) places = await db.Jurisdictions.Select(place => place.Id).ToListAsync(cancellation);
        foreach (var place in places) await RunAsync(place, cancellation);
    }

    /// <returns>How many messages were written.</returns>
    public async Task<int> RunAsync(string place, CancellationToken cancellation)
    {
        await using var db = reading.Of(place);
        var facts = await DeadlineReader.ReadAsync(db, clock.GetUtcNow(), cancellation);
        if (facts.Tasks.Count == 0) return 0;
        var superiors = await DeadlineReader.SuperiorsAsync(db, facts.Today, DeadlineReader.Superior, cancellation);
        var leaders = await DeadlineReader.SuperiorsAsync(db, facts.Today, Roles.Instructors, cancellation);
        var daily = await DailyAsync(db, facts, cancellation);
        var all = DeadlineNotices.Reminders(place, facts).Where(message => !daily.Contains(message.PersonId)).Concat(DeadlineNotices.Escalations(place, facts, superiors, leaders)).ToList();
        var keys = all.Select(message => message.Key).ToList();
        var said = await db.Outbox.Where(row => keys.Contains(row.Key)).Select(row => row.Key).ToHashSetAsync(cancellation);
        var fresh = all.Where(message => !said.Contains(message.Key)).ToList();
        return fresh.Count == 0 ? 0 : await commits.RunAsync(session => Write(session, place, facts, fresh), cancellation);
    }

    /// <summary>Whose 每日待办 tells them of limits every working day: nobody is told the same twice in a morning.</summary>
    private static async Task<HashSet<string>> DailyAsync(WorkflowDb db, DeadlineFacts facts, CancellationToken cancellation)
    {
        var offer = DigestOffer.Of(DigestKind.Tasks);
        var holders = facts.Tasks.SelectMany(task => task.Holders).Select(holder => holder.PersonId).Distinct().ToList();
        var said = await db.Preferences.Where(row => holders.Contains(row.PersonId) && row.Name == offer.Preference).ToDictionaryAsync(row => row.PersonId, row => row.Value, cancellation);
        return [.. holders.Where(holder => offer.Reaches([], said.GetValueOrDefault(holder)))];
    }

    private static int Write(WriteSession session, string place, DeadlineFacts facts, IReadOnlyList<DeadlineMessage> messages)
    {
        var written = 0;
        var reported = new Dictionary<LimitedTask, List<string>>();
        foreach (var message in messages)
        {
            var still = message.Tasks.Where(task => session.Exists($"SELECT 1 FROM tasks WHERE id = {task.Id} AND state = {TaskState.Open}")).ToList();
            if (still.Count == 0) continue;
            var words = message.Words(still);
            if (!Outbox.Write(session, words with { Key = message.Key, PersonId = message.PersonId })) continue;
            written++;
            if (words.Kind != MessageKind.Escalation) continue;
            foreach (var task in still) (reported.TryGetValue(task, out var names) ? names : reported[task] = []).Add(message.Name);
        }
        foreach (var (task, names) in reported)
        {
            TaskRecord.Tell(session, place, task.Id, $"“{task.Title}”超期 {DeadlineNotices.Late(facts, task.Due)} 个工作日，已报告{string.Join("、", names)}。", ProcessDesk.System);
            AuditLog.Write(session, place, ProcessDesk.System, "task-escalated", task.Id);
        }
        return written;
    }
}

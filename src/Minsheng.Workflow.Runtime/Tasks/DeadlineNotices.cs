using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Runtime.Mail;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Tasks;

/// <summary>What is to be said about limits today, grouped so that nobody gets a message a task. Each key is said once, ever.</summary>
internal static class DeadlineNotices
{
    /// <summary>到期前和超期后提醒: one message to each holder for all their tasks of one limit.</summary>
    public static IEnumerable<DeadlineMessage> Reminders(string place, DeadlineFacts facts) =>
        from one in
            from task in facts.Tasks
            from holder in task.Holders
            from notice in Deadlines.By(facts.Today, task.Given, holder.Due, facts.Rule, facts.Dates.Calendar)
            where notice.Stage != DeadlineStage.Escalated
            select (Task: task, Holder: holder, Notice: notice)
        group one by (one.Holder.PersonId, one.Holder.Due, one.Notice) into same
        let tasks = same.Select(one => one.Task).ToList()
        select new DeadlineMessage(tasks, $"remind/{same.Key.Due:yyyy-MM-dd}/{same.Key.Notice.Stage}/{same.Key.Notice.Round}/{same.Key.PersonId}", same.Key.PersonId, "", still => Reminder(facts, same.Key.Due, still) with
        {
            Place = place,
            Kind = MessageKind.Reminder,
            Link = still is [var only] ? $"/tasks/{only.Id}" : "/tasks",
        });

    /// <summary>超期报告上级: one message to each superior for all tasks of a step with one limit, naming who is late.</summary>
    public static IEnumerable<DeadlineMessage> Escalations(string place, DeadlineFacts facts, IReadOnlyList<TaskHolder> superiors, IReadOnlyList<TaskHolder> leaders) =>
        from task in facts.Tasks
        let rule = task.Escalation is { After: > 0 } own ? facts.Rule with { EscalateAfter = own.After } : facts.Rule
        where Deadlines.By(facts.Today, task.Given, task.Due, rule, facts.Dates.Calendar).Any(notice => notice.Stage == DeadlineStage.Escalated)
        group task by (task.Run, task.ActivityId, task.Due) into same
        let tasks = same.ToList()
        from person in To(tasks, superiors, leaders)
        select new DeadlineMessage(tasks, $"escalate/{same.Key.Run}/{same.Key.ActivityId}/{same.Key.Due:yyyy-MM-dd}/{person.PersonId}", person.PersonId, person.Name, still => Escalation(facts, still) with
        {
            Place = place,
            Kind = MessageKind.Escalation,
            Link = still is not [var only] ? null : person.IsOffice ? $"/tasks/{only.Id}" : only.ProjectId is { } project ? $"/projects/{project}" : null,
        });

    private static List<TaskHolder> To(List<LimitedTask> tasks, IReadOnlyList<TaskHolder> superiors, IReadOnlyList<TaskHolder> leaders)
    {
        if (tasks[0].Escalation is { To: { Count: > 0 } stated }) return [.. stated.Select(person => new TaskHolder(person.Id, person.Name, person.Unit, tasks[0].Due))];
        var late = tasks.SelectMany(task => task.Holders).Select(holder => holder.PersonId).ToHashSet(StringComparer.Ordinal);
        return superiors.Where(person => !late.Contains(person.PersonId)).ToList() is { Count: > 0 } others ? others : [.. leaders.Where(person => !late.Contains(person.PersonId))];
    }

    private static Message Reminder(DeadlineFacts facts, DateOnly due, IReadOnlyList<LimitedTask> tasks)
    {
        var when = due > facts.Today ? $"{Day(due)}到期" : due == facts.Today ? "今天到期" : $"已超期 {Late(facts, due)} 个工作日";
        var what = tasks is [var only] ? $"“{only.Title}”" : $"{tasks.Count} 件待办";
        var list = tasks.Count == 1 ? "" : "：\n" + string.Join("\n", tasks.Select((task, index) => $"{index + 1}. {task.Title}"));
        return new Message("", "", "", MessageKind.Reminder, $"{what}{when}", $"您的{what}{when}，限 {Day(due)} {Activities.Facts.Dates.CloseOfBusiness:HH:mm} 前办理，请尽快办理{list}{(tasks.Count == 1 ? "。" : "")}");
    }

    private static Message Escalation(DeadlineFacts facts, IReadOnlyList<LimitedTask> tasks)
    {
        var (due, late) = (tasks[0].Due, Late(facts, tasks[0].Due));
        var what = tasks is [var only] ? $"“{only.Title}”" : $"{tasks.Count} 件事";
        var lines = tasks.Select((task, index) => $"{index + 1}. {task.Title}：{string.Join("、", task.Holders.Select(holder => holder.Named))}");
        return new Message("", "", "", MessageKind.Escalation, $"{what}超期 {late} 个工作日没有办", $"下列事项限 {Day(due)} 办理，已超期 {late} 个工作日，请督促：\n{string.Join("\n", lines)}");
    }

    public static int Late(DeadlineFacts facts, DateOnly due) => facts.Dates.Calendar.WorkingDaysBetween(due, facts.Today);

    private static string Day(DateOnly day) => $"{day:M月d日}";
}

/// <summary>A message still to be judged when it is written: tasks settled meanwhile drop out of it.</summary>
/// <param name="Name">Whom it is for, where the story says so.</param>
internal sealed record DeadlineMessage(IReadOnlyList<LimitedTask> Tasks, string Key, string PersonId, string Name, Func<IReadOnlyList<LimitedTask>, Message> Words);

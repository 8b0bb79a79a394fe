using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Facts;

namespace Minsheng.Workflow.Activities.Tasks;

/// <summary>When people are told about limits, in working days. No source states any: each is a setting with a default.</summary>
/// <param name="Before">So long before the limit; 0 never.</param>
/// <param name="Every">After the limit on the first working day, then at this distance; 0 on the first only.</param>
/// <param name="EscalateAfter">So late the superior bodies are told; 0 never.</param>
public sealed record DeadlineRule(int Before, int Every, int EscalateAfter);

public enum DeadlineStage
{
    /// <summary>到期前提醒.</summary>
    Before,

    /// <summary>超期提醒.</summary>
    Late,

    /// <summary>报告上级.</summary>
    Escalated,
}

/// <param name="Round">Of reminders after the limit: the how manieth, from 0.</param>
public sealed record DeadlineNotice(DeadlineStage Stage, int Round);

/// <summary>提醒与升级: what is to be said about a limit by a given day. What an earlier day would have said is covered by the newest.</summary>
public static class Deadlines
{
    /// <param name="given">The day the task was handed out: nobody is reminded on the day they get it.</param>
    public static IEnumerable<DeadlineNotice> By(DateOnly today, DateOnly given, DateOnly due, DeadlineRule rule, WorkingCalendar calendar)
    {
        if (!calendar.IsWorkingDay(today)) yield break;
        if (today <= due)
        {
            var first = calendar.AddWorkingDays(due, -rule.Before);
            if (rule.Before > 0 && today >= first && today > given) yield return new DeadlineNotice(DeadlineStage.Before, 0);
            yield break;
        }
        var late = calendar.WorkingDaysBetween(due, today);
        if (late < 1) yield break;
        yield return new DeadlineNotice(DeadlineStage.Late, rule.Every == 0 ? 0 : (late - 1) / rule.Every);
        if (rule.EscalateAfter > 0 && late >= rule.EscalateAfter) yield return new DeadlineNotice(DeadlineStage.Escalated, 0);
    }
}

/// <summary>逾期升级: whom a step names to be told when its task is late.</summary>
/// <param name="After">Working days late; 0 as the place has settled.</param>
/// <param name="To">Nobody for the superior bodies of the place.</param>
public sealed record Escalation(int After, IReadOnlyList<PersonFact> To);

using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Web.Components.Parts;

namespace Minsheng.Workflow.Web.Components.Pages.Workbench;

/// <summary>The heaps a to-do list falls into.</summary>
public enum DueGroup { Late, Today, Soon, Later }

public static class DueGroups
{
    public static string Word(this DueGroup group) => group switch
    {
        DueGroup.Late => "已超期",
        DueGroup.Today => "今天到期",
        DueGroup.Soon => "本周和下周",
        _ => "以后",
    };

    /// <summary>How many lie in it, also on other pages.</summary>
    public static int Of(this DueGroup group, DueCounts counts) => group switch
    {
        DueGroup.Late => counts.Late,
        DueGroup.Today => counts.Today,
        DueGroup.Soon => counts.Soon,
        _ => counts.Later,
    };

    public static DueGroup Of(DateTimeOffset? due, TimeProvider clock)
    {
        if (due is not { } limit) return DueGroup.Later;
        var (local, now) = (clock.Local(limit), clock.LocalNow());
        if (local < now) return DueGroup.Late;
        if (local.Date == now.Date) return DueGroup.Today;
        var monday = now.Date.AddDays(-(((int)now.DayOfWeek + 6) % 7));
        return local.Date < monday.AddDays(14) ? DueGroup.Soon : DueGroup.Later;
    }
}

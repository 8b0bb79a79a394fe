using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Runtime.Digests;

namespace Minsheng.Workflow.Host.Tests.Digests;

/// <summary>When digests go out: the shipped working days of 2026, local time.</summary>
public sealed class DigestCalendarTests
{
    private static readonly DigestTimes Default = new();

    private static string? Due(DigestKind kind, DateTime local, DigestTimes? times = null) => DigestCalendar.Due(kind, times ?? Default, WorkingCalendar.Shipped, local)?.Name;

    private static DateTime At(int month, int day, int hour, int minute = 0) => new(2026, month, day, hour, minute, 0, DateTimeKind.Unspecified);

    [Fact]
    public void A_weekly_digest_is_due_on_Monday_at_eight_and_from_then_on_while_its_week_lasts()
    {
        Due(DigestKind.Weekly, At(11, 16, 7, 59)).ShouldBeNull();
        Due(DigestKind.Weekly, At(11, 16, 8)).ShouldBe("2026-W47");
        Due(DigestKind.Weekly, At(11, 19, 14)).ShouldBe("2026-W47", "the server was off until Thursday");
        Due(DigestKind.Weekly, At(11, 23, 8)).ShouldBe("2026-W48");
    }

    [Fact]
    public void What_was_missed_waits_for_a_working_day_of_its_period_and_goes_out_at_once_when_none_is_left()
    {
        Due(DigestKind.Weekly, At(11, 21, 10)).ShouldBe("2026-W47", "Saturday: the week has no working day left");
        Due(DigestKind.Monthly, At(11, 21, 10)).ShouldBeNull("the month has working days left");
        Due(DigestKind.Monthly, At(11, 23, 10)).ShouldBe("2026-11");
    }

    [Fact]
    public void A_day_off_moves_the_weekly_digest_to_the_next_working_day_of_the_week()
    {
        // 2026: 1 to 7 October off; the week of 5 October begins to work on Thursday 8.
        Due(DigestKind.Weekly, At(10, 5, 9)).ShouldBeNull();
        Due(DigestKind.Weekly, At(10, 8, 9)).ShouldBe("2026-W41");
    }

    [Fact]
    public void A_weekend_that_is_worked_is_a_working_day()
    {
        var worked = Enumerable.Range(0, 365).Select(new DateOnly(2026, 1, 1).AddDays).First(day => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday && WorkingCalendar.Shipped.IsWorkingDay(day));

        Due(DigestKind.Tasks, worked.ToDateTime(new TimeOnly(8, 0))).ShouldBe(worked.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Due(DigestKind.Tasks, At(11, 22, 8)).ShouldBeNull("a Sunday");
    }

    [Fact]
    public void A_day_s_list_does_not_come_after_work()
    {
        Due(DigestKind.Tasks, At(11, 16, 17, 59)).ShouldBe("2026-11-16");
        Due(DigestKind.Tasks, At(11, 16, 18)).ShouldBeNull();
    }

    [Fact]
    public void The_monthly_digest_is_due_on_the_working_day_that_is_set()
    {
        Due(DigestKind.Monthly, At(11, 1, 9)).ShouldBeNull("a Sunday");
        Due(DigestKind.Monthly, At(11, 2, 9)).ShouldBe("2026-11");
        Due(DigestKind.Monthly, At(11, 4, 9), Default with { MonthDay = 5 }).ShouldBeNull();
        Due(DigestKind.Monthly, At(11, 6, 9), Default with { MonthDay = 5 }).ShouldBe("2026-11");
    }

    [Fact]
    public void A_period_keeps_its_name_whatever_hour_and_day_are_set()
    {
        foreach (var times in new[] { Default, new DigestTimes(0, 7, 20), new DigestTimes(17, 4, 3) })
            DigestCalendar.Around(DigestKind.Weekly, times, WorkingCalendar.Shipped, new DateOnly(2026, 11, 18)).Name.ShouldBe("2026-W47", "a changed setting must not make a second digest of the week");
    }

    [Fact]
    public void The_turn_of_the_year_belongs_to_the_week_that_holds_its_Thursday() =>
        DigestCalendar.Around(DigestKind.Weekly, Default, WorkingCalendar.Shipped, new DateOnly(2027, 1, 1)).Name.ShouldBe("2026-W53");
}

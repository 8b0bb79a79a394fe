using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Tasks;

namespace Minsheng.Workflow.Tests.Tasks;

public sealed class DeadlinesTests
{
    private static readonly DeadlineRule Usual = new(Before: 1, Every: 5, EscalateAfter: 5);

    /// <summary>Given on Monday, 14 September 2026, due on Wednesday, 30 September; off from 1 to 7 October, Saturday the 10th is worked.</summary>
    [Theory]
    [InlineData("2026-09-28", "")]
    [InlineData("2026-09-29", "Before 0")]
    [InlineData("2026-09-30", "Before 0")]
    [InlineData("2026-10-02", "")]
    [InlineData("2026-10-08", "Late 0")]
    [InlineData("2026-10-10", "Late 0")]
    [InlineData("2026-10-13", "Late 0, Escalated 0")]
    [InlineData("2026-10-14", "Late 1, Escalated 0")]
    public void Working_days_count_and_days_off_say_nothing(string today, string said) =>
        Said(today, "2026-09-14", "2026-09-30", Usual).ShouldBe(said);

    [Fact]
    public void Nobody_is_reminded_on_the_day_they_get_a_task() => Said("2026-09-29", "2026-09-29", "2026-09-30", Usual).ShouldBe("");

    [Fact]
    public void A_zero_means_never() => Said("2026-12-01", "2026-09-14", "2026-09-30", new DeadlineRule(0, 0, 0)).ShouldBe("Late 0");

    /// <summary>What is said never goes back to an earlier round, whichever days are looked at.</summary>
    [Fact]
    public void Rounds_only_go_forward()
    {
        var random = new Random(20261122);
        for (var play = 0; play < 2000; play++)
        {
            var given = new DateOnly(2026, 1, 1).AddDays(random.Next(300));
            var due = given.AddDays(random.Next(1, 40));
            var rule = new DeadlineRule(random.Next(6), random.Next(8), random.Next(12));
            var last = (Stage: DeadlineStage.Before, Round: -1);
            for (var day = given; day < due.AddDays(60); day = day.AddDays(random.Next(1, 9)))
            {
                foreach (var notice in Deadlines.By(day, given, due, rule, WorkingCalendar.Shipped).Where(notice => notice.Stage != DeadlineStage.Escalated))
                {
                    (notice.Stage, notice.Round).ShouldBeGreaterThanOrEqualTo(last);
                    (notice.Stage == DeadlineStage.Before).ShouldBe(day <= due);
                    last = (notice.Stage, notice.Round);
                }
            }
        }
    }

    private static string Said(string today, string given, string due, DeadlineRule rule) =>
        string.Join(", ", Deadlines.By(DateOnly.Parse(today, null), DateOnly.Parse(given, null), DateOnly.Parse(due, null), rule, WorkingCalendar.Shipped).Select(notice => $"{notice.Stage} {notice.Round}"));
}

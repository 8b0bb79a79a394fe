using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Lights;

namespace Minsheng.Workflow.Tests.Lights;

public class ScheduleTests
{
    private static readonly Milestone[] Plan =
        [new("开工", new DateOnly(2026, 5, 10), 0), new("主体完成", new DateOnly(2026, 8, 18), 50), new("完工", new DateOnly(2026, 11, 26), 100)];

    private static readonly DateOnly Made = new(2026, 3, 1);

    [Theory]
    [InlineData("2026-03-20", 0)]
    [InlineData("2026-05-10", 0)]
    [InlineData("2026-06-29", 25)]
    [InlineData("2026-08-18", 50)]
    [InlineData("2026-10-07", 75)]
    [InlineData("2027-01-01", 100)]
    public void Planned_percent_comes_from_the_milestones_and_rises_evenly_between_them(string day, int planned) =>
        Schedule.PlannedOn(Plan, Made, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(planned);

    [Theory]
    [InlineData("2026-05-31", null, 0)]
    [InlineData("2026-06-01", null, 1)]
    [InlineData("2026-07-31", 0, 2)]
    [InlineData("2026-08-01", 0, 3)]
    [InlineData("2027-01-01", 0, 8)]
    [InlineData("2026-08-01", 1, 0)]
    [InlineData("2026-04-01", null, 0)]
    public void Months_count_from_the_one_in_which_work_should_have_begun(string day, int? actual, int months) =>
        Schedule.MonthsNotStarted(Plan, actual, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(months);

    [Fact]
    public void A_plan_without_a_start_says_nothing_about_a_late_one() =>
        Schedule.MonthsNotStarted(Plan[1..], null, new DateOnly(2027, 1, 1)).ShouldBe(0);
}

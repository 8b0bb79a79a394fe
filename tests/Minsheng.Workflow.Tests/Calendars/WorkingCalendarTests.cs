using Minsheng.Workflow.Activities.Calendars;

namespace Minsheng.Workflow.Tests.Calendars;

public class WorkingCalendarTests
{
    private static readonly WorkingCalendar China = WorkingCalendar.Shipped;

    [Theory]
    [InlineData("2026-01-01", false)] // 元旦
    [InlineData("2026-01-02", false)]
    [InlineData("2026-01-04", true)]  // Sunday worked
    [InlineData("2026-01-05", true)]
    [InlineData("2026-02-28", true)]  // Saturday worked
    [InlineData("2026-10-01", false)]
    [InlineData("2024-02-09", true)]  // 除夕 2024 was a working day
    [InlineData("2020-01-31", false)] // the extended Spring Festival of 2020
    [InlineData("2025-11-22", false)] // a plain Saturday
    public void Days_of_the_published_arrangements(string date, bool works) =>
        China.IsWorkingDay(DateOnly.Parse(date)).ShouldBe(works);

    [Fact]
    public void Shipped_years_are_2019_to_2026_and_the_rest_are_weekends_only()
    {
        China.KnownYears.ShouldBe(Enumerable.Range(2019, 8));
        China.IsKnown(2027).ShouldBeFalse();
        China.IsWorkingDay(new DateOnly(2027, 1, 1)).ShouldBeTrue("a Friday, and the year's holidays are not known");
        China.IsWorkingDay(new DateOnly(2027, 1, 2)).ShouldBeFalse();
    }

    [Fact]
    public void Shipped_data_is_sound()
    {
        for (var year = 2019; year <= 2026; year++)
        {
            var days = Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365).Select(i => new DateOnly(year, 1, 1).AddDays(i)).ToList();

            days.Count(China.IsWorkingDay).ShouldBeInRange(246, 252, $"working days of {year}");
            days.Where(day => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday).Count(China.IsWorkingDay).ShouldBeInRange(5, 8, $"make-up days of {year}");
        }
    }

    [Theory]
    [InlineData("2026-09-30", 1, "2026-10-08")]
    [InlineData("2026-10-08", -1, "2026-09-30")]
    [InlineData("2025-12-31", 1, "2026-01-04")]
    [InlineData("2026-01-03", 0, "2026-01-03")]
    public void Working_days_are_added_across_holidays(string from, int days, string to) =>
        China.AddWorkingDays(DateOnly.Parse(from), days).ShouldBe(DateOnly.Parse(to));

    [Fact]
    public void Adding_and_counting_agree()
    {
        var random = new Random(11);
        for (var i = 0; i < 2000; i++)
        {
            var from = new DateOnly(2019, 1, 1).AddDays(random.Next(2900));
            var days = random.Next(-60, 60);

            var to = China.AddWorkingDays(from, days);

            if (days > 0)
                China.WorkingDaysBetween(from, to).ShouldBe(days, $"{from:O} + {days}");
            if (days < 0 && China.IsWorkingDay(from))
                China.WorkingDaysBetween(from, to).ShouldBe(days, $"{from:O} {days}");
        }
    }

    [Theory]
    [InlineData(WorkdayRule.Same, "2026-10-03")]
    [InlineData(WorkdayRule.Before, "2026-09-30")]
    [InlineData(WorkdayRule.After, "2026-10-08")]
    public void A_day_off_moves_by_the_rule(WorkdayRule rule, string moved) =>
        China.Move(new DateOnly(2026, 10, 3), rule).ShouldBe(DateOnly.Parse(moved));

    [Fact]
    public void A_working_day_stays() =>
        China.Move(new DateOnly(2026, 1, 4), WorkdayRule.After).ShouldBe(new DateOnly(2026, 1, 4), "a Sunday made up for is a working day");

    [Fact]
    public void Next_years_arrangement_can_be_added()
    {
        var calendar = China.With(2027, new CalendarYear(new HashSet<DateOnly> { new(2027, 1, 1) }, new HashSet<DateOnly> { new(2027, 1, 2) }));

        calendar.IsKnown(2027).ShouldBeTrue();
        calendar.IsWorkingDay(new DateOnly(2027, 1, 1)).ShouldBeFalse();
        calendar.IsWorkingDay(new DateOnly(2027, 1, 2)).ShouldBeTrue();
        China.IsKnown(2027).ShouldBeFalse();
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"年":{"off":[]}}""")]
    [InlineData("""{"2027":{"off":["13-01"]}}""")]
    [InlineData("""{"2027":{"off":[1]}}""")]
    [InlineData("""{"2027":{"off":{}}}""")]
    public void A_wrong_file_is_refused_with_a_sentence(string json) =>
        Should.Throw<FormatException>(() => WorkingCalendar.Parse(json)).Message.ShouldStartWith("节假日文件");
}

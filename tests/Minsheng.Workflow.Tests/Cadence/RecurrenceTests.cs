using Minsheng.Workflow.Activities.Cadence;
using Minsheng.Workflow.Activities.Calendars;

namespace Minsheng.Workflow.Tests.Cadence;

public class RecurrenceTests
{
    private static readonly WorkingCalendar China = WorkingCalendar.Shipped;
    private static readonly DateOnly NewYear = new(2026, 1, 1);
    private static readonly DateTime Before2026 = new(2025, 12, 31);
    private static readonly DateTime EndOf2026 = new(2026, 12, 31, 23, 59, 0);

    [Fact]
    public void A_monthly_report_on_day_5_moves_off_weekends_and_holidays()
    {
        var monthly = new Recurrence { Every = Every.Month, Day = 5, From = NewYear, Workday = WorkdayRule.After };

        monthly.Between(Before2026, EndOf2026, China).Select(Short).ShouldBe(
            ["01-05", "02-05", "03-05", "04-07", "05-06", "06-05", "07-06", "08-05", "09-07", "10-08", "11-05", "12-07"]);
        monthly.ToWords().ShouldBe("每月 5 日，遇休息日顺延");
    }

    [Fact]
    public void Day_31_is_the_last_day_of_shorter_months_and_of_a_leap_February()
    {
        var last = new Recurrence { Every = Every.Month, Day = 31, From = new DateOnly(2024, 1, 1) };

        last.Between(new DateTime(2024, 1, 1), new DateTime(2024, 4, 30), China).Select(Short).ShouldBe(["01-31", "02-29", "03-31", "04-30"]);
        last.Next(new DateTime(2025, 2, 1), China).ShouldBe(new DateTime(2025, 2, 28));
        last.ToWords().ShouldBe("每月最后一日");
    }

    [Fact]
    public void A_quarterly_inspection_falls_in_the_first_ten_days_after_the_quarter()
    {
        var quarterly = new Recurrence { Every = Every.Quarter, Day = 10, From = NewYear, Workday = WorkdayRule.Before, At = new TimeOnly(9, 0) };

        quarterly.Between(Before2026, EndOf2026, China).ShouldBe(
            [new(2026, 1, 9, 9, 0, 0), new(2026, 4, 10, 9, 0, 0), new(2026, 7, 10, 9, 0, 0), new(2026, 10, 10, 9, 0, 0)],
            "10 January is a Saturday, 10 October a Saturday worked");
        quarterly.ToWords().ShouldBe("每季度首月 10 日 09:00，遇休息日提前");
    }

    [Fact]
    public void Half_years_and_years_keep_their_month()
    {
        var half = new Recurrence { Every = Every.HalfYear, Month = 1, Day = 15, From = NewYear };
        var year = new Recurrence { Every = Every.Year, Month = 12, Day = 20, From = NewYear };

        half.Between(Before2026, EndOf2026, China).Select(Short).ShouldBe(["01-15", "07-15"]);
        year.Next(new DateTime(2026, 12, 20), China).ShouldBe(new DateTime(2027, 12, 20));
        half.ToWords().ShouldBe("每半年首月 15 日");
        year.ToWords().ShouldBe("每年 12 月 20 日");
    }

    [Fact]
    public void A_leap_day_falls_on_28_February_in_other_years()
    {
        var leap = new Recurrence { Every = Every.Year, Month = 2, Day = 29, From = new DateOnly(2024, 1, 1) };

        leap.Between(new DateTime(2024, 1, 1), new DateTime(2028, 12, 31), China).Select(at => at.Day).ShouldBe([29, 28, 28, 28, 29]);
        leap.ToWords().ShouldBe("每年 2 月 29 日（不足 29 日的月份为最后一日）");
    }

    [Fact]
    public void Days_moved_onto_each_other_happen_once()
    {
        var daily = new Recurrence { Every = Every.Day, From = NewYear, Workday = WorkdayRule.After };

        daily.Between(new DateTime(2026, 9, 29, 12, 0, 0), new DateTime(2026, 10, 10), China).Select(Short).ShouldBe(["09-30", "10-08", "10-09", "10-10"]);
        daily.ToWords().ShouldBe("每天，遇休息日顺延");
    }

    [Fact]
    public void A_day_already_past_but_moved_ahead_is_still_to_come()
    {
        var monthly = new Recurrence { Every = Every.Month, Day = 3, From = NewYear, Workday = WorkdayRule.After };

        monthly.Next(new DateTime(2026, 10, 5), China).ShouldBe(new DateTime(2026, 10, 8), "3 October lies in the holiday");
    }

    [Fact]
    public void Weeks_start_on_Monday()
    {
        var weekly = new Recurrence { Every = Every.Week, Day = 5, From = NewYear, Until = new DateOnly(2026, 1, 20) };

        weekly.Between(Before2026, EndOf2026, China).Select(Short).ShouldBe(["01-02", "01-09", "01-16"]);
        weekly.ToWords().ShouldBe("每周五");
    }

    [Fact]
    public void Minutes_count_from_the_start_and_may_skip_days_off()
    {
        var rule = new Recurrence { Every = Every.Minutes, Minutes = 45, From = new DateOnly(2026, 1, 2), Workday = WorkdayRule.After };

        rule.Next(new DateTime(2026, 1, 2, 0, 45, 0), China).ShouldBe(new DateTime(2026, 1, 4), "2 and 3 January are off, and 64 steps of 45 minutes are two days");
        (rule with { Workday = WorkdayRule.Same }).Next(new DateTime(2026, 1, 2, 0, 45, 0), China).ShouldBe(new DateTime(2026, 1, 2, 1, 30, 0));
        rule.ToWords().ShouldBe("每 45 分钟，休息日除外");
    }

    [Fact]
    public void Nothing_happens_before_the_start_or_after_the_end()
    {
        var rule = new Recurrence { Every = Every.Month, Day = 5, From = new DateOnly(2026, 3, 6), Until = new DateOnly(2026, 5, 5), Workday = WorkdayRule.After };

        rule.Next(new DateTime(2020, 1, 1), China).ShouldBe(new DateTime(2026, 4, 7));
        rule.Next(new DateTime(2026, 4, 7), China).ShouldBe(new DateTime(2026, 5, 6), "its nominal day is still within the bounds");
        rule.Next(new DateTime(2026, 5, 6), China).ShouldBeNull();
    }

    [Fact]
    public void Stepping_from_one_to_the_next_meets_the_whole_list()
    {
        var random = new Random(5);
        for (var i = 0; i < 300; i++)
        {
            var rule = new Recurrence
            {
                Every = (Every)random.Next(1, 7),
                Day = random.Next(1, 8),
                From = new DateOnly(2023, 1, 1).AddDays(random.Next(400)),
                Until = new DateOnly(2025, 1, 1).AddDays(random.Next(700)),
                Workday = (WorkdayRule)random.Next(3),
                At = new TimeOnly(random.Next(24), 0),
            };
            var steps = new List<DateTime>();
            for (var at = rule.Next(new DateTime(2022, 1, 1), China); at is { } next; at = rule.Next(next, China))
                steps.Add(next);

            steps.ShouldBe(rule.Between(new DateTime(2022, 1, 1), new DateTime(2030, 1, 1), China), $"run {i}: {rule}");
            steps.Zip(steps.Skip(1)).All(pair => pair.First < pair.Second).ShouldBeTrue($"run {i}: {rule}");
            if (rule.Workday != WorkdayRule.Same)
                steps.All(at => China.IsWorkingDay(DateOnly.FromDateTime(at))).ShouldBeTrue($"run {i}: {rule}");
        }
    }

    [Fact]
    public void Settings_out_of_range_are_named()
    {
        new Recurrence { Every = Every.Month, Day = 32, Month = 2, From = NewYear, Until = new DateOnly(2025, 1, 1) }.Problems().Count.ShouldBe(3);
        new Recurrence { Every = Every.Week, Day = 8, From = NewYear }.Problems().ShouldBe(["每周的日子应为 1（周一）至 7（周日）。"]);
        new Recurrence { Every = Every.Minutes, From = NewYear }.Problems().ShouldBe(["间隔分钟数至少为 1。"]);
        Should.Throw<InvalidOperationException>(() => new Recurrence { Every = Every.Minutes, From = NewYear }.Next(Before2026, China));
    }

    [Fact]
    public void The_calendar_ends_without_an_error() =>
        new Recurrence { Every = Every.Year, Month = 1, From = NewYear }.Next(new DateTime(9999, 6, 1), China).ShouldBeNull();

    private static string Short(DateTime at) => at.ToString("MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

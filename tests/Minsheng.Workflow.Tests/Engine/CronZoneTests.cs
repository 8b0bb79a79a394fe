using Minsheng.Workflow.Engine.BuiltIn;

namespace Minsheng.Workflow.Tests.Engine;

/// <summary>Cron by the clock of a place.</summary>
public class CronZoneTests
{
    private static readonly TimeZoneInfo Beijing = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void Nine_o_clock_is_the_place_s_own() =>
        Next("0 0 9 * * *", "2026-11-22T02:00:00Z", Beijing).ShouldBe("2026-11-23T01:00:00Z");

    [Fact]
    public void The_fifth_of_every_month_at_half_past_eight_without_seconds() =>
        Next("30 8 5 * *", "2026-11-22T02:00:00Z", Beijing).ShouldBe("2026-12-05T00:30:00Z");

    [Fact]
    public void A_time_that_the_clocks_leave_out_comes_that_much_later_and_once()
    {
        // On 29 March 2026 the clocks in Berlin go from 2 to 3.
        Next("0 30 2 * * *", "2026-03-28T12:00:00Z", Berlin).ShouldBe("2026-03-29T01:30:00Z");
        Next("0 30 2 * * *", "2026-03-29T01:30:00Z", Berlin).ShouldBe("2026-03-30T00:30:00Z");
    }

    [Fact]
    public void A_time_that_the_clocks_show_twice_comes_once()
    {
        // On 25 October 2026 the clocks in Berlin go from 3 back to 2.
        Next("0 30 2 * * *", "2026-10-24T12:00:00Z", Berlin).ShouldBe("2026-10-25T00:30:00Z");
        Next("0 30 2 * * *", "2026-10-25T00:30:00Z", Berlin).ShouldBe("2026-10-26T01:30:00Z");
    }

    [Fact]
    public void A_leap_day_comes_in_leap_years() => Next("0 0 0 29 2 *", "2026-11-22T00:00:00Z", TimeZoneInfo.Utc).ShouldBe("2028-02-29T00:00:00Z");

    [Fact]
    public void The_thirty_first_of_February_never_comes() => CronSchedule.Parse("0 0 0 31 2 *").Next(DateTimeOffset.UnixEpoch).ShouldBeNull();

    private static string? Next(string cron, string after, TimeZoneInfo zone) =>
        CronSchedule.Parse(cron).Next(DateTimeOffset.Parse(after, System.Globalization.CultureInfo.InvariantCulture), zone)?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}

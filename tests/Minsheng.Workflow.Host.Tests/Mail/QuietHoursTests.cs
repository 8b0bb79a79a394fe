using Minsheng.Workflow.Runtime.Mail;

namespace Minsheng.Workflow.Host.Tests.Mail;

public sealed class QuietHoursTests
{
    [Theory]
    [InlineData(20, 7, "2026-11-22T20:00", "2026-11-23T07:00")]
    [InlineData(20, 7, "2026-11-23T06:59", "2026-11-23T07:00")]
    [InlineData(20, 7, "2026-11-23T07:00", null)]
    [InlineData(20, 7, "2026-11-22T19:59", null)]
    [InlineData(12, 14, "2026-11-22T13:30", "2026-11-22T14:00")]
    [InlineData(12, 14, "2026-11-22T14:00", null)]
    [InlineData(0, 8, "2026-02-28T00:00", "2026-02-28T08:00")]
    [InlineData(9, 9, "2026-11-22T09:00", null)]
    [InlineData(20, 7, "2028-02-28T23:00", "2028-02-29T07:00")]
    public void They_end_at_their_hour(int from, int until, string now, string? end) =>
        new QuietHours(from, until, TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")).EndAfter(Shanghai(now)).ShouldBe(end is null ? null : Shanghai(end));

    [Fact]
    public void An_hour_that_the_clock_leaves_out_gives_way_to_the_next()
    {
        var paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");
        new QuietHours(22, 2, paris).EndAfter(new DateTimeOffset(2026, 3, 28, 23, 0, 0, TimeSpan.Zero)).ShouldBe(new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero));
        // The hour that comes twice is quiet both times.
        new QuietHours(22, 3, paris).EndAfter(new DateTimeOffset(2026, 10, 25, 1, 30, 0, TimeSpan.Zero)).ShouldBe(new DateTimeOffset(2026, 10, 25, 2, 0, 0, TimeSpan.Zero));
    }

    private static DateTimeOffset Shanghai(string local) => new(DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(8));
}

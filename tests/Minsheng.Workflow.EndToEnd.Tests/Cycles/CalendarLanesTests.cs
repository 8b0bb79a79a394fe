using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Web.Components.Pages.Cycles;

namespace Minsheng.Workflow.EndToEnd.Tests.Cycles;

public sealed class CalendarLanesTests
{
    [Fact]
    public void Nothing_in_a_lane_covers_anything_else()
    {
        var random = new Random(20261122);
        var begin = new DateOnly(2025, 9, 1);
        var entries = Enumerable.Range(0, 60).Select(number =>
        {
            var from = begin.AddDays(random.Next(400));
            return new CalendarEntry($"第{number}件事", null, from, from.AddDays(random.Next(120)), CalendarState.Done, number % 9 == 0, null);
        }).ToList();

        var lanes = new CalendarLanes(new YearCalendar(new(2026, 7, 3), new(2026, 12, 31), begin, entries, []));

        (lanes.Lanes.Sum(lane => lane.Count) + lanes.Left).ShouldBe(60);
        foreach (var lane in lanes.Lanes)
            foreach (var (one, other) in lane.SelectMany(one => lane.Where(other => other.Left > one.Left).Select(other => (one, other))))
                (one.Left + one.Width).ShouldBeLessThanOrEqualTo(other.Left, $"{one.Title} and {other.Title}");
    }

    [Fact]
    public void The_picture_reaches_from_the_first_thing_to_the_end_of_the_year()
    {
        var lanes = new CalendarLanes(new YearCalendar(new(2026, 7, 3), new(2026, 12, 31), new(2025, 11, 20), [], [new ComingDay(new(2027, 3, 1), "到次年人代会", 1)]));

        (lanes.From, lanes.Until, lanes.Months.Count).ShouldBe((new DateOnly(2025, 11, 1), new DateOnly(2027, 1, 1), 14));
        lanes.Lanes.ShouldBeEmpty("a day beyond the picture stands in the list only");
    }
}

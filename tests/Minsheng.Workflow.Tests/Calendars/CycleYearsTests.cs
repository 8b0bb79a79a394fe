using Minsheng.Workflow.Activities.Calendars;

namespace Minsheng.Workflow.Tests.Calendars;

public sealed class CycleYearsTests
{
    [Theory]
    [InlineData("2026-09-30", new[] { 2026, 2027, 2028 })]
    [InlineData("2026-10-01", new[] { 2027, 2028, 2026 })]
    [InlineData("2026-12-31", new[] { 2027, 2028, 2026 })]
    [InlineData("2027-01-01", new[] { 2027, 2028, 2029 })]
    public void From_the_last_quarter_on_the_coming_year_is_offered_first(string today, int[] years) =>
        CycleYears.Offered(DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(years);
}

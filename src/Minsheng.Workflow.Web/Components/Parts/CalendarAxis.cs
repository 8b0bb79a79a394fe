using System.Globalization;

namespace Minsheng.Workflow.Web.Components.Parts;

/// <summary>Whole months laid out from left to right; where a day lies, in percent of the width.</summary>
public sealed record CalendarAxis(DateOnly From, DateOnly Until)
{
    private const int AllLabelled = 14, HalfLabelled = 26;

    /// <summary>From the first month to the last that any of these days lies in.</summary>
    public static CalendarAxis Of(IEnumerable<DateOnly> days)
    {
        var all = days.ToList();
        var (first, last) = (all.Min(), all.Max());
        return new CalendarAxis(new DateOnly(first.Year, first.Month, 1), new DateOnly(last.Year, last.Month, 1).AddMonths(1));
    }

    public double At(DateOnly day) => Math.Clamp((day.DayNumber - From.DayNumber) * 100.0 / (Until.DayNumber - From.DayNumber), 0, 100);

    public string X(DateOnly day) => Css(At(day));

    /// <summary>The width between two days; never nothing, so that one can see it.</summary>
    public string Width(DateOnly from, DateOnly until) => Css(Math.Max(0.6, At(until) - At(from)));

    /// <summary>Months in order; of a long span only every second or third has a label.</summary>
    public IEnumerable<AxisMonth> Months()
    {
        var count = (Until.Year - From.Year) * 12 + Until.Month - From.Month;
        var step = count <= AllLabelled ? 1 : count <= HalfLabelled ? 2 : 3;
        for (var index = 0; index < count; index++)
        {
            var first = From.AddMonths(index);
            yield return new AxisMonth(first, index % step != 0 ? null : step > 1 && first.Month <= step && index > 0 ? $"{first.Year % 100}年{first.Month}月" : $"{first.Month}月");
        }
    }

    public static string Css(double percent) => string.Create(CultureInfo.InvariantCulture, $"{percent:0.###}%");
}

/// <param name="Label">Null where there is no room for it.</param>
public sealed record AxisMonth(DateOnly First, string? Label);

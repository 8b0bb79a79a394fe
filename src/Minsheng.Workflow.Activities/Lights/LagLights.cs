using System.Globalization;
using System.Text.Json.Serialization;

namespace Minsheng.Workflow.Activities.Lights;

/// <summary>The light of a project on the wall chart 挂图作战.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Light>))]
public enum Light { Green, Yellow, Orange, Red, Done }

/// <summary>Where a project stands at a month's end.</summary>
/// <param name="PlannedPercent">Planned progress, 0 to 100.</param>
/// <param name="ActualPercent">Actual progress, 0 to 100.</param>
/// <param name="MonthsNotStarted">Consecutive months past the planned start without a start and without an accepted reason.</param>
/// <param name="IsDone">Completed and accepted 完工并验收.</param>
public sealed record Progress(decimal PlannedPercent, decimal ActualPercent, int MonthsNotStarted = 0, bool IsDone = false);

/// <summary>A light and the sentence that explains it.</summary>
public sealed record LightReading(Light Light, string Reason)
{
    public static LightReading Accepted { get; } = new(Light.Done, "项目已完工并通过验收。");
}

/// <summary>
/// Lights by lag behind the plan in percentage points (银川): under 10 green, 10 to 30 yellow, over 30 red; not started yellow,
/// from the third month in a row red. A lag above 0 and under 10 is not stated there; default green.
/// </summary>
public sealed record LagLights
{
    /// <summary>Percentage points from which a project is yellow.</summary>
    public decimal YellowFrom { get; init; } = 10;

    /// <summary>Percentage points above which a project is red.</summary>
    public decimal RedAbove { get; init; } = 30;

    /// <summary>Consecutive months without a start that make a project red.</summary>
    public int RedAfterMonths { get; init; } = 3;

    public LightReading Read(Progress progress)
    {
        if (progress.IsDone)
            return LightReading.Accepted;

        var byLag = ByLag(progress);
        var byStart = ByStart(progress.MonthsNotStarted);
        return byStart is null || byLag.Light > byStart.Light ? byLag : byStart;
    }

    private LightReading? ByStart(int months) => months switch
    {
        <= 0 => null,
        _ when months >= RedAfterMonths => new LightReading(Light.Red, $"已连续 {months} 个月未按计划开工。"),
        _ => new LightReading(Light.Yellow, $"超过计划开工时间 {months} 个月，尚未开工。"),
    };

    private LightReading ByLag(Progress progress)
    {
        var lag = progress.PlannedPercent - progress.ActualPercent;
        var figures = $"计划进度 {Text(progress.PlannedPercent)}%，实际进度 {Text(progress.ActualPercent)}%";
        if (lag <= 0)
            return new LightReading(Light.Green, $"{figures}，{(lag == 0 ? "与计划持平" : $"超前 {Text(-lag)} 个百分点")}。");
        var light = lag < YellowFrom ? Light.Green : lag <= RedAbove ? Light.Yellow : Light.Red;
        return new LightReading(light, $"{figures}，落后 {Text(lag)} 个百分点。");
    }

    private static string Text(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}

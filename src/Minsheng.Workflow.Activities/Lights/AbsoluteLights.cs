using System.Globalization;

namespace Minsheng.Workflow.Activities.Lights;

/// <summary>
/// Lights by how much is done, whatever the plan says (双路街道 五色): under 30% red, completed and accepted blue. Where orange,
/// yellow and green meet is not stated there; 50% and 80% are our default.
/// </summary>
public sealed record AbsoluteLights
{
    public decimal RedBelow { get; init; } = 30;
    public decimal OrangeBelow { get; init; } = 50;
    public decimal YellowBelow { get; init; } = 80;

    public LightReading Read(Progress progress)
    {
        if (progress.IsDone) return LightReading.Accepted;
        var done = progress.ActualPercent;
        return done switch
        {
            _ when done < RedBelow => new(Light.Red, $"完成 {Text(done)}%，低于 {Text(RedBelow)}%。"),
            _ when done < OrangeBelow => new(Light.Orange, $"完成 {Text(done)}%，低于 {Text(OrangeBelow)}%。"),
            _ when done < YellowBelow => new(Light.Yellow, $"完成 {Text(done)}%，低于 {Text(YellowBelow)}%。"),
            _ => new(Light.Green, $"完成 {Text(done)}%，达到 {Text(YellowBelow)}%。"),
        };
    }

    private static string Text(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}

using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Minsheng.Workflow.Runtime.Clock;

/// <summary>Section "Clock".</summary>
/// <param name="Scheduler">False: no scheduler and none of its tables are used; this process alone looks after its jobs.</param>
/// <param name="CheckIn">How often the nodes of a cluster say that they live; one that misses about two is taken for dead.</param>
public sealed record ClockSettings(bool Scheduler, TimeSpan CheckIn)
{
    private const int Usual = 10;

    /// <exception cref="RefusedException">A setting is wrong; the sentence names it.</exception>
    public static ClockSettings Read(IConfiguration configuration) => new(Bool(configuration["Clock:Scheduler"]), Seconds(configuration["Clock:CheckInSeconds"]));

    private static bool Bool(string? text) => string.IsNullOrWhiteSpace(text) || (bool.TryParse(text, out var value)
        ? value
        : throw new RefusedException("bad-setting", $"设置 Clock:Scheduler 的值“{text}”不对，应为 true 或 false。"));

    private static TimeSpan Seconds(string? text) => string.IsNullOrWhiteSpace(text) ? TimeSpan.FromSeconds(Usual)
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= 300 ? TimeSpan.FromSeconds(seconds)
        : throw new RefusedException("bad-setting", $"设置 Clock:CheckInSeconds 的值“{text}”不对，应为 1 到 300 的整数（秒）。");
}

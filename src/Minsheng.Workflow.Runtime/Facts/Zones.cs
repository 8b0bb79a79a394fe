namespace Minsheng.Workflow.Runtime.Facts;

/// <summary>Time zones by their name in the IANA list, e.g. Asia/Shanghai.</summary>
public static class Zones
{
    public const string Usual = "Asia/Shanghai";

    /// <exception cref="RefusedException">There is no such zone.</exception>
    public static string Check(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name.Trim(), out _)
        ? name.Trim()
        : throw new RefusedException("no-such-zone", $"没有“{name.Trim()}”这个时区，请写国际通用的名称，如 {Usual}。");

    /// <summary>One that was written past <see cref="Check"/> must not bring the place to a stop.</summary>
    public static TimeZoneInfo Find(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.FindSystemTimeZoneById(Usual);
}

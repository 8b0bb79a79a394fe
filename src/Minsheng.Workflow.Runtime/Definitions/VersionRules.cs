using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Settings;

namespace Minsheng.Workflow.Runtime.Definitions;

/// <summary>What a place asks of whoever publishes a procedure.</summary>
internal static class VersionRules
{
    public const int LongestReason = 500;

    /// <summary>A date further off is a slip of the hand.</summary>
    private const int MostDaysAhead = 3 * 366;

    public static bool NeedsSecondPerson(WriteSession session, string place) => PlaceSettings.Number(session, place, PlaceSettings.SecondPerson) == 1;

    public static void RequireNoSecondPerson(WriteSession session, string place)
    {
        if (NeedsSecondPerson(session, place))
            throw new RefusedException("second-person", "本地区的设置要求方案发布由第二人审核，没有发布；请到这个方案的“版本”页写明原因，提请审核。");
    }

    public static string Reason(string? reason, string what)
    {
        if (string.IsNullOrWhiteSpace(reason)) throw new RefusedException("reason-missing", $"{what}要写明改了什么、为什么，没有办；请写一句。");
        return reason.Trim() is { Length: <= LongestReason } words ? words : throw new RefusedException("reason-too-long", $"说明最多 {LongestReason} 个字，没有办；请写得短一些。");
    }

    /// <returns>Null for at once.</returns>
    public static DateOnly? Day(DateOnly? effectiveOn, DateOnly today) => effectiveOn switch
    {
        { } day when day > today.AddDays(MostDaysAhead) => throw new RefusedException("far-day", $"生效日期 {day:yyyy-MM-dd} 在三年以后，没有办；请核对年份。"),
        { } day when day < today => throw new RefusedException("past-day", $"生效日期 {DayWords.Of(day)}已经过去，没有办；请填今天以后的日子，或不填，马上生效。"),
        { } day when day > today => day,
        _ => null,
    };
}

using System.Globalization;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Settings;

namespace Minsheng.Workflow.Runtime.People;

/// <summary>How long the password on a slip opens anything. Fixed when it is given out; slips from before this rule have no end.</summary>
internal static class SlipRows
{
    /// <summary>Under which an account's token keeps the last day.</summary>
    public const string Provider = "minsheng", Name = "slip-until";

    private const string Format = "yyyy-MM-dd";

    /// <returns>The last day on which the password may be replaced.</returns>
    public static DateOnly Give(WriteSession session, string placeId, string accountId)
    {
        var until = Places.Today(session, placeId).AddDays(PlaceSettings.Number(session, placeId, PlaceSettings.SlipDays)!.Value);
        var text = until.ToString(Format, CultureInfo.InvariantCulture);
        session.Execute($"INSERT INTO account_tokens (user_id, login_provider, name, value) VALUES ({accountId}, {Provider}, {Name}, {text}) ON CONFLICT (user_id, login_provider, name) DO UPDATE SET value = excluded.value");
        return until;
    }

    public static void TakeBack(WriteSession session, string accountId) =>
        session.Execute($"DELETE FROM account_tokens WHERE user_id = {accountId} AND login_provider = {Provider} AND name = {Name}");

    public static DateOnly? Read(string? stored) => DateOnly.TryParseExact(stored, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

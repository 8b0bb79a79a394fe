using System.Globalization;
using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Files;

/// <summary>What a place may settle about its files, in place_settings.</summary>
public static class FileSettings
{
    /// <summary>How much all files of the place may take together, in megabytes. Default: no limit.</summary>
    public const string QuotaMegabytes = "Files.QuotaMegabytes";

    /// <summary>After how many days an upload that was never handed in goes. Default 30.</summary>
    public const string KeepUnusedDays = "Files.KeepUnusedDays";

    public const int DefaultKeepUnusedDays = 30;

    /// <summary>A setting that is no number in its range counts as not set: files are never refused or dropped because of a slip.</summary>
    internal static int? Read(WriteSession session, string jurisdictionId, string name) => Number(session.First(
        $"SELECT value FROM place_settings WHERE jurisdiction_id = {jurisdictionId} AND name = {name}", reader => reader.GetString(0)));

    internal static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}

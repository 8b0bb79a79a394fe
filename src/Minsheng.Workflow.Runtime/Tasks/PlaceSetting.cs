using System.Globalization;
using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Tasks;

/// <summary>Settings of a place that tasks go by, rows of place_settings; what is not there has its default.</summary>
public static class PlaceSetting
{
    /// <summary>How often one person may urge one task a day; 1 by default.</summary>
    public const string UrgesPerDay = "tasks.urges-per-day";

    internal static int Number(WriteSession session, string place, string name, int otherwise) =>
        int.TryParse(session.First($"SELECT value FROM place_settings WHERE jurisdiction_id = {place} AND name = {name}", reader => reader.GetString(0)), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}

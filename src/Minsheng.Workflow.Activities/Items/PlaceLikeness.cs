using System.Text.RegularExpressions;

namespace Minsheng.Workflow.Activities.Items;

/// <summary>Whether two suggestions are about one place: street lights here and street lights there are two matters.</summary>
internal static partial class PlaceLikeness
{
    private const double Same = 1.15, Within = 1.1, Unknown = 1, Near = 0.75, Apart = 0.35;

    /// <summary>The part of a place's name that tells it from others; empty when it says nothing, such as 全县.</summary>
    public static string Core(string place) => Everywhere().IsMatch(place.Trim()) ? "" : Kind().Replace(place.Trim(), "");

    /// <summary>By how much a place makes two texts more, or less, alike.</summary>
    public static double Factor(string first, string second, string firstText, string secondText) =>
        first.Length < 2 || second.Length < 2 ? Unknown
        : first == second ? Same
        : first.Contains(second, StringComparison.Ordinal) || second.Contains(first, StringComparison.Ordinal) ? Within
        : firstText.Contains(second, StringComparison.Ordinal) || secondText.Contains(first, StringComparison.Ordinal) ? Within
        : first.AsSpan(0, 2).SequenceEqual(second.AsSpan(0, 2)) ? Near
        : Apart;

    [GeneratedRegex("^(全[省市县区镇乡]|各.*|[省市县区镇]内|城区|县城|辖区)$")]
    private static partial Regex Everywhere();

    [GeneratedRegex("(街道办事处|街道办|街道|社区|小区|镇|乡|村委会|村|路|一带|附近|周边)$")]
    private static partial Regex Kind();
}

using System.Globalization;
using Minsheng.Workflow.Runtime.People;

namespace Minsheng.Workflow.Web.Components.Pages.Manage;

/// <summary>A term as typed.</summary>
public sealed class TermDraft
{
    public string Name { get; set; } = "";
    public DateOnly? From { get; set; }
    public DateOnly? Until { get; set; }
    public string AllDeputies { get; set; } = "";

    /// <summary>What is no number goes on as one that is refused beside the field.</summary>
    public int? Deputies => AllDeputies.Trim().Length == 0 ? null : int.TryParse(AllDeputies.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    public TermOrder Order(string placeId, string by) => new(placeId, by, Name, From ?? default, Until, Deputies);
}

using Microsoft.AspNetCore.WebUtilities;
using Minsheng.Workflow.Activities.Rehearsal.Shown;

namespace Minsheng.Workflow.Web.Components.Pages.Procedures.Rehearsals;

/// <summary>A rehearsal's settings live in its address: it can be sent to somebody, and the Excel is made of the same.</summary>
internal static class RehearsalAddress
{
    public static IEnumerable<KeyValuePair<string, string>> Read(string address) =>
        QueryHelpers.ParseQuery(new Uri(address).Query).Select(one => KeyValuePair.Create(one.Key, one.Value.ToString()));

    public static string Of(string definitionId, RehearsalSettings settings, string? version, string? against) => QueryHelpers.AddQueryString(
        $"/procedures/{Uri.EscapeDataString(definitionId)}/rehearsal",
        settings.Given.OrderBy(one => one.Key, StringComparer.Ordinal)
            .Concat([KeyValuePair.Create("version", version ?? ""), KeyValuePair.Create("against", against ?? "")])
            .Where(one => one.Value.Length > 0).Select(one => KeyValuePair.Create(one.Key, (string?)one.Value)));
}

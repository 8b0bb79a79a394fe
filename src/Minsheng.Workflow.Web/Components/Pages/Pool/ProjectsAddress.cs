using System.Globalization;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Runtime.Queries;

namespace Minsheng.Workflow.Web.Components.Pages.Pool;

/// <summary>What one looks at stands in the address, so that it can be sent to somebody and gone back to.</summary>
public static class ProjectsAddress
{
    public static ProjectsFilter Read(int? year, string? text, string? light, string? unit, string? domain, string? state, string? sort, bool descending, int? page) => new(
        year, text, Named<LightWanted>(light), unit, domain, Named<ProjectState>(state), Named<ProjectOrder>(sort) ?? ProjectOrder.Number, descending, page ?? 1);

    /// <summary>The query string without its question mark; what is not set is left out.</summary>
    public static string Of(ProjectsFilter filter)
    {
        (string Name, string? Value)[] parts =
        [
            ("year", filter.Year?.ToString(CultureInfo.InvariantCulture)), ("q", filter.Text), ("light", filter.Light?.ToString()), ("unit", filter.Unit), ("domain", filter.Domain),
            ("state", filter.State?.ToString()), ("sort", filter.Order == ProjectOrder.Number ? null : filter.Order.ToString()), ("desc", filter.Descending ? "true" : null),
            ("page", filter.Page > 1 ? filter.Page.ToString(CultureInfo.InvariantCulture) : null),
        ];
        return string.Join('&', parts.Where(part => part.Value is { Length: > 0 }).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"));
    }

    private static T? Named<T>(string? name) where T : struct, Enum => Enum.TryParse<T>(name, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : null;
}

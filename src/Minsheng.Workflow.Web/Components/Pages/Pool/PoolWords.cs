using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Web.Components.Parts;

namespace Minsheng.Workflow.Web.Components.Pages.Pool;

/// <summary>The pool's filter as an address and as words.</summary>
public static class PoolWords
{
    private const string Falling = "-";

    public static PoolFilter Read(
        string? cycle, string? stage, string? find, string? domain, string? channel, string? where, decimal? from, decimal? to, bool similar, bool owed, string? sort, int? page) =>
        new(cycle, find, Enum.TryParse<ItemStage>(stage, out var known) && Enum.IsDefined(known) ? known : null, Math.Max(1, page ?? 1))
        {
            Domain = domain,
            Channel = channel,
            Where = where,
            From = from,
            To = to,
            Similar = similar,
            Owed = owed,
            Order = Enum.TryParse<PoolOrder>(sort?.TrimStart('-'), ignoreCase: true, out var order) && Enum.IsDefined(order) ? order : PoolOrder.Number,
            Descending = sort?.StartsWith(Falling, StringComparison.Ordinal) == true,
        };

    public static string Address(PoolFilter filter) => QueryHelpers.AddQueryString("/pool", new Dictionary<string, string?>
    {
        ["cycle"] = filter.CycleId,
        ["stage"] = filter.Stage?.ToString(),
        ["find"] = filter.Text?.Trim(),
        ["domain"] = filter.Domain,
        ["channel"] = filter.Channel,
        ["where"] = filter.Where,
        ["from"] = filter.From?.ToString(CultureInfo.InvariantCulture),
        ["to"] = filter.To?.ToString(CultureInfo.InvariantCulture),
        ["similar"] = filter.Similar ? "true" : null,
        ["owed"] = filter.Owed ? "true" : null,
        ["sort"] = filter is { Order: PoolOrder.Number, Descending: false } ? null : (filter.Descending ? Falling : "") + filter.Order.ToString().ToLowerInvariant(),
        ["page"] = filter.Page > 1 ? filter.Page.ToString(CultureInfo.InvariantCulture) : null,
    }.Where(part => !string.IsNullOrEmpty(part.Value)));

    public static bool Narrows(PoolFilter filter) =>
        filter.Stage is not null || filter.Text is { Length: > 0 } || filter.Domain is { Length: > 0 } || filter.Channel is { Length: > 0 } || filter.Where is { Length: > 0 }
        || filter.From is not null || filter.To is not null || filter.Similar || filter.Owed;

    public static string Said(PoolFilter filter) => string.Join("、", new[]
    {
        filter.Text is { Length: > 0 } text ? $"查找“{text}”" : null,
        filter.Stage is { } stage ? $"阶段“{stage.Word()}”" : null,
        filter.Domain is { Length: > 0 } domain ? $"领域“{domain}”" : null,
        filter.Channel is { Length: > 0 } channel ? $"来源“{channel}”" : null,
        filter.Where is { Length: > 0 } place ? $"地点“{place}”" : null,
        filter.From is { } from ? $"不少于 {ItemWords.Money(from)} 万元" : null,
        filter.To is { } to ? $"不超过 {ItemWords.Money(to)} 万元" : null,
        filter.Similar ? "只看有相近的" : null,
        filter.Owed ? "只看还欠答复的" : null,
    }.OfType<string>());
}

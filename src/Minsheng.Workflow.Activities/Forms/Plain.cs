using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Minsheng.Workflow.Activities.Forms;

/// <summary>Brings whatever came from JSON, a page or a script down to null, bool, decimal, string, list and dictionary.</summary>
internal static class Plain
{
    public static object? Of(object? value) => value switch
    {
        null or string or bool or decimal => value,
        JsonElement json => OfJson(json),
        JsonNode node => OfJson(JsonSerializer.SerializeToElement(node)),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        sbyte or byte or short or ushort or int or uint or long or ulong => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        float or double => OfDouble(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        IEnumerable<KeyValuePair<string, object?>> map => map.ToDictionary(entry => entry.Key, entry => Of(entry.Value), StringComparer.Ordinal),
        IDictionary map => map.Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => Of(entry.Value), StringComparer.Ordinal),
        IEnumerable list => list.Cast<object?>().Select(Of).ToList(),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static object? OfJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetDecimal(out var number) ? number : json.GetRawText(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => json.EnumerateArray().Select(OfJson).ToList(),
        JsonValueKind.Object => OfObject(json),
        _ => null,
    };

    private static Dictionary<string, object?> OfObject(JsonElement json)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
            map[property.Name] = OfJson(property.Value);
        return map;
    }

    /// <summary>The shortest decimal that reads as the same double, so that 0.1 stays 0.1.</summary>
    private static object OfDouble(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? exact : text;
    }
}

using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Minsheng.Workflow.Engine;

/// <summary>
/// The closed set of values a definition can hold: null, bool, double, string, <see cref="List{T}"/> of values and
/// <see cref="Dictionary{TKey,TValue}"/> of values. Everything that crosses into scripts, variables and stored state is one of these.
/// </summary>
public static class Values
{
    /// <summary>How stored state and typed inputs are written: camelCase, enums by name, Chinese left readable.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(), new ValueConverter() },
        MaxDepth = 128,
    };

    public static object? FromJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => json.EnumerateArray().Select(FromJson).ToList(),
        JsonValueKind.Object => FromObject(json),
        _ => null,
    };

    public static object? FromJson(JsonNode? json) => json is null ? null : FromJson(json.Deserialize<JsonElement>());

    /// <summary>A value of its own: scripts change lists and objects in place, and a definition's must stay as they are.</summary>
    public static object? Copy(object? value) => value switch
    {
        List<object?> list => list.ConvertAll(Copy),
        Dictionary<string, object?> members => members.ToDictionary(member => member.Key, member => Copy(member.Value), StringComparer.Ordinal),
        _ => From(value),
    };

    /// <summary>Turns any .NET value a host hands over into the closed set.</summary>
    public static object? From(object? value) => value switch
    {
        null or bool or double or string or List<object?> or Dictionary<string, object?> => value,
        JsonElement json => FromJson(json),
        JsonNode node => FromJson(node),
        int or long or short or byte or uint or float or decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        DateTimeOffset at => at.ToString("O", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        Enum name => name.ToString(),
        _ => FromJson(JsonSerializer.SerializeToElement(value, Json)),
    };

    public static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case string text: writer.WriteStringValue(text); break;
            case double number when double.IsFinite(number): writer.WriteNumberValue(number); break;
            case double: writer.WriteNullValue(); break;
            case List<object?> list:
                writer.WriteStartArray();
                foreach (var item in list) Write(writer, item);
                writer.WriteEndArray();
                break;
            case Dictionary<string, object?> members:
                writer.WriteStartObject();
                foreach (var (name, member) in members)
                {
                    writer.WritePropertyName(name);
                    Write(writer, member);
                }
                writer.WriteEndObject();
                break;
            case JsonElement json: json.WriteTo(writer); break;
            default: JsonSerializer.Serialize(writer, value, value.GetType(), Json); break;
        }
    }

    /// <summary>The text Elsa would print for this value.</summary>
    public static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "True" : "False",
        double number => number.ToString(CultureInfo.InvariantCulture),
        _ => JsonSerializer.Serialize(value, Json),
    };

    public static bool Truth(object? value) => value switch
    {
        null => false,
        bool flag => flag,
        double number => number != 0 && !double.IsNaN(number),
        string text => text.Length > 0 && !text.Equals("false", StringComparison.OrdinalIgnoreCase),
        _ => true,
    };

    /// <summary>Elsa writes values as text; the declared type says what the text means.</summary>
    /// <exception cref="FormatException">The text cannot mean that.</exception>
    public static object? Typed(string? type, object? value) => type switch
    {
        "Int16" or "Int32" or "Int64" or "Byte" or "Double" or "Single" or "Decimal" when value is string number => As<double>(number),
        "Boolean" when value is string => Truth(value),
        "String" when value is not null => Text(value),
        _ => value,
    };

    /// <summary>Converts to what a step declared its input to be.</summary>
    /// <exception cref="FormatException">The value cannot mean that.</exception>
    public static T? As<T>(object? value)
    {
        if (value is T same) return same;
        if (value is null) return default;
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        try
        {
            object? converted = type switch
            {
                _ when type == typeof(object) => value,
                _ when type == typeof(string) => Text(value),
                _ when type == typeof(bool) => Truth(value),
                _ when type.IsEnum => value is double number ? Enum.ToObject(type, (int)number) : Enum.Parse(type, Text(value), ignoreCase: true),
                _ when type == typeof(TimeSpan) => TimeSpan.Parse(Text(value), CultureInfo.InvariantCulture),
                _ when type == typeof(DateTimeOffset) => DateTimeOffset.Parse(Text(value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                _ when type.IsPrimitive || type == typeof(decimal) => Convert.ChangeType(value is string text ? text.Trim() : value, type, CultureInfo.InvariantCulture),
                _ when value is string json && LooksLikeJson(json) => JsonSerializer.Deserialize(json, type, Json),
                _ => JsonSerializer.SerializeToElement(value, Json).Deserialize(type, Json),
            };
            return (T?)converted;
        }
        catch (Exception problem) when (problem is FormatException or InvalidCastException or OverflowException or ArgumentException or JsonException or NotSupportedException)
        {
            throw new FormatException($"“{Shorten(Text(value))}”不能作为{Describe(type)}使用。", problem);
        }
    }

    internal static bool LooksLikeJson(string text) => text.AsSpan().TrimStart() is ['[' or '{', ..];

    internal static string Shorten(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 60), "…");

    private static string Describe(Type type) => type switch
    {
        _ when type == typeof(int) || type == typeof(long) => "整数",
        _ when type == typeof(double) || type == typeof(decimal) => "数字",
        _ when type == typeof(TimeSpan) => "时长（如 00:30:00）",
        _ when type == typeof(DateTimeOffset) => "日期时间（如 2026-03-05T09:00:00+08:00）",
        _ when type.IsEnum => $"选项（{string.Join("、", Enum.GetNames(type))}）",
        _ => "这里要求的内容",
    };

    private static Dictionary<string, object?> FromObject(JsonElement json)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject()) members[member.Name] = FromJson(member.Value);
        return members;
    }

    private sealed class ValueConverter : JsonConverter<object>
    {
        public override object? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            FromJson(JsonElement.ParseValue(ref reader));

        public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options) => Values.Write(writer, value);
    }
}

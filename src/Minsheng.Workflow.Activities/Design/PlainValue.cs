using System.Text.Json;
using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Forms;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>What a value of any kind is, as far as people can fill it in.</summary>
public enum PlainKind
{
    Nothing,
    Text,
    Number,
    Flag,
    Lines,

    /// <summary>Names with a value each.</summary>
    Pairs,

    /// <summary>Lists of records and the like, which only their author can read.</summary>
    Other,
}

/// <summary>Values without a type of their own: of variables, results, messages.</summary>
public static class PlainValue
{
    public static IReadOnlyList<(PlainKind Kind, string Words)> Kinds { get; } =
        [(PlainKind.Text, "文字"), (PlainKind.Number, "数字"), (PlainKind.Flag, "是或否"), (PlainKind.Lines, "几项，一行一项"), (PlainKind.Pairs, "几个名称和值")];

    public static PlainKind KindOf(JsonNode? value) => value switch
    {
        null => PlainKind.Nothing,
        JsonArray list => list.All(one => one is JsonValue) ? PlainKind.Lines : PlainKind.Other,
        JsonObject => PlainKind.Pairs,
        _ => value.GetValueKind() switch { JsonValueKind.True or JsonValueKind.False => PlainKind.Flag, JsonValueKind.Number => PlainKind.Number, _ => PlainKind.Text },
    };

    /// <summary>The value as far as it can be kept when it becomes one of another kind.</summary>
    public static JsonNode As(PlainKind kind, JsonNode? value) => kind switch
    {
        PlainKind.Number => JsonValue.Create(Scalars.TryNumber(Words(value), out var number) ? number : 0),
        PlainKind.Flag => JsonValue.Create(Words(value) is "true" or "是"),
        PlainKind.Lines => value is JsonArray ? value.DeepClone() : LineList.Parse(Words(value), null) ?? [],
        PlainKind.Pairs => value as JsonObject is { } pairs ? pairs.DeepClone() : new JsonObject(),
        _ => JsonValue.Create(Words(value)),
    };

    /// <summary>What was typed, as this kind; of text that is no number a refusal.</summary>
    public static JsonNode? Parse(PlainKind kind, string? typed, JsonNode? before)
    {
        var text = typed?.Trim() ?? "";
        return kind switch
        {
            PlainKind.Number => JsonValue.Create(Scalars.TryNumber(text, out var number) ? number : throw DesignRefusedException.BadValue(text, "数字", cure: "要填文字请先把种类改为文字")),
            PlainKind.Flag => JsonValue.Create(text is "true" or "是"),
            PlainKind.Lines => LineList.Parse(text, before as JsonArray),
            _ => text.Length == 0 ? null : JsonValue.Create(text),
        };
    }

    public static string Words(JsonNode? value) => value switch
    {
        null or JsonObject => "",
        JsonArray list => LineList.Text(list),
        _ => value.ToString(),
    };

    /// <summary>The pairs with one renamed; a name that is taken or empty is refused.</summary>
    public static JsonObject Renamed(JsonObject pairs, string from, string? to)
    {
        var name = to?.Trim() ?? "";
        if (name.Length == 0) throw new DesignRefusedException("no-name", "名称不能空着，没有改动；请填一个名称。");
        if (name != from && pairs.ContainsKey(name)) throw new DesignRefusedException("same-name", $"已经有一个“{name}”，没有改动，请换个名称。");
        return new JsonObject(pairs.Select(pair => KeyValuePair.Create(pair.Key == from ? name : pair.Key, pair.Value?.DeepClone())));
    }

    /// <summary>The pairs with a value set; null takes the pair out.</summary>
    public static JsonObject With(JsonObject pairs, string name, JsonNode? value)
    {
        var copy = (JsonObject)pairs.DeepClone();
        if (value is null) copy.Remove(name);
        else copy[name] = value;
        return copy;
    }

    public static JsonObject Added(JsonObject pairs)
    {
        var name = Enumerable.Range(1, pairs.Count + 1).Select(number => $"名称{number}").First(one => !pairs.ContainsKey(one));
        return With(pairs, name, JsonValue.Create(""));
    }
}

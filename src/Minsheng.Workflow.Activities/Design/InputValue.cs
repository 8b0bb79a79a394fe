using System.Text.Json;
using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>How an input of a step is given.</summary>
public enum InputMode
{
    /// <summary>Not stated: the step's own default holds.</summary>
    Default,
    Constant,

    /// <summary>One of the definition's inputs, set anew each year.</summary>
    Setting,
    Variable,
    Script,

    /// <summary>A way of writing that this designer does not offer; shown as it stands.</summary>
    Other,
}

/// <summary>Elsa's wrapped input taken apart, and put together again without losing what we do not know.</summary>
/// <param name="Constant">The value itself when it is fixed.</param>
/// <param name="Text">Name of setting or variable, or the script.</param>
public sealed record InputValue(InputMode Mode, JsonNode? Constant, string Text)
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = ElsaJson.MaxDepth };

    /// <summary>How an input is given, be it wrapped as Elsa does, bare, or not there.</summary>
    public static InputValue Read(JsonNode? node)
    {
        if (node is null) return new(InputMode.Default, null, "");
        if (node is not JsonObject wrapped) return new(InputMode.Constant, node, "");
        if (wrapped["expression"] is not JsonObject expression) return new(wrapped.ContainsKey("typeName") ? InputMode.Default : InputMode.Other, null, "");
        var value = expression["value"];
        return (StepTree.Text(expression["type"]) ?? "Literal") switch
        {
            "Literal" => new(InputMode.Constant, value, ""),
            "Object" or "Json" => Parsed(value) is var (isJson, parsed) && isJson ? new(InputMode.Constant, parsed, "") : new(InputMode.Other, null, ""),
            "Input" => new(InputMode.Setting, null, Name(value, "name") ?? ""),
            "Variable" => new(InputMode.Variable, null, Name(value, "name") ?? Name(value, "id") ?? ""),
            "JavaScript" => new(InputMode.Script, null, StepTree.Text(value) ?? ""),
            _ => new(InputMode.Other, null, ""),
        };
    }

    /// <summary>The input with a fixed value; an Object input written as text stays one.</summary>
    public static JsonObject OfConstant(JsonNode? before, JsonNode? value, Type type)
    {
        var isScalar = value is JsonValue or null;
        var wrapped = Wrapped(before, type);
        var expression = Expression(wrapped, isScalar ? "Literal" : "Object");
        var wasText = StepTree.Text((before as JsonObject)?["expression"]?["type"]) is "Object" or "Json" && (before as JsonObject)?["expression"]?["value"] is JsonValue;
        expression["value"] = !isScalar && wasText ? JsonValue.Create(value!.ToJsonString(Relaxed)) : value?.DeepClone();
        return wrapped;
    }

    /// <param name="before">The input as it was: what we do not know of it stays.</param>
    public static JsonObject OfSetting(JsonNode? before, string name, Type type) => Of(before, type, "Input", new JsonObject { ["name"] = name });

    public static JsonObject OfVariable(JsonNode? before, string id, string name, Type type) => Of(before, type, "Variable", new JsonObject { ["id"] = id, ["name"] = name });

    public static JsonObject OfScript(JsonNode? before, string script, Type type) => Of(before, type, "JavaScript", JsonValue.Create(script));

    internal static JsonSerializerOptions Relaxed { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = ElsaJson.MaxDepth + 8 };

    internal static (bool IsJson, JsonNode? Value) Parsed(JsonNode? value)
    {
        if (StepTree.Text(value) is not { } text) return (true, value);
        if (string.IsNullOrWhiteSpace(text)) return (true, null);
        try
        {
            return (true, JsonNode.Parse(text, documentOptions: Deep));
        }
        catch (JsonException)
        {
            return (false, null);
        }
    }

    private static JsonObject Of(JsonNode? before, Type type, string kind, JsonNode value)
    {
        var wrapped = Wrapped(before, type);
        Expression(wrapped, kind)["value"] = value;
        return wrapped;
    }

    private static JsonObject Wrapped(JsonNode? before, Type type)
    {
        var wrapped = before is JsonObject known && known.ContainsKey("typeName") ? known.DeepClone().AsObject() : new JsonObject { ["typeName"] = TypeName(type) };
        if (wrapped["typeName"] is null) wrapped["typeName"] = TypeName(type);
        return wrapped;
    }

    private static JsonObject Expression(JsonObject wrapped, string kind)
    {
        if (wrapped["expression"] is not JsonObject expression) wrapped["expression"] = expression = [];
        expression["type"] = kind;
        return expression;
    }

    private static string TypeName(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain.IsEnum) return "String";
        return plain == typeof(string) || plain == typeof(int) || plain == typeof(bool) || plain == typeof(decimal) || plain == typeof(double) || plain == typeof(TimeSpan) || plain == typeof(DateTimeOffset) ? plain.Name : "Object";
    }

    private static string? Name(JsonNode? value, string member) => value switch
    {
        JsonObject reference => StepTree.Text(reference[member]),
        JsonValue => Parsed(value) is (true, JsonObject reference) ? StepTree.Text(reference[member]) : StepTree.Text(value),
        _ => null,
    };
}

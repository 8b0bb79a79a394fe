using System.Collections.Frozen;

namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>The names every script knows.</summary>
internal static class Globals
{
    public static FrozenDictionary<string, object?> All { get; } = new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["Array"] = Space("Array", ("from", ObjectFunctions.ListFrom), ("isArray", (_, _, arguments) => Values.Bool(arguments[0] is List<object?>))),
        ["Boolean"] = Function((_, _, arguments) => Values.Bool(Values.Truthy(arguments[0]))),
        ["Infinity"] = double.PositiveInfinity,
        ["isFinite"] = Function((run, _, arguments) => Values.Bool(double.IsFinite(arguments.Number(run, 0)))),
        ["isNaN"] = Function((run, _, arguments) => Values.Bool(double.IsNaN(arguments.Number(run, 0)))),
        ["JSON"] = Space("JSON", ("parse", JsonReading.Parse), ("stringify", JsonWriting.Stringify)),
        ["Math"] = MathFunctions.Space,
        ["NaN"] = double.NaN,
        ["Number"] = new Namespace("Number", NumberMembers(), (run, _, arguments) => Values.Number(arguments.Count == 0 ? 0 : arguments.Number(run, 0))),
        ["Object"] = Space("Object", ("assign", ObjectFunctions.Assign), ("entries", ObjectFunctions.Entries),
            ("fromEntries", ObjectFunctions.FromEntries), ("keys", ObjectFunctions.Keys), ("values", ObjectFunctions.Items)),
        ["parseFloat"] = Function(NumberMethods.ParseFloat),
        ["parseInt"] = Function(NumberMethods.ParseInt),
        ["String"] = Function((run, _, arguments) => arguments.Count == 0 ? "" : arguments.Text(run, 0)),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static BuiltinFunction Function(Builtin body) => new(body, Undefined.Value);

    private static Namespace Space(string name, params (string Name, Builtin Body)[] functions) =>
        new(name, functions.ToDictionary(each => each.Name, each => (object?)Function(each.Body), StringComparer.Ordinal));

    private static Dictionary<string, object?> NumberMembers() => new(StringComparer.Ordinal)
    {
        ["EPSILON"] = Math.BitIncrement(1.0) - 1,
        ["MAX_SAFE_INTEGER"] = 9007199254740991.0,
        ["MIN_SAFE_INTEGER"] = -9007199254740991.0,
        ["isFinite"] = Function((_, _, arguments) => Values.Bool(arguments[0] is double number && double.IsFinite(number))),
        ["isInteger"] = Function((_, _, arguments) => Values.Bool(arguments[0] is double number && double.IsInteger(number))),
        ["isNaN"] = Function((_, _, arguments) => Values.Bool(arguments[0] is double.NaN)),
        ["parseFloat"] = Function(NumberMethods.ParseFloat),
        ["parseInt"] = Function(NumberMethods.ParseInt),
    };
}

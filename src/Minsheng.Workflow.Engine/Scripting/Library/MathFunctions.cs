namespace Minsheng.Workflow.Engine.Scripting;

/// <summary><c>Math</c>, without random numbers: the same data must give the same answer.</summary>
internal static class MathFunctions
{
    public static Namespace Space { get; } = new("Math", new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["E"] = Math.E,
        ["PI"] = Math.PI,
        ["abs"] = Of(Math.Abs),
        ["ceil"] = Of(Math.Ceiling),
        ["floor"] = Of(Math.Floor),
        ["log"] = Of(Math.Log),
        ["log10"] = Of(Math.Log10),
        ["max"] = Fold(double.NegativeInfinity, Math.Max),
        ["min"] = Fold(double.PositiveInfinity, Math.Min),
        ["pow"] = Globals.Function((run, _, arguments) => Values.Number(Operators.Power(arguments.Number(run, 0), arguments.Number(run, 1)))),
        ["round"] = Of(Round),
        ["sign"] = Of(value => double.IsNaN(value) || value == 0 ? value : Math.Sign(value)),
        ["sqrt"] = Of(Math.Sqrt),
        ["trunc"] = Of(Math.Truncate),
    });

    /// <summary>Halves go up, also below zero.</summary>
    private static double Round(double value)
    {
        var floor = Math.Floor(value);
        return value - floor >= 0.5 ? floor + 1 : floor;
    }

    private static BuiltinFunction Of(Func<double, double> function) =>
        Globals.Function((run, _, arguments) => Values.Number(function(arguments.Number(run, 0))));

    private static BuiltinFunction Fold(double start, Func<double, double, double> choose) =>
        Globals.Function((run, _, arguments) =>
            Values.Number(arguments.All.Aggregate(start, (chosen, value) => choose(chosen, Conversions.ToNumber(run, value)))));
}

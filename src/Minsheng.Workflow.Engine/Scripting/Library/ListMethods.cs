using System.Collections.Frozen;

namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>The methods of lists.</summary>
internal static partial class ListMethods
{
    public static FrozenDictionary<string, Builtin> All { get; } = new Dictionary<string, Builtin>(StringComparer.Ordinal)
    {
        ["at"] = At,
        ["concat"] = Concat,
        ["every"] = Every,
        ["filter"] = Filter,
        ["find"] = (run, self, arguments) => Sequences.Item(run, (List<object?>)self!, Search(run, self, arguments)),
        ["findIndex"] = (run, self, arguments) => Values.Number(Search(run, self, arguments)),
        ["flat"] = Flat,
        ["flatMap"] = FlatMap,
        ["forEach"] = ForEach,
        ["includes"] = (run, self, arguments) => Values.Bool(IndexOf(run, self, arguments, findsNaN: true) >= 0),
        ["indexOf"] = (run, self, arguments) => Values.Number(IndexOf(run, self, arguments, findsNaN: false)),
        ["join"] = Join,
        ["keys"] = Keys,
        ["map"] = Map,
        ["pop"] = Pop,
        ["push"] = Push,
        ["reduce"] = Reduce,
        ["reverse"] = Reverse,
        ["shift"] = Shift,
        ["slice"] = Slice,
        ["some"] = Some,
        ["sort"] = Sort,
        ["toString"] = (run, self, _) => Conversions.ToText(run, self),
        ["unshift"] = Unshift,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static object? At(Evaluation run, object? self, Arguments arguments)
    {
        var list = (List<object?>)self!;
        var index = arguments.Integer(run, 0);
        return Sequences.Item(run, list, index < 0 ? index + list.Count : index);
    }

    private static List<object?> Concat(Evaluation run, object? self, Arguments arguments)
    {
        var list = (List<object?>)self!;
        var result = Sequences.Slice(run, list, 0, list.Count);
        foreach (var argument in arguments.All)
        {
            if (argument is List<object?> more)
                run.AddRange(result, more, 0, more.Count);
            else
                run.Add(result, argument);
        }

        return result;
    }

    private static int IndexOf(Evaluation run, object? self, Arguments arguments, bool findsNaN)
    {
        var list = (List<object?>)self!;
        run.Visit(list.Count);
        var wanted = arguments[0];
        for (var i = arguments.Place(run, 1, list.Count, 0); i < list.Count; i++)
        {
            var item = run.Import(list[i]);
            if (Values.Same(run, item, wanted) || (findsNaN && item is double.NaN && wanted is double.NaN))
                return i;
        }

        return -1;
    }

    private static string Join(Evaluation run, object? self, Arguments arguments)
    {
        var result = new BoundedText(run);
        Conversions.Join(run, result, (List<object?>)self!, arguments.Has(0) ? arguments.Text(run, 0) : ",");
        return result.Finish();
    }

    private static List<object?> Keys(Evaluation run, object? self, Arguments arguments)
    {
        var result = run.List();
        for (var i = 0; i < ((List<object?>)self!).Count; i++)
            run.Add(result, Values.Number(i));
        return result;
    }

    private static List<object?> Slice(Evaluation run, object? self, Arguments arguments)
    {
        var list = (List<object?>)self!;
        return Sequences.Slice(run, list, arguments.Place(run, 0, list.Count, 0), arguments.Place(run, 1, list.Count, list.Count));
    }

    private static List<object?> Flat(Evaluation run, object? self, Arguments arguments)
    {
        var result = run.List();
        Flatten(run, result, (List<object?>)self!, arguments.Integer(run, 0, otherwise: 1));
        return result;
    }

    private static void Flatten(Evaluation run, List<object?> result, List<object?> list, int levels)
    {
        run.Enter();
        foreach (var item in list)
        {
            run.Step(run.At);
            if (item is List<object?> inner && levels > 0)
                Flatten(run, result, inner, levels - 1);
            else
                run.Add(result, item);
        }

        run.Leave();
    }
}

using System.Collections.Frozen;

namespace Minsheng.Workflow.Engine.Scripting;

/// <summary><c>Object.…</c>, <c>Array.…</c> and the methods every object has.</summary>
internal static class ObjectFunctions
{
    public static FrozenDictionary<string, Builtin> Methods { get; } = new Dictionary<string, Builtin>(StringComparer.Ordinal)
    {
        ["hasOwnProperty"] = (run, self, arguments) => Values.Bool(Members.Has(run, self, arguments[0])),
        ["toString"] = (run, self, _) => Conversions.ToText(run, self),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static object? Keys(Evaluation run, object? self, Arguments arguments) => Collect(run, arguments[0], (key, _) => key);

    public static object? Items(Evaluation run, object? self, Arguments arguments) => Collect(run, arguments[0], (_, value) => run.Import(value));

    public static object? Entries(Evaluation run, object? self, Arguments arguments) => Collect(run, arguments[0], (key, value) =>
    {
        var pair = run.List(2);
        run.Add(pair, key);
        run.Add(pair, run.Import(value));
        return pair;
    });

    public static object? FromEntries(Evaluation run, object? self, Arguments arguments)
    {
        var result = run.Object();
        foreach (var entry in Sequences.Elements(run, arguments[0]))
        {
            run.Step(run.At);
            if (entry is not List<object?> pair)
                throw run.Fail("Object.fromEntries 的每一项应是 [名称, 值]，请检查。");
            run.Put(result, Conversions.ToKey(run, Sequences.Item(run, pair, 0)), Sequences.Item(run, pair, 1));
        }

        return result;
    }

    public static object? Assign(Evaluation run, object? self, Arguments arguments)
    {
        if (arguments[0] is not Dictionary<string, object?> target)
            throw run.Fail("Object.assign 的第一个参数应是对象，请写成 Object.assign({}, …)。");
        foreach (var source in arguments.All.Skip(1))
        {
            if (source is Dictionary<string, object?> members)
                run.PutAll(target, members);
        }

        return target;
    }

    public static object? ListFrom(Evaluation run, object? self, Arguments arguments)
    {
        var source = arguments[0] is Dictionary<string, object?> sized ? Sized(run, sized) : Sequences.Elements(run, arguments[0]);
        return arguments.Has(1)
            ? ListMethods.All["map"](run, source, new Arguments([arguments[1]]))
            : Sequences.Slice(run, source, 0, source.Count);
    }

    private static List<object?> Sized(Evaluation run, Dictionary<string, object?> sized)
    {
        var result = run.List();
        var length = Conversions.ToInteger(run, Members.Get(run, sized, "length"));
        Sequences.Resize(run, result, Math.Max(0, length));
        for (var i = 0; i < result.Count && sized.Count > 1; i++)
        {
            run.Step(run.At);
            result[i] = Members.Get(run, sized, Numerals.Format(i));
        }

        return result;
    }

    private static List<object?> Collect(Evaluation run, object? source, Func<string, object?, object?> choose)
    {
        var result = run.List();
        switch (source)
        {
            case Dictionary<string, object?> members:
                run.Visit(members.Count);
                foreach (var (key, value) in members)
                    run.Add(result, choose(key, value));
                return result;
            case List<object?> list:
                for (var i = 0; i < list.Count; i++)
                {
                    run.Step(run.At);
                    run.Add(result, choose(run.Text(Numerals.Format(i)), list[i]));
                }

                return result;
            default:
                throw run.Fail($"这里需要对象，但得到的是{Values.Describe(source)}，请先判断是否为空。");
        }
    }
}

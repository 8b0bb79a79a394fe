namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>A built-in function or method; position and charge for the arguments are set by the caller.</summary>
internal delegate object? Builtin(Evaluation run, object? self, Arguments arguments);

/// <summary>Arguments of a built-in; one that was not given reads as undefined.</summary>
internal readonly struct Arguments(object?[] values)
{
    public object?[] All => values;

    public int Count => values.Length;

    public object? this[int index] => index < values.Length ? values[index] : Undefined.Value;

    public bool Has(int index) => this[index] is not Undefined;

    public string Text(Evaluation run, int index) => Conversions.ToText(run, this[index]);

    public double Number(Evaluation run, int index) => Conversions.ToNumber(run, this[index]);

    public int Integer(Evaluation run, int index, int otherwise = 0) => Has(index) ? Conversions.ToInteger(run, this[index]) : otherwise;

    /// <summary>A place in a sequence; negative counts from the end.</summary>
    public int Place(Evaluation run, int index, int length, int otherwise)
    {
        var place = Integer(run, index, otherwise);
        return place < 0 ? (int)Math.Max(0, (long)length + place) : Math.Min(place, length);
    }

    public object? Function(Evaluation run, int index) =>
        Values.IsFunction(this[index]) ? this[index] : throw run.Fail($"这里需要一个函数，但得到的是{Values.Describe(this[index])}，请写成 x => …。");
}

/// <summary>A built-in as a value: <c>xs.map(Number)</c>.</summary>
internal sealed class BuiltinFunction(Builtin body, object? boundTo) : Callable
{
    public override object? Call(Evaluation run, object? self, object?[] arguments) => body(run, boundTo, new Arguments(arguments));
}

/// <summary>A built-in name with members, some of which can be called themselves: <c>Math</c>, <c>Number</c>.</summary>
internal sealed class Namespace(string name, Dictionary<string, object?> members, Builtin? call = null) : Callable
{
    public string Name => name;

    public override bool IsFunction => call is not null;

    public bool TryGet(string member, out object? value) => members.TryGetValue(member, out value);

    public override object? Call(Evaluation run, object? self, object?[] arguments) =>
        call is null ? throw run.Fail($"“{name}”不是函数，不能调用，请检查名称。") : call(run, Undefined.Value, new Arguments(arguments));
}

/// <summary>Reading and writing members of every kind of value.</summary>
internal static class Members
{
    public static bool IsForbidden(string name) => name is "__proto__" or "constructor" or "prototype";

    public static string ForbiddenMessage(string name) => Refusals.Message(name);

    public static Builtin? FindMethod(object? value, string name) => value switch
    {
        List<object?> => ListMethods.All.GetValueOrDefault(name),
        string => TextMethods.All.GetValueOrDefault(name),
        double => NumberMethods.All.GetValueOrDefault(name),
        bool when name == "toString" => TextMethods.All["toString"],
        Dictionary<string, object?> members when !members.ContainsKey(name) => ObjectFunctions.Methods.GetValueOrDefault(name),
        _ => null,
    };

    public static object? Get(Evaluation run, object? owner, string name)
    {
        switch (owner)
        {
            case Dictionary<string, object?> members:
                run.Work(name.Length);
                return members.TryGetValue(name, out var member) ? run.Import(member) : Undefined.Value;
            case List<object?> list when name == "length": return Values.Number(list.Count);
            case string text when name == "length": return Values.Number(text.Length);
            case IScriptObject host: return host.TryGet(name, out var given) ? run.Import(given) : Undefined.Value;
            case Namespace space:
                return space.TryGet(name, out var known) ? known : throw run.Fail($"“{space.Name}”没有“{name}”，请检查名称。");
            case null or Undefined:
                throw run.Fail($"不能读取{Values.Describe(owner)}的“{name}”，请先判断是否为空，或改写成“?.{name}”。");
            default:
                return FindMethod(owner, name) is { } method ? new BuiltinFunction(method, owner) : Undefined.Value;
        }
    }

    public static object? GetIndex(Evaluation run, object? owner, object? key)
    {
        if (owner is List<object?> list && Conversions.ToIndex(key) is var index and >= 0)
            return Sequences.Item(run, list, index);
        if (owner is string text && Conversions.ToIndex(key) is var place and >= 0)
            return place < text.Length ? Sequences.Character(text[place]) : Undefined.Value;
        return Get(run, owner, Conversions.ToKey(run, key));
    }

    public static void Set(Evaluation run, object? owner, object? key, object? value)
    {
        switch (owner)
        {
            case Dictionary<string, object?> members:
                run.Put(members, Conversions.ToKey(run, key), value);
                break;
            case List<object?> list:
                SetItem(run, list, key, value);
                break;
            case IScriptObject host:
                var name = Conversions.ToKey(run, key);
                if (!host.TrySet(name, run.Export(value)))
                    throw run.Fail($"“{name}”不能赋值，请检查名称。");
                break;
            case null or Undefined:
                throw run.Fail($"不能给{Values.Describe(owner)}的成员赋值，请先判断是否为空。");
            default:
                throw run.Fail($"{Values.Describe(owner)}的成员不能赋值，请改用对象。");
        }
    }

    public static bool Has(Evaluation run, object? owner, object? key) => owner switch
    {
        Dictionary<string, object?> members => members.ContainsKey(Conversions.ToKey(run, key)),
        List<object?> list => Conversions.ToIndex(key) is var index && index >= 0 && index < list.Count,
        IScriptObject host => host.TryGet(Conversions.ToKey(run, key), out _),
        _ => throw run.Fail($"“in”的右边应是对象或列表，但得到的是{Values.Describe(owner)}，请改用 includes。"),
    };

    private static void SetItem(Evaluation run, List<object?> list, object? key, object? value)
    {
        if (key is "length")
            Sequences.Resize(run, list, Conversions.ToIndex(value) is var length and >= 0 ? length : throw run.Fail("列表的长度应是不小于 0 的整数，请检查。"));
        else if (Conversions.ToIndex(key) is var index and >= 0)
        {
            if (index >= list.Count)
                Sequences.Resize(run, list, index + 1L);
            list[index] = value;
        }
        else
            throw run.Fail("列表只能按序号赋值，请改用对象。");
    }
}

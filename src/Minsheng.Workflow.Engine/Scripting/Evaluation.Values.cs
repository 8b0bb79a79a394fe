using System.Globalization;

namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>Creating values, and carrying them over the border between host and script.</summary>
internal sealed partial class Evaluation
{
    public string Text(string value)
    {
        CheckLength(value.Length);
        Allocate(value.Length + 16);
        return value;
    }

    public string Concat(string left, string right)
    {
        CheckLength((long)left.Length + right.Length);
        Allocate(left.Length + right.Length + 16);
        return string.Concat(left, right);
    }

    public List<object?> List(int capacity = 0)
    {
        CheckItems(capacity);
        Allocate(16);
        return new List<object?>(capacity);
    }

    public void Add(List<object?> list, object? item)
    {
        CheckItems(list.Count + 1L);
        Allocate(4);
        list.Add(item);
    }

    public void AddRange(List<object?> list, List<object?> items, int start, int count)
    {
        CheckItems((long)list.Count + count);
        Allocate(4L * count);
        list.EnsureCapacity(list.Count + count);
        for (var i = start; i < start + count; i++)
            list.Add(items[i]);
    }

    public Dictionary<string, object?> Object()
    {
        Allocate(32);
        return new Dictionary<string, object?>(StringComparer.Ordinal);
    }

    public void Put(Dictionary<string, object?> target, string key, object? value)
    {
        Work(key.Length);
        if (!target.ContainsKey(key))
        {
            CheckItems(target.Count + 1L);
            Allocate(16);
        }

        target[key] = value;
    }

    public void PutAll(Dictionary<string, object?> target, Dictionary<string, object?> source)
    {
        Visit(source.Count);
        foreach (var (key, value) in source.ToArray())
            Put(target, key, value);
    }

    /// <summary>A host value as scripts see it. Lists and objects stay as they are; their items are imported when read.</summary>
    public object? Import(object? raw) => raw switch
    {
        null or string or double or bool or Undefined or List<object?> or Dictionary<string, object?> => raw,
        int number => Values.Number(number),
        long number => Values.Number(number),
        decimal number => Values.Number((double)number),
        float number => Values.Number(number),
        short or byte or sbyte or ushort or uint or ulong => Values.Number(Convert.ToDouble(raw, CultureInfo.InvariantCulture)),
        DateTimeOffset time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ScriptFunction or Callable or IScriptObject => raw,
        _ => throw Fail($"表达式不能使用类型为“{raw.GetType().Name}”的值，请先转换为文本、数字或列表。"),
    };

    /// <summary>A value as the host gets it: a fresh tree without undefined.</summary>
    public object? Export(object? value) => value switch
    {
        Undefined => null,
        List<object?> list => ExportList(list),
        Dictionary<string, object?> members => ExportObject(members),
        Callable function => new ScriptFunction(arguments =>
            Export(function.Call(this, Undefined.Value, [.. arguments.Select(Import)]))),
        _ => Import(value),
    };

    private List<object?> ExportList(List<object?> list)
    {
        Enter();
        var copy = List(list.Count);
        foreach (var item in list)
        {
            Step(At);
            Add(copy, Export(item));
        }

        Leave();
        return copy;
    }

    private Dictionary<string, object?> ExportObject(Dictionary<string, object?> members)
    {
        Enter();
        var copy = Object();
        foreach (var (key, value) in members)
        {
            Step(At);
            Put(copy, key, Export(value));
        }

        Leave();
        return copy;
    }
}

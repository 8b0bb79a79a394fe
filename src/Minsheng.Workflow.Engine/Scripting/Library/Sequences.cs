namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>Lists, and texts taken apart like lists.</summary>
internal static class Sequences
{
    private static readonly string[] Ascii = [.. Enumerable.Range(0, 128).Select(c => ((char)c).ToString())];

    public static string Character(char c) => c < 128 ? Ascii[c] : c.ToString();

    public static object? Item(Evaluation run, List<object?> list, int index) =>
        index >= 0 && index < list.Count ? run.Import(list[index]) : Undefined.Value;

    /// <summary>What for…of and spreading walk through: the list itself, or the characters of a text.</summary>
    public static List<object?> Elements(Evaluation run, object? value) => value switch
    {
        List<object?> list => list,
        string text => Characters(run, text),
        _ => throw run.Fail($"{Values.Describe(value)}不能逐项处理，请改用列表。"),
    };

    public static void Resize(Evaluation run, List<object?> list, long length)
    {
        run.CheckItems(length);
        if (length < list.Count)
            list.RemoveRange((int)length, list.Count - (int)length);
        run.Allocate(4 * (length - list.Count));
        while (list.Count < length)
            list.Add(Undefined.Value);
    }

    public static List<object?> Slice(Evaluation run, List<object?> list, int start, int end)
    {
        var result = run.List();
        if (start < end)
            run.AddRange(result, list, start, end - start);
        return result;
    }

    private static List<object?> Characters(Evaluation run, string text)
    {
        run.CheckItems(text.Length);
        run.Allocate(20L * text.Length);
        run.Visit(text.Length);
        var result = run.List();
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            run.Add(result, isPair ? text.Substring(i++, 2) : Character(text[i]));
        }

        return result;
    }
}

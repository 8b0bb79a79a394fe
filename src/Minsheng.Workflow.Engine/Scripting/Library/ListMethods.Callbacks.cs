namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>Methods that call a function for each item; the list may change under them.</summary>
internal static partial class ListMethods
{
    private static List<object?> Map(Evaluation run, object? self, Arguments arguments)
    {
        var result = run.List();
        foreach (var (_, answer) in Each(run, self, arguments))
            run.Add(result, answer);
        return result;
    }

    private static List<object?> Filter(Evaluation run, object? self, Arguments arguments)
    {
        var result = run.List();
        foreach (var (item, answer) in Each(run, self, arguments))
        {
            if (Values.Truthy(answer))
                run.Add(result, item);
        }

        return result;
    }

    private static List<object?> FlatMap(Evaluation run, object? self, Arguments arguments)
    {
        var result = run.List();
        foreach (var (_, answer) in Each(run, self, arguments))
        {
            if (answer is List<object?> more)
                run.AddRange(result, more, 0, more.Count);
            else
                run.Add(result, answer);
        }

        return result;
    }

    private static Undefined ForEach(Evaluation run, object? self, Arguments arguments)
    {
        foreach (var _ in Each(run, self, arguments))
        {
        }

        return Undefined.Value;
    }

    private static object Some(Evaluation run, object? self, Arguments arguments) =>
        Values.Bool(Each(run, self, arguments).Any(each => Values.Truthy(each.Answer)));

    private static object Every(Evaluation run, object? self, Arguments arguments) =>
        Values.Bool(Each(run, self, arguments).All(each => Values.Truthy(each.Answer)));

    private static int Search(Evaluation run, object? self, Arguments arguments)
    {
        var index = 0;
        foreach (var (_, answer) in Each(run, self, arguments))
        {
            if (Values.Truthy(answer))
                return index;
            index++;
        }

        return -1;
    }

    private static object? Reduce(Evaluation run, object? self, Arguments arguments)
    {
        var list = (List<object?>)self!;
        var position = run.At;
        var function = arguments.Function(run, 0);
        var first = arguments.Count > 1 ? 0 : 1;
        if (first > list.Count)
            throw run.Fail("对空列表使用 reduce 时需要初始值，请加上第二个参数。");
        var result = first == 0 ? arguments[1] : Sequences.Item(run, list, 0);
        for (int i = first, count = list.Count; i < count && i < list.Count; i++)
        {
            run.Step(position);
            result = run.Call(function, [result, Sequences.Item(run, list, i), Values.Number(i), list]);
        }

        return result;
    }

    private static IEnumerable<(object? Item, object? Answer)> Each(Evaluation run, object? self, Arguments arguments)
    {
        var list = (List<object?>)self!;
        var position = run.At;
        var function = arguments.Function(run, 0);
        for (int i = 0, count = list.Count; i < count && i < list.Count; i++)
        {
            run.At = position;
            var item = Sequences.Item(run, list, i);
            yield return (item, run.CallBack(function, item, i, list));
        }

        run.At = position;
    }
}

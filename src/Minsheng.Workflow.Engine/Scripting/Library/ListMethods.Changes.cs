namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>Methods that change the list itself.</summary>
internal static partial class ListMethods
{
    private static object Push(Evaluation run, object? self, Arguments arguments)
    {
        var list = (List<object?>)self!;
        foreach (var argument in arguments.All)
            run.Add(list, argument);
        return Values.Number(list.Count);
    }

    private static object? Pop(Evaluation run, object? self, Arguments arguments)
    {
        var list = (List<object?>)self!;
        var last = Sequences.Item(run, list, list.Count - 1);
        if (list.Count > 0)
            list.RemoveAt(list.Count - 1);
        return last;
    }

    private static object? Shift(Evaluation run, object? self, Arguments arguments)
    {
        var list = (List<object?>)self!;
        run.Work(list.Count);
        var first = Sequences.Item(run, list, 0);
        if (list.Count > 0)
            list.RemoveAt(0);
        return first;
    }

    private static object Unshift(Evaluation run, object? self, Arguments arguments)
    {
        var list = (List<object?>)self!;
        run.Work(list.Count);
        run.CheckItems((long)list.Count + arguments.Count);
        run.Allocate(4L * arguments.Count);
        list.InsertRange(0, arguments.All);
        return Values.Number(list.Count);
    }

    private static List<object?> Reverse(Evaluation run, object? self, Arguments arguments)
    {
        var list = (List<object?>)self!;
        run.Visit(list.Count);
        list.Reverse();
        return list;
    }

    /// <summary>Sorts a copy, so that a comparator may lie or change the list and the worst is a strange order.</summary>
    private static List<object?> Sort(Evaluation run, object? self, Arguments arguments)
    {
        var list = (List<object?>)self!;
        var compare = arguments.Has(0) ? arguments.Function(run, 0) : null;
        run.Visit(list.Count);
        run.Allocate(12L * list.Count);
        var items = list.Select(run.Import).Where(item => item is not Undefined).ToArray();
        var sorted = compare is null ? SortAsText(run, items) : MergeSort(items, ByFunction(run, compare));
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i < list.Count)
                list[i] = sorted[i];
            else
                run.Add(list, sorted[i]);
        }

        for (var i = sorted.Length; i < list.Count; i++)
            list[i] = Undefined.Value;
        return list;
    }

    private static object?[] SortAsText(Evaluation run, object?[] items)
    {
        var keyed = Array.ConvertAll(items, item => (Key: Conversions.ToText(run, item), Item: item));
        return Array.ConvertAll(MergeSort(keyed, (left, right) => Ordered(run, left.Key, right.Key)), each => each.Item);
    }

    private static bool Ordered(Evaluation run, string left, string right)
    {
        run.Step(run.At);
        return Values.CompareText(run, left, right) <= 0;
    }

    private static Func<object?, object?, bool> ByFunction(Evaluation run, object? compare)
    {
        var position = run.At;
        return (left, right) =>
        {
            run.Step(position);
            return Conversions.ToNumber(run, run.Call(compare, [left, right])) is not > 0;
        };
    }

    /// <summary>Stable, bottom-up, and ends after the same number of comparisons whatever they answer.</summary>
    private static T[] MergeSort<T>(T[] items, Func<T, T, bool> inOrder)
    {
        var (from, to) = (items, new T[items.Length]);
        for (var width = 1; width < items.Length; width *= 2)
        {
            for (var start = 0; start < items.Length; start += 2 * width)
                Merge(from, to, start, Math.Min(start + width, items.Length), Math.Min(start + 2 * width, items.Length), inOrder);
            (from, to) = (to, from);
        }

        return from;
    }

    private static void Merge<T>(T[] from, T[] to, int start, int middle, int end, Func<T, T, bool> inOrder)
    {
        var (left, right) = (start, middle);
        for (var i = start; i < end; i++)
            to[i] = left < middle && (right >= end || inOrder(from[left], from[right])) ? from[left++] : from[right++];
    }
}

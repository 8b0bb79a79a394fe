using Minsheng.Workflow.Activities.Design;

namespace Minsheng.Workflow.Activities.Versions;

/// <summary>Steps that stand elsewhere among their neighbours: in a sequence that is the order of handling.</summary>
internal static class OrderChanges
{
    public static IEnumerable<VersionChange> Of(StepPair pair)
    {
        var (was, now) = (StepTree.Children(pair.Before).Select(child => child.Id).ToList(), StepTree.Children(pair.After).ToList());
        foreach (var id in Moved(was, [.. now.Select(child => child.Id)]))
        {
            var index = now.FindIndex(child => child.Id == id);
            var (at, name) = (new StepAddress(pair.At.Path, id), Quote.Name(StepTree.Title(now[index].Step)));
            yield return StepTree.IsChart(pair.After)
                ? new(ChangeKind.Layout, at, $"{name}在方案文件里的次序有调整（不影响办理）。")
                : new(ChangeKind.Changed, at, index == 0 ? $"{name}移到最前面办。" : $"{name}移到{Quote.Name(StepTree.Title(now[index - 1].Step))}之后办。");
        }
    }

    /// <summary>What left the common order: everything outside a longest run that kept it.</summary>
    public static IReadOnlyList<string> Moved(IReadOnlyList<string> was, IReadOnlyList<string> now)
    {
        var before = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index < was.Count; index++) before.TryAdd(was[index], index);
        var common = now.Distinct(StringComparer.Ordinal).Where(before.ContainsKey).ToList();
        var (length, previous) = (new int[common.Count], new int[common.Count]);
        var best = -1;
        for (var index = 0; index < common.Count; index++)
        {
            (length[index], previous[index]) = (1, -1);
            for (var earlier = 0; earlier < index; earlier++)
                if (before[common[earlier]] < before[common[index]] && length[earlier] + 1 > length[index]) (length[index], previous[index]) = (length[earlier] + 1, earlier);
            if (best < 0 || length[index] > length[best]) best = index;
        }
        var kept = new HashSet<string>(StringComparer.Ordinal);
        for (; best >= 0; best = previous[best]) kept.Add(common[best]);
        return [.. common.Where(id => !kept.Contains(id))];
    }
}

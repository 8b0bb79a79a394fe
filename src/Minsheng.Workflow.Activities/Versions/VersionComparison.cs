using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Versions;

/// <summary>Layout concerns the picture and labels of the file only: nothing is handled differently for it.</summary>
public enum ChangeKind { Added, Removed, Changed, Layout }

/// <summary>One thing that differs between two versions, as a sentence.</summary>
/// <param name="At">The step, in the later version unless it was removed; null for what concerns the whole procedure.</param>
public sealed record VersionChange(ChangeKind Kind, StepAddress? At, string Sentence);

/// <summary>What a later version of a procedure does differently.</summary>
public sealed record VersionComparison(IReadOnlyList<VersionChange> Changes)
{
    public bool IsEmpty => Changes.Count == 0;

    /// <summary>What changes how things are handled.</summary>
    public IEnumerable<VersionChange> Matters => Changes.Where(change => change.Kind != ChangeKind.Layout);

    /// <summary>Steps of one level to how they differ; a container counts as changed with what stands in it.</summary>
    public IReadOnlyDictionary<string, ChangeKind> Marks(string scope)
    {
        var marks = new Dictionary<string, ChangeKind>(StringComparer.Ordinal);
        var depth = StepAddress.Ids(scope).Count();
        foreach (var change in Matters)
        {
            if (change.At is not { IsRoot: false } at || !(at.Path == scope || scope.Length == 0 || at.Path.StartsWith($"{scope}/", StringComparison.Ordinal))) continue;
            var ids = StepAddress.Ids(at.Path).ToList();
            if (ids.Count <= depth) continue;
            var kind = ids.Count == depth + 1 ? change.Kind : ChangeKind.Changed;
            if (!marks.TryGetValue(ids[depth], out var known) || known == ChangeKind.Changed) marks[ids[depth]] = kind;
        }
        return marks;
    }

    public static VersionComparison Of(WorkflowDefinition before, WorkflowDefinition after, DesignNames names)
    {
        var changes = new List<VersionChange>(WholeChanges.Of(before, after));
        var pairs = new StepPairs(before.Root ?? [], after.Root ?? []);
        var inputs = new InputChanges(before, after, names);
        var moved = new List<string>();
        foreach (var (address, step) in pairs.Removed) changes.Add(new(ChangeKind.Removed, address, StepPlaces.Removed(pairs.BeforeRoot, address, step)));
        foreach (var (address, step) in pairs.Added) changes.Add(new(ChangeKind.Added, address, StepPlaces.Added(pairs.AfterRoot, address, step)));
        foreach (var pair in pairs.Both)
        {
            if (pair.IsMoved) changes.Add(new(ChangeKind.Changed, pair.At, StepPlaces.Moved(pairs, pair)));
            var own = new StepChanges(pair, inputs);
            changes.AddRange(own.All.Select(sentence => new VersionChange(ChangeKind.Changed, pair.At, sentence)));
            if (own.IsLaidOutAnew) moved.Add(pair.Title);
            var inside = new WayChanges(pair);
            changes.AddRange(inside.All.Select(change => new VersionChange(ChangeKind.Changed, new StepAddress(pair.At.Path, change.From), change.Sentence)));
            moved.AddRange(inside.LaidOutAnew);
            changes.AddRange(OrderChanges.Of(pair));
        }
        if (moved.Count > 0) changes.Add(new(ChangeKind.Layout, null, $"图上的位置有调整：{Quote.List(moved, 6)}（不影响办理）。"));
        if (changes.Count == 0 && !JsonNode.DeepEquals(before.Json, after.Json)) changes.Add(new(ChangeKind.Changed, null, "方案文件的其他内容有改动。"));
        return new VersionComparison(changes);
    }
}

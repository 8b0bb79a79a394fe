using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;

namespace Minsheng.Workflow.Activities.Versions;

/// <summary>One step in both versions.</summary>
/// <param name="Was">Where it stood.</param>
/// <param name="At">Where it stands.</param>
/// <param name="IsMoved">It stands in another container.</param>
internal sealed record StepPair(StepAddress Was, JsonObject Before, StepAddress At, JsonObject After, bool IsMoved)
{
    public string Title => At.IsRoot ? "整个方案" : StepTree.Title(After);
}

/// <summary>The same steps in two versions, found by their id: first at the same place, then anywhere.</summary>
internal sealed class StepPairs
{
    private readonly Dictionary<string, string> _partner = new(StringComparer.Ordinal);

    public StepPairs(JsonObject before, JsonObject after)
    {
        (BeforeRoot, AfterRoot) = (before, after);
        var (was, now) = (ByPath(before), ByPath(after));
        foreach (var path in now.Keys.Where(was.ContainsKey)) _partner[path] = path;
        var gone = was.Keys.Where(path => !now.ContainsKey(path)).ToLookup(path => was[path].Address.Id);
        foreach (var come in now.Keys.Where(path => !was.ContainsKey(path)).GroupBy(path => now[path].Address.Id).ToList())
            if (come.Count() == 1 && gone[come.Key].Count() == 1) _partner[come.First()] = gone[come.Key].First();
        Both = [.. now.Where(step => _partner.ContainsKey(step.Key)).Select(step => Pair(was[_partner[step.Key]], step.Value))];
        Added = [.. now.Where(step => !_partner.ContainsKey(step.Key)).Select(step => step.Value)];
        var found = _partner.Values.ToHashSet(StringComparer.Ordinal);
        Removed = [.. was.Where(step => !found.Contains(step.Key)).Select(step => step.Value)];
    }

    public JsonObject BeforeRoot { get; }
    public JsonObject AfterRoot { get; }
    public IReadOnlyList<StepPair> Both { get; }
    public IReadOnlyList<(StepAddress Address, JsonObject Step)> Added { get; }
    public IReadOnlyList<(StepAddress Address, JsonObject Step)> Removed { get; }

    private StepPair Pair((StepAddress Address, JsonObject Step) was, (StepAddress Address, JsonObject Step) now) => new(
        was.Address, was.Step, now.Address, now.Step, !now.Address.IsRoot && _partner.GetValueOrDefault(now.Address.Scope) != was.Address.Scope);

    /// <summary>A draft may hold one id twice; the second stands for itself.</summary>
    private static Dictionary<string, (StepAddress Address, JsonObject Step)> ByPath(JsonObject root)
    {
        var steps = new Dictionary<string, (StepAddress, JsonObject)>(StringComparer.Ordinal);
        foreach (var (address, step) in StepTree.All(root))
            for (var number = 0; !steps.TryAdd(number == 0 ? address.Path : $"{address.Path}#{number}", (address, step)); number++) { }
        return steps;
    }
}

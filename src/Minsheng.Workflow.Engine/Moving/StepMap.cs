using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Engine.Moving;

/// <summary>
/// The steps of one version in another: the same id in the same container, and else, where both versions have it once only, in
/// another container. The root is the root whatever it is called.
/// </summary>
internal sealed class StepMap
{
    private readonly Dictionary<CompiledActivity, CompiledActivity> _now = [], _elsewhere = [];
    private readonly HashSet<CompiledActivity> _known;

    public StepMap(CompiledDefinition was, CompiledDefinition now)
    {
        _now[was.Root] = now.Root;
        var inside = now.Activities.Where(place => place.Parent is not null).ToLookup(place => place.Parent!);
        // Containers come before what stands in them.
        foreach (var place in was.Activities)
        {
            if (place.Parent is null || !_now.TryGetValue(place.Parent, out var parent)) continue;
            var twin = inside[parent].FirstOrDefault(other => other.Id == place.Id)
                ?? (place.Parent.Activity is BuiltIn.EmbeddedWorkflow ? inside[parent].FirstOrDefault() : null);
            if (twin is not null && IsSameStep(place, twin)) _now[place] = twin;
        }
        _known = [.. _now.Values];
        var (once, after) = (Once(was), Once(now));
        foreach (var place in was.Activities.Where(place => !_now.ContainsKey(place)))
        {
            var twin = once.ContainsKey(place.Id) && after.TryGetValue(place.Id, out var other) ? other
                : place.Parent is not null && _elsewhere.TryGetValue(place.Parent, out var parent) ? inside[parent].FirstOrDefault(one => one.Id == place.Id) : null;
            if (twin is not null && IsSameStep(place, twin) && _known.Add(twin)) _elsewhere[place] = twin;
        }
    }

    /// <summary>In the same container.</summary>
    public CompiledActivity? Find(CompiledActivity place) => _now.GetValueOrDefault(place);

    /// <summary>In whatever container.</summary>
    public CompiledActivity? FindAnywhere(CompiledActivity place) => Find(place) ?? _elsewhere.GetValueOrDefault(place);

    /// <summary>Where it is found and may stand open: another kind of step keeps other things while it waits.</summary>
    public CompiledActivity? Open(CompiledActivity place) => FindAnywhere(place) is { } now && now.Type == place.Type ? now : null;

    /// <summary>A step of the new version that the old one does not have.</summary>
    public bool IsNew(CompiledActivity now) => !_known.Contains(now);

    private static Dictionary<string, CompiledActivity> Once(CompiledDefinition definition) =>
        definition.Activities.Where(place => place.Parent is not null).GroupBy(place => place.Id).Where(same => same.Count() == 1).ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);

    /// <summary>A step without an id of its own is named by its position; another one may stand there now.</summary>
    private static bool IsSameStep(CompiledActivity was, CompiledActivity now) =>
        was.Json["id"] is not null && now.Json["id"] is not null || was.Parent?.Activity is BuiltIn.EmbeddedWorkflow || JsonNode.DeepEquals(was.Json, now.Json);
}

using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Engine.Moving;

/// <summary>The steps of one version in another: the same id in the same container. The root is the root whatever it is called.</summary>
internal sealed class StepMap
{
    private readonly Dictionary<CompiledActivity, CompiledActivity> _now = [];

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
    }

    public CompiledActivity? Find(CompiledActivity place) => _now.GetValueOrDefault(place);

    /// <summary>Where it is found and may stand open: another kind of step keeps other things while it waits.</summary>
    public CompiledActivity? Open(CompiledActivity place) => Find(place) is { } now && now.Type == place.Type ? now : null;

    /// <summary>A step without an id of its own is named by its position; another one may stand there now.</summary>
    private static bool IsSameStep(CompiledActivity was, CompiledActivity now) =>
        was.Json["id"] is not null && now.Json["id"] is not null || was.Parent?.Activity is BuiltIn.EmbeddedWorkflow || JsonNode.DeepEquals(was.Json, now.Json);
}

using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Engine.Definitions;

/// <summary>A definition proven runnable, with everything a burst looks up already worked out. Immutable and shared.</summary>
public sealed class CompiledDefinition
{
    internal CompiledDefinition(WorkflowDefinition source, CompiledActivity root, IReadOnlyList<CompiledActivity> activities)
    {
        Source = source;
        Root = root;
        Activities = activities;
        _byNodeId = activities.ToDictionary(place => place.NodeId, StringComparer.Ordinal);
    }

    private readonly Dictionary<string, CompiledActivity> _byNodeId;

    public WorkflowDefinition Source { get; }
    public CompiledActivity Root { get; }

    /// <summary>Every step, containers included, in document order.</summary>
    public IReadOnlyList<CompiledActivity> Activities { get; }

    public required IReadOnlyList<KeyValuePair<string, object?>> Variables { get; init; }
    public required IReadOnlyList<KeyValuePair<string, object?>> InputDefaults { get; init; }

    /// <summary>Names of the outputs a run may give.</summary>
    public required IReadOnlySet<string> Outputs { get; init; }

    /// <summary>True when a script asks for the result of another step, so results must be kept.</summary>
    public required bool KeepsResults { get; init; }

    /// <summary>Warnings found on the way.</summary>
    public required IReadOnlyList<DefinitionProblem> Warnings { get; init; }

    /// <summary>The step with this node id, e.g. <c>root:screen</c>; null if there is none.</summary>
    public CompiledActivity? Find(string nodeId) => _byNodeId.GetValueOrDefault(nodeId);
}

/// <summary>A step at its place in a definition.</summary>
public sealed class CompiledActivity
{
    public required string Id { get; init; }

    /// <summary>Ids from the root down, joined by colons: unique in the definition and stable over versions.</summary>
    public required string NodeId { get; init; }
    public required string Type { get; init; }

    /// <summary>Where it stands in the file.</summary>
    public required string Path { get; init; }
    public required CompiledActivity? Parent { get; init; }
    public required JsonObject Json { get; init; }

    public Activity Activity { get; internal set; } = null!;

    /// <summary>What a person calls it: the designer's display text, else its name, else its id.</summary>
    public string Title { get; internal set; } = "";

    /// <summary>Marked as able to start a run by itself, e.g. a timer at the beginning.</summary>
    public bool CanStart => ((Json["customProperties"] as JsonObject)?["canStartWorkflow"] ?? Json["canStartWorkflow"]) is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    /// <summary>Outcomes that an arrow leads away from.</summary>
    public IEnumerable<string> Ways => Parent?.Activity is BuiltIn.Flowchart chart
        ? chart.Arrows.Where(arrow => arrow.Source == this).Select(arrow => arrow.Port).Distinct(StringComparer.Ordinal)
        : [];

    /// <summary>Whether people may go back over it. What contains a barrier is one; a step may know better from its inputs when it is bound.</summary>
    public ReturnRule Returns { get; set; }

    internal Input[] DynamicInputs { get; set; } = [];

    internal IReadOnlyList<KeyValuePair<string, object?>> Variables { get; set; } = [];

    /// <summary>Ids of variables declared here, to their names.</summary>
    internal Dictionary<string, string> VariableNames { get; set; } = [];

    /// <summary>Index among the activities of the flowchart it stands in.</summary>
    internal int LocalIndex { get; set; } = -1;
}

using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Engine.Running;

/// <summary>
/// A step. One object per place in a definition, built when the definition is compiled and shared by all runs,
/// so it holds inputs and ports but never state.
/// </summary>
public abstract class Activity
{
    /// <summary>Where this step stands in its definition.</summary>
    public CompiledActivity Place { get; internal set; } = null!;

    /// <summary>Takes members that are not plain inputs, outputs or child steps. Reports what is wrong instead of throwing.</summary>
    protected internal virtual void Bind(ActivityBinder binder) { }

    public abstract ActivityResult Start(ActivityContext context);

    /// <summary>A wait of this step was answered.</summary>
    public virtual ActivityResult Resume(ActivityContext context, Stimulus stimulus) => ActivityResult.Done;

    /// <summary>
    /// Whether an open execution may be taken back as if it had not begun. One that stopped at its start has done nothing
    /// that could not be undone, whatever kind of step it is.
    /// </summary>
    protected internal virtual bool IsReversible(ActivityContext context) =>
        Place.Returns != ReturnRule.Barrier || context.Execution is { Status: ActivityStatus.Faulted, State: null } && !context.Waits.Any();

    /// <summary>Why a run that stands open here must stay on its version; null when it may be moved to another.</summary>
    protected internal virtual string? KeepsVersion(IEnumerable<Bookmark> waits) => null;

    /// <summary>Whether somebody has already done a part of what an open execution waits for: begun anew, it would be lost.</summary>
    protected internal virtual bool IsUnderWay(Bookmark wait) => false;

    /// <summary>Why an open execution may not be taken out of its run; null where nothing outside would go on without it.</summary>
    protected internal virtual string? GoesOnWithout => null;

    /// <summary>Ends a flowchart or sequence it stands in.</summary>
    internal virtual bool IsTerminal => false;
}

/// <summary>A step that contains steps and decides what runs next when one of them ends.</summary>
public abstract class Container : Activity
{
    protected internal abstract void ChildCompleted(ActivityContext context, ActivityExecution child, IReadOnlyList<string> outcomes);

    protected internal virtual void ChildCancelled(ActivityContext context, ActivityExecution child) { }
}

/// <summary>Names a step in definitions and in the palette.</summary>
/// <param name="type">The type in definition JSON, e.g. <c>Elsa.WriteLine</c>.</param>
/// <param name="name">Chinese name.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ActivityTypeAttribute(string type, string name) : Attribute
{
    public string Type { get; } = type;
    public string Name { get; } = name;
    public string Category { get; init; } = "基础";

    /// <summary>Material Symbols name.</summary>
    public string Icon { get; init; } = "circle";

    /// <summary>One Chinese sentence: what the step does.</summary>
    public string Description { get; init; } = "";

    /// <summary>Outcome ports that do not depend on the step's inputs.</summary>
    public string[] Outcomes { get; init; } = ["Done"];

    /// <summary>Whether people may go back over it. Unless stated, they may not.</summary>
    public ReturnRule Returns { get; init; } = ReturnRule.Barrier;

    /// <summary>What people call these outcomes, in the same order.</summary>
    public string[] OutcomeNames { get; init; } = ["完成"];
}

/// <summary>Words for one input in the property panel.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InputLabelAttribute(string label) : Attribute
{
    public string Label { get; } = label;
    public string Hint { get; init; } = "";
    public string Example { get; init; } = "";
    public bool Required { get; init; }

    /// <summary>The member in the JSON, where the property cannot bear its name.</summary>
    public string? Member { get; init; }
}

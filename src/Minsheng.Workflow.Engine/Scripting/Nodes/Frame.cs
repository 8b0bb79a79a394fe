namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>The variables of one activation of a scope.</summary>
internal sealed class Frame(object?[] slots, Frame? parent)
{
    public static readonly Frame Root = new([], parent: null);

    /// <summary>Marks a let or const whose declaration has not run yet.</summary>
    public static readonly object Unset = new();

    public object?[] Slots { get; } = slots;

    public Frame Up(int hops)
    {
        var frame = this;
        for (; hops > 0; hops--)
            frame = frame.Parent!;
        return frame;
    }

    /// <summary>Each round of a for loop owns its variables, so a closure keeps the values of its round.</summary>
    public Frame NextRound(Evaluation run)
    {
        run.Allocate(4L * Slots.Length);
        return new Frame((object?[])Slots.Clone(), Parent);
    }

    private Frame? Parent { get; } = parent;
}

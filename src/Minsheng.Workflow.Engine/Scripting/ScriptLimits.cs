namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>What one evaluation may use. Every limit always holds; there is no way to switch one off.</summary>
public sealed record ScriptLimits
{
    internal static ScriptLimits Default { get; } = new();

    /// <summary>Nodes evaluated; long texts and lists cost extra steps when they are searched or compared.</summary>
    public int MaxSteps { get; init; } = 200_000;

    /// <summary>Function calls inside each other, and levels of a value that is copied or written as text.</summary>
    public int MaxDepth { get; init; } = 200;

    /// <summary>Characters of one text.</summary>
    public int MaxStringLength { get; init; } = 1_000_000;

    /// <summary>Items of one list, members of one object.</summary>
    public int MaxItems { get; init; } = 100_000;

    /// <summary>Everything created in one evaluation: a character counts 1, a list item 4, an object member 16.</summary>
    public long MaxAllocation { get; init; } = 20_000_000;
}

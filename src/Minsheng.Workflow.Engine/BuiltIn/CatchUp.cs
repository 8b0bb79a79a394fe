namespace Minsheng.Workflow.Engine.BuiltIn;

/// <summary>What happens to occurrences that passed while nobody waited for them, e.g. because the server was off.</summary>
public enum CatchUp
{
    /// <summary>Every one is made up for, one after the other.</summary>
    Each,

    /// <summary>The latest one stands for all of them.</summary>
    Once,

    /// <summary>They are left out, with a line in the history.</summary>
    Skip,
}

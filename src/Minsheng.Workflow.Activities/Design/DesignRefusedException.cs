using Minsheng.Workflow.Engine;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>An edit that makes no sense, or text that is no procedure: one sentence for the person who tried.</summary>
public sealed class DesignRefusedException(string code, string message) : WorkflowException(code, message)
{
    private const int LongestTyped = 20;

    /// <summary>What was typed is no value of its input.</summary>
    /// <param name="label">What people call the input; empty where only one is in view.</param>
    /// <param name="cure">What else could be done about it.</param>
    internal static DesignRefusedException BadValue(string typed, string wanted, string label = "", string cure = "") => new("bad-value",
        $"{(label.Length > 0 ? $"“{label}”" : "")}应填{wanted}，现在是“{(typed.Length > LongestTyped ? typed[..LongestTyped] + "…" : typed)}”，没有改动{(cure.Length > 0 ? $"；{cure}" : "")}。");
}

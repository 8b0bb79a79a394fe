using Minsheng.Workflow.Engine;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>An edit that makes no sense, or text that is no procedure: one sentence for the person who tried.</summary>
public sealed class DesignRefusedException(string code, string message) : WorkflowException(code, message);

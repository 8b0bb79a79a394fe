using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Engine;

/// <summary>An expected refusal. The message is one Chinese sentence: what is so, where, and what to do now.</summary>
public abstract class WorkflowException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Stable machine code, the same in the API and on the command line.</summary>
    public string Code { get; } = code;
}

/// <summary>A step failed while running; its branch stops and an incident is raised.</summary>
public sealed class ActivityFaultException(string message, string code = "activity-fault") : WorkflowException(code, message);

/// <summary>
/// A step does not take this answer: not this person's turn, or contents that contradict each other. The burst is
/// called off, nothing has changed and the wait stays open.
/// </summary>
public sealed class StimulusRefusedException(string message, string code = "act-refused") : WorkflowException(code, message);

/// <summary>A resume named a wait that does not exist, has been used, or belongs to another instance.</summary>
public sealed class UnknownBookmarkException(string instanceId, string bookmarkId)
    : WorkflowException("unknown-wait", $"“{instanceId}”里没有等待“{bookmarkId}”的事项：它已经办过、已撤销，或不属于这件事，请刷新后再办。");

/// <summary>A resume came after the instance had ended.</summary>
public sealed class InstanceEndedException(string instanceId, SubStatus subStatus)
    : WorkflowException("instance-ended", $"这件事（{instanceId}）已经结束（{subStatus}），不能再办理。");

/// <summary>A definition was refused before it could run. Lists every problem, not just the first.</summary>
public sealed class InvalidDefinitionException(string name, IReadOnlyList<Definitions.DefinitionProblem> problems)
    : WorkflowException("invalid-definition", $"方案“{name}”不能使用，共有 {problems.Count(p => p.IsError)} 个问题。"
        + string.Concat(problems.Where(p => p.IsError).Select(p => $"{Environment.NewLine}  {p}")))
{
    public IReadOnlyList<Definitions.DefinitionProblem> Problems { get; } = problems;
}

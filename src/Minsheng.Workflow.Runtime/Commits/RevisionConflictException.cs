using Minsheng.Workflow.Engine;

namespace Minsheng.Workflow.Runtime.Commits;

/// <summary>Another burst saved this run after it was read here; nothing was changed.</summary>
public sealed class RevisionConflictException(string instanceId)
    : WorkflowException("revision-conflict", $"这件事（{instanceId}）刚刚已被他人处理，请刷新后再办。");

using Minsheng.Workflow.Activities.Tasks;

namespace Minsheng.Workflow.Runtime.Tasks;

/// <summary>One person answers a task by one of its buttons.</summary>
/// <param name="SignatureId">手写签名, an uploaded picture.</param>
/// <param name="OnBehalfOf">代理: whose share is acted on; null for the person's own.</param>
public sealed record TaskAnswerOrder(
    string TaskId, string By, string Outcome, string? Opinion, IReadOnlyDictionary<string, object?> Values, string? SignatureId = null, string? OnBehalfOf = null);

/// <summary>Everything done to a task's shares that is no answer: 转办 委派 交回 收回 加签 减签 认领 放回 回避.</summary>
/// <param name="TargetIds">Whom it concerns; empty where the act concerns only oneself. For 放回 and 回避 by the office: whose share.</param>
/// <param name="Note">What they are asked to look at; the opinion of 交回; the reason of 回避.</param>
/// <param name="Due">A limit of their own for people added or entrusted.</param>
public sealed record TaskMoveOrder(
    string TaskId, string By, TaskActKind Kind, IReadOnlyList<string> TargetIds, string? Note = null, DateOnly? Due = null, string? OnBehalfOf = null);

/// <summary>退回.</summary>
/// <param name="ToActivityId">The earlier step, from <see cref="TaskOptions.ReturnTargets"/>.</param>
/// <param name="StraightBack">办好后直接送回退回的这一步；否则逐级重新办理.</param>
public sealed record TaskReturnOrder(string TaskId, string By, string ToActivityId, bool StraightBack, string Reason, string? OnBehalfOf = null);

/// <summary>What became of one of several tasks answered together.</summary>
/// <param name="Sentence">Why not, when it could not be answered.</param>
public sealed record BatchResult(string TaskId, string Title, string? Sentence, bool Ok);

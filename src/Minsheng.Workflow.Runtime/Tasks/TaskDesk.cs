using Minsheng.Workflow.Runtime.Processes;

namespace Minsheng.Workflow.Runtime.Tasks;

/// <summary>Everything people do with the tasks they are given. Each call is one durable burst or one durable row; its follow-ups are applied before it returns.</summary>
public sealed class TaskDesk(ProcessDesk desk)
{
    /// <exception cref="TaskSettledException">It has been dealt with; the sentence says by whom and when.</exception>
    /// <exception cref="NotAllowedException">It was not given to this person, or it is not their turn.</exception>
    /// <exception cref="FormRefusedException">The form is not filled in properly.</exception>
    public Task ActAsync(TaskAnswerOrder order, CancellationToken cancellation = default) =>
        desk.ActAsync(order.TaskId, order.By, order.Outcome, order.Opinion, order.Values, cancellation);

    public Task ActAsync(string taskId, string personId, string outcome, string? opinion, IReadOnlyDictionary<string, object?> values, CancellationToken cancellation = default) =>
        ActAsync(new TaskAnswerOrder(taskId, personId, outcome, opinion, values), cancellation);

    /// <summary>转办 委派 交回 收回 加签 减签 认领 放回 回避.</summary>
    public Task MoveAsync(TaskMoveOrder order, CancellationToken cancellation = default) => NotYet();

    /// <summary>退回到前面的步骤.</summary>
    public Task ReturnAsync(TaskReturnOrder order, CancellationToken cancellation = default) => NotYet();

    /// <summary>撤回自己的办理.</summary>
    public Task WithdrawAsync(string taskId, string by, CancellationToken cancellation = default) => NotYet();

    /// <summary>催办.</summary>
    public Task UrgeAsync(string taskId, string by, string? note, CancellationToken cancellation = default) => NotYet();

    /// <summary>抄送.</summary>
    public Task CopyAsync(string taskId, string by, IReadOnlyList<string> personIds, string? note, CancellationToken cancellation = default) => NotYet();

    /// <summary>已阅.</summary>
    public Task ReadAsync(string taskId, string by, string? opinion = null, CancellationToken cancellation = default) => NotYet();

    /// <summary>批量: each answered by its first button, each an act of its own.</summary>
    public Task<IReadOnlyList<BatchResult>> ActTogetherAsync(IReadOnlyList<string> taskIds, string by, string? opinion, CancellationToken cancellation = default) =>
        throw Later();

    /// <summary>The person has opened the task.</summary>
    public Task SeenAsync(string taskId, string by, CancellationToken cancellation = default) => NotYet();

    private static Task NotYet() => Task.FromException(Later());

    private static RefusedException Later() => new("not-yet", "这项操作还没有做好，请先用同意、不同意办理。");
}

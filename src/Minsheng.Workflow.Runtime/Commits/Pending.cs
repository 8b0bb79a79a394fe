namespace Minsheng.Workflow.Runtime.Commits;

/// <summary>A command somebody waits for.</summary>
internal abstract class Pending(CancellationToken cancellation)
{
    public CancellationToken Cancellation { get; } = cancellation;
    public WriteSession? Session { get; set; }
    public Exception? Problem { get; set; }

    public abstract void Run(WriteSession session);
    public abstract void Succeed();
    public abstract void Fail(Exception problem);
}

internal sealed class Pending<T>(Func<WriteSession, T> command, CancellationToken cancellation) : Pending(cancellation)
{
    private T _result = default!;

    public TaskCompletionSource<T> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override void Run(WriteSession session) => _result = command(session);
    public override void Succeed() => Answer.SetResult(_result);
    public override void Fail(Exception problem) => Answer.SetException(problem);
}

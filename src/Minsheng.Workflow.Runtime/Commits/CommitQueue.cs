using System.Data.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Commits;

/// <summary>
/// The one write path. A command is a plain function of its session; whoever waits for it is answered only after its
/// commit has reached the disk. A command that throws has changed nothing, and takes no other command with it.
/// A command may be run more than once before it is answered: it keeps nothing outside its session.
/// </summary>
public abstract class CommitQueue(TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    /// <summary>Opens the path that suits the database. The schema must be there.</summary>
    public static CommitQueue Open(DatabaseOptions options, TimeProvider clock, ILogger? logger = null) => options.Provider switch
    {
        DatabaseProvider.Sqlite => new SqliteCommitQueue(options.ConnectionString, clock, logger ?? NullLogger.Instance),
        _ => new PostgresCommitQueue(options.ConnectionString, clock, logger ?? NullLogger.Instance),
    };

    /// <exception cref="WorkflowException">The command refused; nothing was changed.</exception>
    /// <exception cref="CommitFailedException">The database could not take it; nothing was changed.</exception>
    public abstract Task<T> RunAsync<T>(Func<WriteSession, T> command, CancellationToken cancellation);

    public Task RunAsync(Action<WriteSession> command, CancellationToken cancellation) =>
        RunAsync(session => { command(session); return true; }, cancellation);

    /// <summary>Reads one consistent state beside the writers; what the function would write is not kept.</summary>
    public abstract Task<T> ReadAsync<T>(Func<WriteSession, T> query, CancellationToken cancellation);

    public abstract ValueTask DisposeAsync();

    private protected DateTimeOffset Now()
    {
        var now = clock.GetUtcNow();
        return new DateTimeOffset(now.Ticks - now.Ticks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
    }

    /// <summary>The earliest timer that a command has armed, once it is durable.</summary>
    public event Action<DateTimeOffset>? TimerArmed;

    private protected void Tell(WriteSession session)
    {
        if (session.EarliestTimer is { } due) Tell(() => TimerArmed?.Invoke(due));
        foreach (var action in session.CommitActions) Tell(action);
    }

    private void Tell(Action listener)
    {
        try
        {
            listener();
        }
        catch (Exception late)
        {
            // What was committed stays committed; a listener's trouble is neither the caller's nor the next listener's.
            logger.LogError(late, "A listener failed after a commit");
        }
    }
}

/// <summary>The database did not take a commit. The message is a sentence; the cause is inside.</summary>
public sealed class CommitFailedException(Exception cause)
    : WorkflowException("commit-failed", cause is DbException database ? DatabaseSentences.Of(database) : "数据没有保存成功，请稍后再试。", cause);

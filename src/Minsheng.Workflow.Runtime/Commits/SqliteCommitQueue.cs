using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Commits;

/// <summary>
/// SQLite has one writer: a thread with one connection. Commands that are waiting share a transaction, and so a flush.
/// When one fails after it has written, the transaction is rolled back and all run again, each in a savepoint of its own,
/// so that it fails alone: those that succeed do not pay for savepoints.
/// </summary>
internal sealed class SqliteCommitQueue : CommitQueue
{
    /// <summary>Most commands in one transaction; bounds how long the first of them waits for the others.</summary>
    private const int LargestGroup = 512;

    private readonly Channel<Pending> _waiting = Channel.CreateUnbounded<Pending>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SqliteConnection _connection;
    private readonly string _readString;
    private readonly SqliteStatements _statements;
    private readonly AuditHeads _heads = new();
    // True at first: the process before may have been killed between a commit and its scrubbing.
    private bool _logHoldsDeleted = true;

    private readonly ILogger _logger;
    private TimeSpan _lastFlush;
    private int _lastGroup;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SqliteCommitQueue(string connectionString, TimeProvider clock, ILogger logger) : base(clock)
    {
        _logger = logger;
        _readString = SqliteFile.ReaderString(connectionString);
        _connection = SqliteFile.OpenWriter(connectionString);
        _statements = new SqliteStatements(_connection);
        new Thread(Write) { IsBackground = true, Name = "sqlite writer" }.Start();
    }

    public override async Task<T> RunAsync<T>(Func<WriteSession, T> command, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var pending = new Pending<T>(command, cancellation);
        if (!_waiting.Writer.TryWrite(pending)) throw new ObjectDisposedException(nameof(CommitQueue), "The write path is closed.");
        return await pending.Answer.Task;
    }

    public override async Task<T> ReadAsync<T>(Func<WriteSession, T> query, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await using var connection = new SqliteConnection(_readString);
        await connection.OpenAsync(cancellation);
        await using var transaction = connection.BeginTransaction(deferred: true);
        using var statements = new StatementCache(connection, Dialect.Sqlite);
        return query(new WriteSession(statements, transaction, new AuditHeads(), Now()));
    }

    public override async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _stopped.Task;
        _statements.Dispose();
        await _connection.DisposeAsync();
    }

    private void Write()
    {
        var group = new List<Pending>(LargestGroup);
        try
        {
            while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                Gather(group);
                Commit(group);
                _lastGroup = group.Count;
                group.Clear();
            }
        }
        finally
        {
            _stopped.SetResult();
        }
    }

    /// <summary>
    /// Takes what waits. Callers who were just answered often come again at once: as long as fewer wait than shared the last
    /// flush, a fraction of that flush's time is given them. Somebody alone is not kept waiting.
    /// </summary>
    private void Gather(List<Pending> group)
    {
        var since = 0L;
        for (; ; )
        {
            while (group.Count < LargestGroup && _waiting.Reader.TryRead(out var pending)) group.Add(pending);
            if (group.Count >= _lastGroup || group.Count >= LargestGroup) return;
            if (since == 0) since = Stopwatch.GetTimestamp();
            if (Stopwatch.GetElapsedTime(since) >= _lastFlush / 4) return;
            Thread.Yield();
        }
    }

    private void Commit(List<Pending> group)
    {
        try
        {
            if (!TryTogether(group)) InSavepoints(group);
        }
        catch (Exception problem)
        {
            Forget();
            _logger.LogError(problem, "A commit of {Count} commands failed", group.Count);
            foreach (var pending in group) pending.Fail(new CommitFailedException(problem));
            return;
        }
        _logHoldsDeleted |= group.Exists(pending => pending.Problem is null && pending.Session!.IsScrubbed);
        if (_logHoldsDeleted) _logHoldsDeleted = !TryScrub();
        foreach (var pending in group) Answer(pending);
    }

    /// <summary>Deleted rows are overwritten in the file; the log that still holds them is emptied.</summary>
    /// <returns>False while a reader holds on to the log: the next commit tries again.</returns>
    private bool TryScrub()
    {
        try
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            using var reader = command.ExecuteReader();
            return reader.Read() && reader.GetInt32(0) == 0;
        }
        catch (SqliteException problem)
        {
            _logger.LogWarning(problem, "The write-ahead log could not be emptied yet");
            return false;
        }
    }

    /// <returns>False when a command failed after it had written, and nothing was committed.</returns>
    private bool TryTogether(List<Pending> group)
    {
        using var transaction = Begin();
        foreach (var pending in group)
        {
            _statements.Wrote = false;
            Run(pending, transaction);
            if (pending.Problem is null || !_statements.Wrote) continue;
            transaction.Rollback();
            Forget();
            return group.Count == 1;
        }
        Finish(transaction);
        return true;
    }

    private void InSavepoints(List<Pending> group)
    {
        using var transaction = Begin();
        var frame = new WriteSession(_statements, transaction, _heads, Now());
        foreach (var pending in group)
        {
            frame.Execute($"SAVEPOINT command");
            Run(pending, transaction);
            if (pending.Problem is null)
            {
                _heads.Flush(frame);
            }
            else
            {
                frame.Execute($"ROLLBACK TO command");
                Forget();
            }
            frame.Execute($"RELEASE command");
        }
        Finish(transaction);
    }

    private SqliteTransaction Begin()
    {
        var transaction = _connection.BeginTransaction(deferred: false);
        if (!_statements.IsCurrent()) _heads.Forget();
        return transaction;
    }

    private void Finish(SqliteTransaction transaction)
    {
        _heads.Flush(new WriteSession(_statements, transaction, _heads, Now()));
        var since = Stopwatch.GetTimestamp();
        transaction.Commit();
        _lastFlush = Stopwatch.GetElapsedTime(since);
    }

    private void Forget()
    {
        _heads.Forget();
        _statements.Facts.Forget();
    }

    private void Run(Pending pending, SqliteTransaction transaction)
    {
        pending.Problem = null;
        if (pending.Cancellation.IsCancellationRequested)
        {
            pending.Problem = new OperationCanceledException(pending.Cancellation);
            return;
        }
        try
        {
            var session = pending.Session = new WriteSession(_statements, transaction, _heads, Now());
            pending.Run(session);
            session.WriteAudit();
        }
        catch (Exception problem) when (problem is not SqliteException { SqliteErrorCode: 10 or 11 or 13 })
        {
            pending.Problem = problem;
        }
    }

    private void Answer(Pending pending)
    {
        if (pending.Problem is { } problem)
        {
            pending.Fail(problem);
            return;
        }
        try
        {
            Tell(pending.Session!);
        }
        catch (Exception late)
        {
            // What was committed stays committed; a listener's trouble is not the caller's.
            _logger.LogError(late, "A listener failed after a commit");
        }
        pending.Succeed();
    }

    private abstract class Pending(CancellationToken cancellation)
    {
        public CancellationToken Cancellation { get; } = cancellation;
        public WriteSession? Session { get; set; }
        public Exception? Problem { get; set; }

        public abstract void Run(WriteSession session);
        public abstract void Succeed();
        public abstract void Fail(Exception problem);
    }

    private sealed class Pending<T>(Func<WriteSession, T> command, CancellationToken cancellation) : Pending(cancellation)
    {
        private T _result = default!;

        public TaskCompletionSource<T> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void Run(WriteSession session) => _result = command(session);
        public override void Succeed() => Answer.SetResult(_result);
        public override void Fail(Exception problem) => Answer.SetException(problem);
    }
}

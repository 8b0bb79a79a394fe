using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Commits;

/// <summary>
/// SQLite has one writer: a thread with one connection. Commands that are waiting share a transaction, and so a flush;
/// each lies in a savepoint of its own, so that one can fail alone.
/// </summary>
internal sealed class SqliteCommitQueue : CommitQueue
{
    /// <summary>Most commands in one transaction; bounds how long the first of them waits for the others.</summary>
    private const int LargestGroup = 128;

    private readonly Channel<Pending> _waiting = Channel.CreateUnbounded<Pending>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SqliteConnection _connection;
    private readonly string _readString;
    private readonly Dictionary<string, DbCommand> _commands = new(StringComparer.Ordinal);
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SqliteCommitQueue(string connectionString, TimeProvider clock, ILogger logger) : base(clock)
    {
        _logger = logger;
        _readString = SqliteFile.ReaderString(connectionString);
        _connection = SqliteFile.OpenWriter(connectionString);
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
        var commands = new Dictionary<string, DbCommand>(StringComparer.Ordinal);
        try
        {
            return query(new WriteSession(connection, transaction, Dialect.Sqlite, commands, Now()));
        }
        finally
        {
            foreach (var command in commands.Values) await command.DisposeAsync();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _stopped.Task;
        foreach (var command in _commands.Values) await command.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private void Write()
    {
        var group = new List<Pending>(LargestGroup);
        try
        {
            while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                while (group.Count < LargestGroup && _waiting.Reader.TryRead(out var pending)) group.Add(pending);
                Commit(group);
                group.Clear();
            }
        }
        finally
        {
            _stopped.SetResult();
        }
    }

    private void Commit(List<Pending> group)
    {
        try
        {
            using var transaction = _connection.BeginTransaction(deferred: false);
            foreach (var pending in group) Run(pending, transaction);
            transaction.Commit();
        }
        catch (Exception problem)
        {
            _logger.LogError(problem, "A commit of {Count} commands failed", group.Count);
            foreach (var pending in group) pending.Fail(new CommitFailedException(problem));
            return;
        }
        if (group.Exists(pending => pending.Problem is null && pending.Session!.IsScrubbed)) Scrub();
        foreach (var pending in group) Answer(pending);
    }

    /// <summary>Deleted rows are overwritten in the file; the log that still holds them is emptied.</summary>
    private void Scrub()
    {
        try
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            command.ExecuteNonQuery();
        }
        catch (SqliteException problem)
        {
            _logger.LogWarning(problem, "The write-ahead log could not be emptied");
        }
    }

    private void Run(Pending pending, SqliteTransaction transaction)
    {
        if (pending.Cancellation.IsCancellationRequested)
        {
            pending.Problem = new OperationCanceledException(pending.Cancellation);
            return;
        }
        var session = pending.Session = new WriteSession(_connection, transaction, Dialect.Sqlite, _commands, Now());
        session.Execute($"SAVEPOINT command");
        try
        {
            pending.Run(session);
        }
        catch (Exception problem) when (problem is not SqliteException { SqliteErrorCode: 10 or 11 or 13 })
        {
            pending.Problem = problem;
            session.Execute($"ROLLBACK TO command");
        }
        session.Execute($"RELEASE command");
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

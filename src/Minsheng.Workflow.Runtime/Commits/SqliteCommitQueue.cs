using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Commits;

/// <summary>SQLite has one writer: a thread with one connection. Commands that are waiting share a transaction, and so a flush.</summary>
internal sealed class SqliteCommitQueue : CommitQueue
{
    /// <summary>Most commands in one transaction; bounds how long the first of them waits for the others.</summary>
    private const int LargestGroup = 512;

    private readonly BlockingCollection<Pending> _waiting = [];
    private readonly SqliteConnection _connection;
    private readonly string _readString;
    private readonly SqliteGroup _group;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _lastGroup;

    // True at first: the process before may have been killed between a commit and its scrubbing.
    private bool _logHoldsDeleted = true;

    public SqliteCommitQueue(string connectionString, TimeProvider clock, ILogger logger) : base(clock, logger)
    {
        _logger = logger;
        _readString = SqliteFile.ReaderString(connectionString);
        _connection = SqliteFile.OpenWriter(connectionString);
        _group = new SqliteGroup(_connection, Now);
        new Thread(Write) { IsBackground = true, Name = "sqlite writer" }.Start();
    }

    public override async Task<T> RunAsync<T>(Func<WriteSession, T> command, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var pending = new Pending<T>(command, cancellation);
        ObjectDisposedException.ThrowIf(_waiting.IsAddingCompleted, this);
        _waiting.Add(pending, CancellationToken.None);
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
        _waiting.CompleteAdding();
        await _stopped.Task;
        _group.Dispose();
        await _connection.DisposeAsync();
        _waiting.Dispose();
    }

    private void Write()
    {
        var group = new List<Pending>(LargestGroup);
        try
        {
            foreach (var first in _waiting.GetConsumingEnumerable())
            {
                group.Add(first);
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
            while (group.Count < LargestGroup && _waiting.TryTake(out var pending)) group.Add(pending);
            if (group.Count >= _lastGroup || group.Count >= LargestGroup) return;
            if (since == 0) since = Stopwatch.GetTimestamp();
            if (Stopwatch.GetElapsedTime(since) >= _group.LastFlush / 4) return;
            Thread.Yield();
        }
    }

    private void Commit(List<Pending> group)
    {
        try
        {
            _group.Commit(group);
        }
        catch (Exception problem)
        {
            _logger.LogError(problem, "A commit of {Count} commands failed", group.Count);
            foreach (var pending in group) pending.Fail(new CommitFailedException(problem));
            return;
        }
        var isAnew = group.Exists(pending => pending.Problem is null && pending.Session!.IsScrubbed);
        if (isAnew || _logHoldsDeleted) _logHoldsDeleted = !TryScrub(isAnew ? SqliteFile.Patience : 0);
        foreach (var pending in group) Answer(pending);
    }

    /// <summary>Deleted rows are overwritten in the file; the log that still holds them is emptied.</summary>
    /// <param name="patience">How long readers are waited for, in ms: some read for minutes, and everybody's commits would wait with them.</param>
    /// <returns>False while a reader holds on to the log: the next commit tries again.</returns>
    private bool TryScrub(int patience)
    {
        try
        {
            using var command = _connection.CreateCommand();
            SetPatience(command, patience);
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            var isEmptied = command.ExecuteScalar() is 0L;
            SetPatience(command, SqliteFile.Patience);
            return isEmptied;
        }
        catch (SqliteException problem)
        {
            _logger.LogWarning(problem, "The write-ahead log could not be emptied yet");
            return false;
        }
    }

    private static void SetPatience(SqliteCommand command, int patience)
    {
        command.CommandText = $"PRAGMA busy_timeout = {patience}";
        command.ExecuteNonQuery();
    }

    private void Answer(Pending pending)
    {
        if (pending.Problem is { } problem)
        {
            pending.Fail(problem);
            return;
        }
        Tell(pending.Session!);
        pending.Succeed();
    }
}

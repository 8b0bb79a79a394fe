using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Minsheng.Workflow.Runtime.Audit;

namespace Minsheng.Workflow.Runtime.Commits;

/// <summary>
/// Commands that share a transaction. When one fails after it has written, the transaction is rolled back and all run again,
/// each in a savepoint of its own, so that it fails alone: those that succeed do not pay for savepoints.
/// </summary>
internal sealed class SqliteGroup(SqliteConnection connection, Func<DateTimeOffset> now) : IDisposable
{
    private readonly SqliteStatements _statements = new(connection);
    private readonly AuditHeads _heads = new();

    /// <summary>How long the last commit took to reach the disk.</summary>
    public TimeSpan LastFlush { get; private set; }

    /// <summary>Commits what succeeds; problems of single commands lie in them. When this throws, nothing was committed.</summary>
    public void Commit(List<Pending> group)
    {
        try
        {
            if (!TryTogether(group)) InSavepoints(group);
        }
        catch
        {
            Forget();
            throw;
        }
    }

    public void Dispose() => _statements.Dispose();

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
        var frame = new WriteSession(_statements, transaction, _heads, now());
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
        var transaction = connection.BeginTransaction(deferred: false);
        if (!_statements.IsCurrent()) _heads.Forget();
        return transaction;
    }

    private void Finish(SqliteTransaction transaction)
    {
        _heads.Flush(new WriteSession(_statements, transaction, _heads, now()));
        var since = Stopwatch.GetTimestamp();
        transaction.Commit();
        LastFlush = Stopwatch.GetElapsedTime(since);
    }

    private void Forget()
    {
        _heads.Forget();
        _statements.Forget();
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
            var session = pending.Session = new WriteSession(_statements, transaction, _heads, now());
            pending.Run(session);
            session.WriteAudit();
        }
        catch (Exception problem) when (problem is not SqliteException { SqliteErrorCode: 10 or 11 or 13 })
        {
            pending.Problem = problem;
        }
    }
}

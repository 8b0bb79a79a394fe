using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Extensions.Logging;
using Minsheng.Workflow.Runtime.Audit;
using Npgsql;

namespace Minsheng.Workflow.Runtime.Commits;

/// <summary>
/// PostgreSQL takes several writers: a transaction per command, on threads of their own, for a command may have to wait for
/// another's lock and must not keep the other from a thread. What loses a race is run again on the new state.
/// </summary>
internal sealed class PostgresCommitQueue : CommitQueue
{
    private const int MostAttempts = 12;

    private readonly NpgsqlDataSource _source;
    private readonly BlockingCollection<Action> _work = [];
    private readonly List<Thread> _writers;

    public PostgresCommitQueue(string connectionString, TimeProvider clock, ILogger logger) : base(clock, logger)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (settings.MaxAutoPrepare == 0) settings.MaxAutoPrepare = 200;
        _source = NpgsqlDataSource.Create(settings);
        _writers = [.. Enumerable.Range(0, Math.Clamp(4 * Environment.ProcessorCount, 8, 32)).Select(_ => new Thread(Work) { IsBackground = true, Name = "postgres writer" })];
        foreach (var writer in _writers) writer.Start();
    }

    public override async Task<T> RunAsync<T>(Func<WriteSession, T> command, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return await RunOnceAsync(command);
            }
            catch (Exception problem) when (attempt < MostAttempts && (problem is RevisionConflictException || Dialect.Postgres.IsRetryable(problem)))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 8 * attempt)), CancellationToken.None);
            }
            catch (DbException problem)
            {
                throw new CommitFailedException(problem);
            }
        }
    }

    public override async Task<T> ReadAsync<T>(Func<WriteSession, T> query, CancellationToken cancellation)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        using var statements = new StatementCache(connection, Dialect.Postgres);
        return query(new WriteSession(statements, transaction, new AuditHeads(), Now()));
    }

    public override async ValueTask DisposeAsync()
    {
        _work.CompleteAdding();
        foreach (var writer in _writers) writer.Join();
        _work.Dispose();
        await _source.DisposeAsync();
    }

    /// <summary>Dead rows of the ballot box are taken out of their pages.</summary>
    private static void Scrub(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("VACUUM ballot_slips, ballots", connection);
        command.ExecuteNonQuery();
    }

    private void Work()
    {
        foreach (var command in _work.GetConsumingEnumerable()) command();
    }

    private Task<T> RunOnceAsync<T>(Func<WriteSession, T> command)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                answer.SetResult(RunOnce(command));
            }
            catch (Exception problem)
            {
                answer.SetException(problem);
            }
        });
        return answer.Task;
    }

    private T RunOnce<T>(Func<WriteSession, T> command)
    {
        using var connection = _source.OpenConnection();
        using var transaction = connection.BeginTransaction();
        using var statements = new StatementCache(connection, Dialect.Postgres);
        var session = new WriteSession(statements, transaction, new AuditHeads(), Now());
        var result = command(session);
        session.WriteAudit();
        session.AuditHeads.Flush(session);
        transaction.Commit();
        if (session.IsScrubbed) Scrub(connection);
        Tell(session);
        return result;
    }
}

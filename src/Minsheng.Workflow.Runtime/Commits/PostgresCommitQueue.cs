using System.Data.Common;
using Minsheng.Workflow.Runtime.Audit;
using Npgsql;

namespace Minsheng.Workflow.Runtime.Commits;

/// <summary>PostgreSQL takes several writers: a transaction per command. What loses a race is run again on the new state.</summary>
internal sealed class PostgresCommitQueue : CommitQueue
{
    private const int MostAttempts = 12;

    private readonly NpgsqlDataSource _source;

    public PostgresCommitQueue(string connectionString, TimeProvider clock) : base(clock)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (settings.MaxAutoPrepare == 0) settings.MaxAutoPrepare = 200;
        _source = NpgsqlDataSource.Create(settings);
    }

    public override async Task<T> RunAsync<T>(Func<WriteSession, T> command, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await RunOnceAsync(command, cancellation);
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

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>Dead rows of the ballot box are taken out of their pages.</summary>
    private static async Task ScrubAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("VACUUM ballot_slips, ballots", connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<T> RunOnceAsync<T>(Func<WriteSession, T> command, CancellationToken cancellation)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        using var statements = new StatementCache(connection, Dialect.Postgres);
        var session = new WriteSession(statements, transaction, new AuditHeads(), Now());
        var result = command(session);
        session.AuditHeads.Flush(session);
        await transaction.CommitAsync(CancellationToken.None);
        if (session.IsScrubbed) await ScrubAsync(connection);
        Tell(session);
        return result;
    }
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Storage;

/// <summary>
/// A large SQLite file that was put away in order is looked through while the site already runs. Whoever ends in order says so in it;
/// after a kill or a power cut nothing is said, and the next start looks the file through first.
/// </summary>
public sealed class DatabaseWatch(DatabaseGuard guard, DatabaseOptions options, CommitQueue commits, ILogger<DatabaseWatch> logger) : BackgroundService
{
    /// <summary>What is damaged, in a sentence; null as long as nothing was found.</summary>
    public string? Problem { get; private set; }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (options.Provider != DatabaseProvider.Sqlite || guard.IsCheckOwed || Problem is not null) return;
        try
        {
            await commits.RunAsync(session => session.Execute(
                $"INSERT INTO settings (name, value) SELECT 'put-away', value FROM settings WHERE name = 'started' ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value"), CancellationToken.None);
        }
        catch (CommitFailedException)
        {
            // The next start looks it through.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!guard.IsCheckOwed) return;
        try
        {
            await Task.Factory.StartNew(guard.LookThrough, stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(stoppingToken);
        }
        catch (DatabaseRefusedException damaged) when (damaged.Code == "database-corrupt")
        {
            Problem = damaged.Message;
            logger.LogCritical(damaged, "The database is damaged: {Problem}", damaged.Message);
        }
        catch (DatabaseRefusedException hindered)
        {
            // Still owed: the next start looks it through.
            logger.LogWarning(hindered, "The database could not be looked through");
        }
    }
}

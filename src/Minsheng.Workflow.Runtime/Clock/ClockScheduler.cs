using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Minsheng.Workflow.Runtime.Storage;
using Npgsql;
using Quartz;

namespace Minsheng.Workflow.Runtime.Clock;

/// <summary>The scheduler: its store lies in the site's database, and its nodes are the sites that share a PostgreSQL server.</summary>
internal static class ClockScheduler
{
    private const int Hands = 6;

    public static JobKey Job(string name) => new(name);

    public static TriggerKey Trigger(string name) => new(name);

    /// <summary>A node that dies in the middle of it leaves it to another.</summary>
    public static IJobDetail Detail(string name) => JobBuilder.Create<ClockRun>().WithIdentity(Job(name)).StoreDurably().RequestRecovery().Build();

    public static IServiceCollection AddClockScheduler(this IServiceCollection services, DatabaseOptions database, ClockSettings settings)
    {
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler => scheduler.InstanceName = "minsheng");
            quartz.UseDefaultThreadPool(Hands);
            quartz.UsePersistentStore(store =>
            {
                store.UseSystemTextJsonSerializer();
                store.ConfigureStore(tables => tables.TablePrefix = ClockTables.Prefix);
                if (database.Provider == DatabaseProvider.Sqlite)
                {
                    store.UseSqlite(SqliteFactory.Instance, SqliteFile.ReaderString(database.ConnectionString));
                    return;
                }
                store.UsePostgres(NpgsqlFactory.Instance, database.ConnectionString);
                store.UseClustering(cluster => (cluster.CheckinInterval, cluster.CheckinMisfireThreshold) = (settings.CheckIn, settings.CheckIn));
            });
        });
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        services.AddSingleton<AlarmClock>();
        services.AddSingleton<TimersJob>();
        services.AddSingleton(provider => new ClockJob(TimersJob.JobName, null, cancellation => provider.GetRequiredService<TimersJob>().RunAsync(cancellation)));
        services.AddSingleton<ClockWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<ClockWatch>());
        services.AddHostedService(provider => provider.GetRequiredService<AlarmClock>());
        return services;
    }
}

using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Backups;
using Minsheng.Workflow.Runtime.Ballots;
using Minsheng.Workflow.Runtime.Clock;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.Files;
using Minsheng.Workflow.Runtime.Items;
using Minsheng.Workflow.Runtime.Mail;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Settings;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Tasks;

namespace Minsheng.Workflow.Runtime;

/// <summary>The way in.</summary>
public static class RuntimeSetup
{
    /// <summary>
    /// Database, desks and the services that keep runs going. Reads <c>Database:Provider</c> and <c>ConnectionStrings:Default</c>;
    /// without them a SQLite file data/minsheng.db under the working folder. Call <see cref="PrepareAsync"/> before the host starts.
    /// </summary>
    /// <exception cref="RefusedException">A setting is wrong; the sentence names it.</exception>
    public static IServiceCollection AddWorkflowRuntime(this IServiceCollection services, IConfiguration configuration)
    {
        var options = Read(configuration, Directory.GetCurrentDirectory());
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(StepCatalog.All);
        if (options.Provider == DatabaseProvider.Sqlite)
        {
            services.AddDbContextFactory<SqliteWorkflowDb>(db => db.UseSqlite(options.ConnectionString));
            services.AddSingleton<Func<WorkflowDb>>(provider => provider.GetRequiredService<IDbContextFactory<SqliteWorkflowDb>>().CreateDbContext);
        }
        else
        {
            services.AddDbContextFactory<PostgresWorkflowDb>(db => db.UseNpgsql(options.ConnectionString));
            services.AddSingleton<Func<WorkflowDb>>(provider => provider.GetRequiredService<IDbContextFactory<PostgresWorkflowDb>>().CreateDbContext);
        }
        services.AddScoped(provider => provider.GetRequiredService<Func<WorkflowDb>>()());
        services.AddSingleton<ReadSide>();
        services.AddSingleton<DatabaseGuard>();
        services.AddSingleton(provider =>
        {
            var queue = CommitQueue.Open(options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>().CreateLogger<CommitQueue>());
            queue.TimerArmed += provider.GetRequiredService<TimerAlarm>().Set;
            return queue;
        });
        services.AddSingleton<DefinitionLibrary>();
        services.AddSingleton<VersionDesk>();
        services.AddSingleton<Moves.MoveDesk>();
        services.AddSingleton<Moves.MoveReports>();
        services.AddSingleton<DesignDesk>();
        services.AddSingleton<TemplateDesk>();
        services.AddClockJob<VersionClock>(ClockSchedule.Every(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(20)));
        services.AddSingleton<DesignNews>();
        services.AddSingleton<SignalPump>();
        services.AddSingleton(provider => new TimerAlarm(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ProcessDesk>();
        services.AddSingleton<TaskDesk>();
        services.AddClockJob<DeadlineJob>(ClockSchedule.Every(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1)));
        services.AddSingleton<DraftDesk>();
        services.AddSingleton<DelegationDesk>();
        services.AddSingleton<PreferenceDesk>();
        services.AddSingleton<ItemDesk>();
        services.AddSingleton(FileLimit.Read(configuration));
        services.AddSingleton<FileDesk>();
        services.AddSingleton<SettingsDesk>();
        services.AddSingleton<CalendarDesk>();
        services.AddScoped<PlaceDesk>();
        services.AddClockJob<CalendarJob>(ClockSchedule.Every(TimeSpan.FromHours(12), first: TimeSpan.FromMinutes(2)));
        services.AddClockJob<FileSweep>(ClockSchedule.Every(TimeSpan.FromDays(1), first: TimeSpan.FromMinutes(10)));
        services.AddSingleton<Supervision.InstructionDesk>();
        services.AddSingleton<BallotDesk>();
        services.AddSingleton<PaperDesk>();
        services.AddSingleton<PeopleDirectory>();
        services.AddSingleton<PostNews>();
        services.AddSingleton<StructureDesk>();
        services.AddSingleton<PeopleDesk>();
        services.AddSingleton<PostDesk>();
        services.AddSingleton<PeopleImport>();
        services.AddSingleton<TermDesk>();
        services.AddDataProtection().SetApplicationName("Minsheng.Workflow");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(
            keys => keys.XmlRepository = new KeyRing(provider.GetRequiredService<ReadSide>(), new Lazy<CommitQueue>(provider.GetRequiredService<CommitQueue>))));
        services.AddSingleton<MailSettingsStore>();
        services.AddSingleton<RobotStore>();
        services.AddSingleton<RobotSender>();
        services.AddSingleton<MailSettingsDesk>();
        services.AddSingleton<RobotDesk>();
        services.AddSingleton<DeliveryDesk>();
        services.AddClockJob<OutboxSender>(ClockSchedule.Every(OutboxSender.Every));
        services.AddSingleton<AuditDesk>();
        services.AddSingleton(provider => BackupFolder.Read(configuration, options, Directory.GetCurrentDirectory()));
        services.AddSingleton<BackupDesk>();
        services.AddSingleton<DatabaseWatch>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<DatabaseWatch>());
        services.AddSingleton<Reconciler>();
        services.AddSingleton<TimerSweep>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<Reconciler>());
        services.AddSingleton<ClockHealth>();
        var clock = ClockSettings.Read(configuration);
        if (clock.Scheduler)
            services.AddClockScheduler(options, clock);
        else
            services.AddHostedService<TimerLoop>().AddHostedService<ClockLoop>();
        return services;
    }

    /// <summary>Makes or upgrades the database, and takes in the definitions of a folder.</summary>
    /// <exception cref="DatabaseRefusedException">The database cannot be used.</exception>
    public static async Task<IReadOnlyList<FolderFile>> PrepareAsync(IServiceProvider services, string? definitionsFolder, CancellationToken cancellation = default)
    {
        await services.GetRequiredService<DatabaseGuard>().PrepareAsync(cancellation);
        return definitionsFolder is null ? [] : await services.GetRequiredService<DefinitionLibrary>().ImportFolderAsync(definitionsFolder, cancellation);
    }

    internal static DatabaseOptions Read(IConfiguration configuration, string folder)
    {
        var provider = configuration["Database:Provider"] is { Length: > 0 } name
            ? Enum.TryParse<DatabaseProvider>(name, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known
            : throw new RefusedException("bad-setting", $"设置 Database:Provider 的值“{name}”不对，应为 Sqlite 或 PostgreSQL。")
            : DatabaseProvider.Sqlite;
        var text = configuration.GetConnectionString("Default");
        try
        {
            if (provider == DatabaseProvider.Sqlite)
                return new DatabaseOptions(provider, SqliteFile.Rooted(string.IsNullOrWhiteSpace(text) ? $"Data Source={DatabaseOptions.DefaultFile}" : text, folder));
            if (string.IsNullOrWhiteSpace(text))
                throw new RefusedException("bad-setting", "使用 PostgreSQL 时必须填写 ConnectionStrings:Default。");
            return new DatabaseOptions(provider, new Npgsql.NpgsqlConnectionStringBuilder(text).ConnectionString);
        }
        catch (Exception problem) when (problem is ArgumentException or FormatException)
        {
            throw new RefusedException("bad-setting", "设置 ConnectionStrings:Default 的写法不对，请检查。");
        }
    }
}

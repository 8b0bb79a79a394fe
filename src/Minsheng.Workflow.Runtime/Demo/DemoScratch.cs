using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Demo;

/// <summary>
/// A database beside the real one where one place's year is led through. What comes of it goes to the real one in a single
/// transaction: there is never half a place, and nobody who works there meanwhile is held up.
/// </summary>
internal sealed class DemoScratch : IAsyncDisposable
{
    private const string SharedMemory = "/dev/shm";
    private readonly string _folder;

    private DemoScratch(string folder) =>
        (_folder, Options) = (folder, new DatabaseOptions(DatabaseProvider.Sqlite, $"Data Source={Path.Combine(folder, "demo.db")}"));

    public DatabaseOptions Options { get; }

    /// <summary>Memory, where the system offers some as a folder: nothing here needs to last.</summary>
    private static string Root => Directory.Exists(SharedMemory) ? SharedMemory : Path.GetTempPath();

    public WorkflowDb Open() => Open(Options);

    /// <summary>Empty but for the procedures on the real database's shelf.</summary>
    public static async Task<DemoScratch> CreateAsync(WorkflowDb real, CancellationToken cancellation)
    {
        var scratch = new DemoScratch(Directory.CreateDirectory(Path.Combine(Root, $"minsheng-demo-{Ids.New()}")).FullName);
        await using var db = scratch.Open();
        await db.Database.MigrateAsync(cancellation);
        var versions = await real.DefinitionVersions.AsNoTracking().Where(row => row.JurisdictionId == "").ToListAsync(cancellation);
        var digests = versions.Select(row => row.Digest).ToHashSet();
        db.AddRange(await real.DefinitionFiles.AsNoTracking().Where(row => digests.Contains(row.Digest)).ToListAsync(cancellation));
        db.AddRange(versions);
        db.AddRange(await real.Definitions.AsNoTracking().Where(row => row.JurisdictionId == "").ToListAsync(cancellation));
        await db.SaveChangesAsync(cancellation);
        return scratch;
    }

    /// <summary>Adds every row of the place to the other context, which is left to save them.</summary>
    public async Task CopyAsync(string place, WorkflowDb real, CancellationToken cancellation)
    {
        await using var db = Open();
        db.JurisdictionId = place;
        // What the year told people lies in the past: it is read, not sent.
        await db.Outbox.ExecuteUpdateAsync(rows => rows.SetProperty(row => row.State, MessageState.Skipped).SetProperty(row => row.LastError, "演示数据里的消息，不发。"), cancellation);
        real.AddRange(await db.Jurisdictions.AsNoTracking().Where(row => row.Id == place).ToListAsync(cancellation));
        foreach (var entity in db.Model.GetEntityTypes())
            if (typeof(IJurisdictionRow).IsAssignableFrom(entity.ClrType)) real.AddRange(Rows(db, entity.ClrType));
        var ballots = await db.Ballots.Select(row => row.Id).ToListAsync(cancellation);
        real.AddRange(await db.BallotSlips.AsNoTracking().Where(row => ballots.Contains(row.BallotId)).ToListAsync(cancellation));
        real.AddRange(await db.BallotReceipts.AsNoTracking().Where(row => ballots.Contains(row.BallotId)).ToListAsync(cancellation));
    }

    public ValueTask DisposeAsync()
    {
        foreach (var pooled in (string[])[Options.ConnectionString, SqliteFile.ReaderString(Options.ConnectionString)])
        {
            using var connection = new SqliteConnection(pooled);
            SqliteConnection.ClearPool(connection);
        }
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static List<object> Rows(WorkflowDb db, Type row)
    {
        var set = (IQueryable<object>)typeof(DbContext).GetMethod(nameof(DbContext.Set), 1, [])!.MakeGenericMethod(row).Invoke(db, null)!;
        return [.. set.AsNoTracking()];
    }

    private static SqliteWorkflowDb Open(DatabaseOptions options) =>
        new(new DbContextOptionsBuilder<SqliteWorkflowDb>().UseSqlite(options.ConnectionString).Options);
}

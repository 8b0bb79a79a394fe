using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Backups;

/// <summary>One file that holds the whole database, taken while the site runs and put back while it does not.</summary>
public abstract class DatabaseCopy
{
    public static DatabaseCopy Of(DatabaseOptions options) =>
        options.Provider == DatabaseProvider.Sqlite ? new SqliteCopy(options.ConnectionString) : new PostgresCopy(options.ConnectionString);

    /// <summary>How the copies of this database end.</summary>
    public abstract string Extension { get; }

    /// <summary>Writes a copy; the file appears whole or not at all.</summary>
    /// <param name="progress">Percent.</param>
    /// <exception cref="Engine.WorkflowException">It could not be made; the sentence says why.</exception>
    public async Task WriteAsync(string file, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        var target = Path.GetFullPath(file);
        if (File.Exists(target) || Directory.Exists(target)) throw new RefusedException("backup-exists", $"“{file}”已经存在，没有覆盖；请换一个文件名。");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var part = target + ".part";
        File.Delete(part);
        try
        {
            await CopyAsync(part, progress, cancellation);
            File.Move(part, target);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Opens a copy and looks it through.</summary>
    /// <returns>What is wrong with it; null when it is sound.</returns>
    public abstract Task<string?> CheckAsync(string file, CancellationToken cancellation = default);

    /// <summary>Puts a copy in the database's place. What was there before is kept aside.</summary>
    /// <returns>Where the former content is; null when there was none.</returns>
    /// <exception cref="Engine.WorkflowException">The site runs, or the copy is not sound; nothing was changed.</exception>
    public abstract Task<string?> RestoreAsync(string file, DateTimeOffset now, CancellationToken cancellation = default);

    /// <summary>Whether anything would be replaced.</summary>
    public abstract Task<bool> HoldsDataAsync(CancellationToken cancellation = default);

    private protected abstract Task CopyAsync(string file, IProgress<int>? progress, CancellationToken cancellation);
}

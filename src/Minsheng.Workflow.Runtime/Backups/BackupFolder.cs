using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Backups;

/// <summary>Where backups are kept: <c>Backup:Folder</c>, without it a folder “backups” beside the database file.</summary>
public sealed record BackupFolder(string Path)
{
    internal static BackupFolder Read(IConfiguration configuration, DatabaseOptions options, string workingFolder)
    {
        var stated = configuration["Backup:Folder"];
        if (string.IsNullOrWhiteSpace(stated))
        {
            var beside = options.Provider == DatabaseProvider.Sqlite && new SqliteConnectionStringBuilder(options.ConnectionString).DataSource is { Length: > 0 } file && file != ":memory:"
                ? System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(file))! : workingFolder;
            return new BackupFolder(System.IO.Path.Combine(beside, "backups"));
        }
        return new BackupFolder(System.IO.Path.GetFullPath(stated, workingFolder));
    }
}

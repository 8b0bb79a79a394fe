using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Minsheng.Workflow.Runtime.Storage;
using Npgsql;

namespace Minsheng.Workflow.Runtime.Backups;

/// <summary>pg_dump and pg_restore, where they are installed.</summary>
internal sealed class PostgresCopy(string connectionString) : DatabaseCopy
{
    public override string Extension => ".dump";

    public override async Task<bool> HoldsDataAsync(CancellationToken cancellation = default) =>
        await AskAsync("SELECT count(*) FROM information_schema.tables WHERE table_name = 'jurisdictions'", cancellation) > 0;

    public override async Task<string?> CheckAsync(string file, CancellationToken cancellation = default)
    {
        try
        {
            await RunAsync("pg_restore", ["--list", file], cancellation);
            return null;
        }
        catch (RefusedException refused) when (refused.Code == "backup-failed")
        {
            return $"“{Path.GetFileName(file)}”打不开：它已损坏，或不是本系统的数据库备份，请换一份。";
        }
    }

    public override async Task<string?> RestoreAsync(string file, DateTimeOffset now, CancellationToken cancellation = default)
    {
        if (!File.Exists(file)) throw new RefusedException("no-backup", $"没有“{file}”这个文件，请检查路径。");
        if (await CheckAsync(file, cancellation) is { } wrong) throw new RefusedException("bad-backup", wrong);
        if (await AskAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", cancellation) > 0)
            throw new RefusedException("site-running", "网站或别的程序正在使用这个数据库，现在恢复会丢失正在办的事；请先停下网站再恢复。");
        string? aside = null;
        if (await HoldsDataAsync(cancellation))
        {
            aside = $"{Path.GetFullPath(file)}.{now.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}.before-restore";
            await WriteAsync(aside, null, cancellation);
        }
        await RunAsync("pg_restore", ["--clean", "--if-exists", "--no-owner", "--single-transaction", "--dbname", Settings.Database!, file], cancellation);
        return aside;
    }

    private protected override Task CopyAsync(string file, IProgress<int>? progress, CancellationToken cancellation) =>
        RunAsync("pg_dump", ["--format=custom", "--no-owner", "--file", file, Settings.Database!], cancellation);

    private NpgsqlConnectionStringBuilder Settings => new(connectionString);

    private async Task<long> AskAsync(string sql, CancellationToken cancellation)
    {
        try
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
            await connection.OpenAsync(cancellation);
            await using var command = new NpgsqlCommand(sql, connection);
            return Convert.ToInt64(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture);
        }
        catch (NpgsqlException problem)
        {
            throw new RefusedException("database-unavailable", DatabaseSentences.Of(problem));
        }
    }

    /// <summary>The password goes by the environment, where other users of the machine do not see it.</summary>
    private async Task RunAsync(string program, string[] words, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, words) { RedirectStandardError = true, RedirectStandardOutput = true };
        var settings = Settings;
        foreach (var (name, value) in new[] { ("PGHOST", settings.Host), ("PGPORT", settings.Port.ToString(CultureInfo.InvariantCulture)), ("PGUSER", settings.Username), ("PGPASSWORD", settings.Password) })
            if (!string.IsNullOrEmpty(value)) start.Environment[name] = value;
        try
        {
            using var process = Process.Start(start)!;
            var said = process.StandardOutput.ReadToEndAsync(cancellation);
            var complained = await process.StandardError.ReadToEndAsync(cancellation);
            await said;
            await process.WaitForExitAsync(cancellation);
            if (process.ExitCode != 0) throw new RefusedException("backup-failed", $"{program} 没有办成：{complained.ReplaceLineEndings(" ").Trim()}");
        }
        catch (Win32Exception)
        {
            throw new RefusedException("no-pg-tools", $"这台服务器上没有 {program}，备份和恢复 PostgreSQL 要用它；请安装与数据库同版本的 postgresql-client。");
        }
    }
}

using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Minsheng.Workflow.Runtime.Storage;
using Npgsql;

namespace Minsheng.Workflow.Runtime.Backups;

/// <summary>pg_dump, pg_restore and psql, where they are installed.</summary>
internal sealed class PostgresCopy(string connectionString) : DatabaseCopy
{
    /// <summary>What a later version has added is not in the copy; left behind, it would be in the way when the restored site is upgraded again.</summary>
    private const string Emptied = """
        DO $$
        DECLARE found record;
        BEGIN
          FOR found IN SELECT c.relname AS name, CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind
            FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
            ORDER BY c.relkind = 'S'
          LOOP
            EXECUTE format('DROP %s IF EXISTS %I CASCADE', found.kind, found.name);
          END LOOP;
        END $$;
        """;

    public override string Extension => ".dump";

    public override async Task<bool> HoldsDataAsync(CancellationToken cancellation = default) =>
        await AskAsync("SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'jurisdictions'", cancellation) > 0;

    public override async Task<string?> CheckAsync(string file, CancellationToken cancellation = default)
    {
        try
        {
            var contents = await RunAsync("pg_restore", ["--list", file], cancellation);
            if (!contents.Contains(" TABLE ", StringComparison.Ordinal) || !contents.Contains(" __EFMigrationsHistory ", StringComparison.Ordinal) || !contents.Contains(" jurisdictions ", StringComparison.Ordinal))
                return $"“{Path.GetFileName(file)}”不是本系统的数据库备份，请检查文件。";
            // The list stands at the beginning: only reading all of it tells whether the end is there.
            await RunAsync("pg_restore", ["--file=-", file], cancellation, keep: false);
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
        if (await AskAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'", cancellation) > 0)
            throw new RefusedException("site-running", "网站或别的程序正在使用这个数据库，现在恢复会丢失正在办的事；请先停下网站再恢复。");
        string? aside = null;
        if (await HoldsDataAsync(cancellation))
        {
            aside = $"{Path.GetFullPath(file)}.{now.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}.before-restore";
            await WriteAsync(aside, null, cancellation);
        }
        await PutBackAsync(file, cancellation);
        return aside;
    }

    private protected override Task CopyAsync(string file, IProgress<int>? progress, CancellationToken cancellation) =>
        RunAsync("pg_dump", ["--format=custom", "--no-owner", "--file", file, Database], cancellation);

    private NpgsqlConnectionStringBuilder Settings => new(connectionString);

    private string Database => Settings.Database ?? Settings.Username ?? "postgres";

    /// <summary>All in one transaction, committed only when the whole copy has been read: whatever goes wrong, the database is as it was.</summary>
    private async Task PutBackAsync(string file, CancellationToken cancellation)
    {
        using var reading = Begin("pg_restore", ["--no-owner", "--file=-", file]);
        using var writing = Begin("psql", ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", "--dbname", Database]);
        var read = reading.StandardError.ReadToEndAsync(cancellation);
        var written = writing.StandardError.ReadToEndAsync(cancellation);
        try
        {
            await writing.StandardInput.WriteLineAsync($"BEGIN;\n{Emptied}".AsMemory(), cancellation);
            await writing.StandardInput.FlushAsync(cancellation);
            await reading.StandardOutput.BaseStream.CopyToAsync(writing.StandardInput.BaseStream, cancellation);
            await EndAsync(reading, "pg_restore", read, cancellation);
            await writing.StandardInput.WriteLineAsync("COMMIT;".AsMemory(), cancellation);
            writing.StandardInput.Close();
        }
        catch (IOException)
        {
            // psql has gone; what it complained of says why.
        }
        finally
        {
            Stop(reading);
            if (cancellation.IsCancellationRequested || reading is { HasExited: true, ExitCode: not 0 }) Stop(writing);
        }
        await EndAsync(writing, "psql", written, cancellation);
    }

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

    /// <param name="keep">False for what may be as long as the database.</param>
    /// <returns>What it said.</returns>
    private async Task<string> RunAsync(string program, string[] words, CancellationToken cancellation, bool keep = true)
    {
        using var process = Begin(program, words);
        try
        {
            process.StandardInput.Close();
            var complained = process.StandardError.ReadToEndAsync(cancellation);
            var said = "";
            if (keep) said = await process.StandardOutput.ReadToEndAsync(cancellation);
            else await process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, cancellation);
            await EndAsync(process, program, complained, cancellation);
            return said;
        }
        finally
        {
            Stop(process);
        }
    }

    /// <summary>The password goes by the environment, where other users of the machine do not see it.</summary>
    private Process Begin(string program, string[] words)
    {
        var start = new ProcessStartInfo(program, words) { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true };
        var settings = Settings;
        foreach (var (name, value) in new[]
        {
            ("PGHOST", settings.Host), ("PGPORT", settings.Port.ToString(CultureInfo.InvariantCulture)), ("PGUSER", settings.Username), ("PGPASSWORD", settings.Password),
            ("PGPASSFILE", settings.Passfile), ("PGSSLMODE", Word(settings.SslMode)), ("PGSSLROOTCERT", settings.RootCertificate), ("PGCLIENTENCODING", "UTF8"),
        })
            if (!string.IsNullOrEmpty(value)) start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new RefusedException("no-pg-tools", $"这台服务器上没有 {program}，备份和恢复 PostgreSQL 要用它；请安装与数据库同版本的 postgresql-client。");
        }
    }

    private static async Task EndAsync(Process process, string program, Task<string> complained, CancellationToken cancellation)
    {
        var words = await complained;
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0) throw new RefusedException("backup-failed", $"{program} 没有办成，它说：{words.ReplaceLineEndings(" ").Trim()}。");
    }

    private static void Stop(Process process)
    {
        if (!process.HasExited) process.Kill();
    }

    private static string Word(SslMode mode) => mode switch
    {
        SslMode.Disable => "disable",
        SslMode.Allow => "allow",
        SslMode.Require => "require",
        SslMode.VerifyCA => "verify-ca",
        SslMode.VerifyFull => "verify-full",
        _ => "prefer",
    };
}

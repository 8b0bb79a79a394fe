using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Host.Tests.CommandLine;

/// <summary>Databases and settings that cannot be used stop the start with one sentence.</summary>
[Collection(nameof(ConsoleTests))]
public sealed class DatabaseCommandTests : IDisposable
{
    private const int Done = 0, Refused = 1;

    private readonly Folder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Migrate_makes_a_database_and_takes_in_the_shipped_procedures_once()
    {
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var migrated = await Command.RunAsync(["migrate", .. _folder.DatabaseSetting, "--Logging:LogLevel:Default", "None"]);
            migrated.Code.ShouldBe(Done, migrated.Error);
            migrated.Out.ShouldContain("数据库已就绪。");
            migrated.Error.ShouldBeEmpty();
        }
        await using var db = Office.Open(Databases.Of(_folder.Database));
        (await db.DefinitionVersions.CountAsync(Ct)).ShouldBe(Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "workflows"), "*.json").Length);
        (await db.People.AnyAsync(Ct)).ShouldBeFalse();
    }

    [Fact]
    public async Task The_demo_is_written_in_Development_only()
    {
        string[] seed = ["seed", "--demo", .. _folder.DatabaseSetting, "--Logging:LogLevel:Default", "None"];
        (await Command.RunAsync([.. seed, "--environment", "Production"])).ShouldRefuse(Refused, "Development");
        (await Command.RunAsync([.. seed, "--environment", "Staging"])).ShouldRefuse(Refused, "Development");
        File.Exists(_folder.Database).ShouldBeFalse("refused before anything is written");
        (await Command.RunAsync([.. seed, "--environment", "Development"])).Code.ShouldBe(Done);
        await using var db = Office.Open(Databases.Of(_folder.Database));
        (await db.People.CountAsync(Ct)).ShouldBeGreaterThan(10);
    }

    [Theory]
    [InlineData("Database:Provider", "Oracle", "Database:Provider")]
    [InlineData("Database:Provider", "7", "Database:Provider")]
    [InlineData("Database:Provider", "PostgreSQL", "ConnectionStrings:Default", "")]
    [InlineData("ConnectionStrings:Default", "这是什么", "ConnectionStrings:Default")]
    [InlineData("ConnectionStrings:Default", "Data Source=/proc/no/such.db", "数据库")]
    [InlineData("ConnectionStrings:Default", "Data Source=/etc/hostname/x.db", "数据库")]
    [InlineData("ConnectionStrings:Default", "Data Source=/dev/null/x", "数据库")]
    [InlineData("ConnectionStrings:Default", "Data Source=/tmp", "数据库")]
    [InlineData("Urls", "nonsense", "Urls")]
    [InlineData("Urls", "http://127.0.0.1:99999", "Urls")]
    [InlineData("Urls", "http://127.0.0.1:http", "Urls")]
    public async Task Wrong_settings_stop_the_start(string name, string value, string word, string? connection = null)
    {
        // The last word of a setting counts.
        string[] settings = [.. _folder.DatabaseSetting, "--urls", "http://127.0.0.1:0", .. connection is null ? [] : (string[])["--ConnectionStrings:Default", connection], name == "Urls" ? "--urls" : $"--{name}", value, "--Logging:LogLevel:Default", "None"];
        (await Command.RunAsync(["serve", .. settings])).ShouldRefuse(Refused, word);
        (await Command.RunAsync(["migrate", .. settings])).ShouldRefuse(Refused, word);
    }

    [Fact]
    public async Task A_server_that_is_not_there_stops_the_start()
    {
        string[] settings = ["--Database:Provider", "PostgreSQL", "--ConnectionStrings:Default", "Host=127.0.0.1;Port=1;Username=x;Database=x;Timeout=3", "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None"];
        (await Command.RunAsync(["serve", .. settings])).ShouldRefuse(Refused, "连不上数据库服务器");
        (await Command.RunAsync(["migrate", .. settings])).ShouldRefuse(Refused, "连不上数据库服务器");
    }

    [Fact]
    public async Task A_settings_file_that_is_no_JSON_stops_the_start()
    {
        _folder.Write("appsettings.json", "{ \"Urls\": ");
        (await Command.RunAsync(["serve", "--contentRoot", _folder.Path, .. _folder.DatabaseSetting])).ShouldRefuse(Refused, "appsettings.json");
        (await Command.RunAsync(["serve", "--contentRoot", _folder["nowhere"], .. _folder.DatabaseSetting])).ShouldRefuse(Refused, "nowhere");
    }

    [Fact]
    public async Task A_taken_port_stops_the_start_without_a_word_too_many()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var serve = await Command.ProcessAsync(_folder.Path, ["serve", "--urls", $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}", .. _folder.DatabaseSetting, "--Logging:LogLevel:Default", "Warning"]);
        serve.ShouldRefuse(Refused, "端口");
    }

    [Fact]
    public async Task Databases_that_cannot_be_used_are_refused_by_name_of_the_trouble()
    {
        foreach (var (spoil, words, commands) in new (Func<IDisposable?>, string, string[])[] { (Corrupt, "已损坏", ["serve", "migrate"]), (NoDatabase, "已损坏", ["serve"]), (Newer, "更新版本", ["serve", "migrate"]), (Locked, "占用", ["serve"]) })
        {
            (await Command.RunAsync(["migrate", .. Settings])).Code.ShouldBe(Done);
            SqliteConnection.ClearAllPools();
            using (var held = spoil())
                foreach (var command in commands)
                    (await Command.RunAsync([command, .. Settings])).ShouldRefuse(Refused, words);
            SqliteConnection.ClearAllPools();
            foreach (var file in Directory.GetFiles(_folder.Path)) File.Delete(file);
        }

        IDisposable? Corrupt()
        {
            using var stream = File.OpenWrite(_folder.Database);
            stream.Position = 4096;
            stream.Write([.. Enumerable.Range(0, 20 * 4096).Select(index => (byte)(index * 31))]);
            return null;
        }

        IDisposable? NoDatabase()
        {
            File.WriteAllText(_folder.Database, string.Concat(Enumerable.Repeat("这不是数据库。", 400)));
            return null;
        }

        IDisposable? Newer()
        {
            using var connection = Open("INSERT INTO __EFMigrationsHistory VALUES ('20990101000000_Later', '10.0.14')");
            return null;
        }

        IDisposable Locked() => Open("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;");

        SqliteConnection Open(string sql)
        {
            var connection = new SqliteConnection($"Data Source={_folder.Database};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
            return connection;
        }
    }

    [Fact, System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_file_that_may_not_be_written_is_refused()
    {
        (await Command.RunAsync(["migrate", .. Settings])).Code.ShouldBe(Done);
        SqliteConnection.ClearAllPools();
        const UnixFileMode readOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead, folder = readOnly | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        foreach (var file in Directory.GetFiles(_folder.Path)) File.SetUnixFileMode(file, readOnly);
        File.SetUnixFileMode(_folder.Path, folder);
        try
        {
            // Root may write everything unless it gives that up.
            string[]? by = Environment.UserName == "root" ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"] : null;
            var elsewhere = Path.GetTempPath();
            (await Command.ProcessAsync(elsewhere, ["serve", .. Settings], by)).ShouldRefuse(Refused, "只读");
            (await Command.ProcessAsync(elsewhere, ["migrate", "--ConnectionStrings:Default", $"Data Source={_folder["new/x.db"]}", "--Logging:LogLevel:Default", "None"], by)).ShouldRefuse(Refused, "权限");
            File.SetUnixFileMode(_folder.Database, UnixFileMode.None);
            (await Command.ProcessAsync(elsewhere, ["validate", _folder.Database], by)).ShouldRefuse(Refused, "读不出来");
        }
        finally
        {
            File.SetUnixFileMode(_folder.Path, folder | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task A_full_disk_is_refused_while_the_schema_is_made()
    {
        var options = Databases.Of(_folder.Database);
        var guard = new DatabaseGuard(() =>
        {
            var db = Office.Open(options);
            db.Database.OpenConnection();
            db.Database.ExecuteSqlRaw("PRAGMA max_page_count = 20");
            return db;
        }, options);
        var refused = await Should.ThrowAsync<DatabaseRefusedException>(guard.PrepareAsync(Ct));
        refused.Code.ShouldBe("database-full");
        refused.Message.ShouldBe("磁盘已满，数据写不进去，请腾出空间后再启动。");
    }

    [Fact]
    public async Task The_site_ends_quietly_when_told_to()
    {
        using var process = Command.Start(_folder.Path, ["serve", "--urls", "http://127.0.0.1:0", .. _folder.DatabaseSetting]);
        var said = new StringBuilder();
        var ready = new TaskCompletionSource();
        process.OutputDataReceived += (_, line) =>
        {
            lock (said) said.AppendLine(line.Data);
            if (line.Data?.Contains("Application started", StringComparison.Ordinal) == true) ready.TrySetResult();
        };
        process.BeginOutputReadLine();
        var complained = process.StandardError.ReadToEndAsync(Ct);
        try
        {
            await ready.Task.WaitAsync(TimeSpan.FromSeconds(120), Ct);
            using var interrupt = System.Diagnostics.Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await process.WaitForExitAsync(Ct).WaitAsync(TimeSpan.FromSeconds(60), Ct);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
        string text;
        lock (said) text = said.ToString();
        new Answered(process.ExitCode, text, await complained).ShouldBeCalm().ShouldSatisfyAllConditions(answer => answer.Code.ShouldBe(Done), answer => answer.Error.ShouldBeEmpty());
    }

    private string[] Settings => [.. _folder.DatabaseSetting, "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None"];
}

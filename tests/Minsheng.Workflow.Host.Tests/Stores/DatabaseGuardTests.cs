using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Host.Tests.Stores;

public sealed class DatabaseGuardTests
{
    [Fact]
    public async Task A_missing_file_is_made_with_its_folder_and_a_good_one_is_left_as_it_is()
    {
        var options = Databases.Of(Path.Combine(Path.GetDirectoryName(Databases.NewFile())!, "data", "minsheng.db"));
        await Guard(options).PrepareAsync();
        await Office.SeedAsync(options, 1);
        await Guard(options).PrepareAsync();
        await using var db = Office.Open(options);
        db.Jurisdictions.Count().ShouldBe(2);
        db.BallotSlips.Count().ShouldBe(0);
    }

    [Fact]
    public async Task A_newer_database_is_refused()
    {
        var options = await Databases.SqliteAsync();
        Execute(options, "INSERT INTO __EFMigrationsHistory VALUES ('20990101000000_Later', '10.0.14')");
        (await RefusalAsync(options)).ShouldBe(("database-newer", "数据库是由更新版本的本系统建立的（20990101000000_Later），请用那个版本的程序启动，或恢复升级前的备份。"));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_untouched()
    {
        var options = Databases.Of(Databases.NewFile());
        var file = new SqliteConnectionStringBuilder(options.ConnectionString).DataSource;
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("这不是数据库。", 400)));
        await File.WriteAllBytesAsync(file, text);
        (await RefusalAsync(options)).Code.ShouldBe("database-corrupt");
        (await File.ReadAllBytesAsync(file)).ShouldBe(text);
    }

    [Fact]
    public async Task A_damaged_file_is_refused()
    {
        var options = await Databases.SqliteAsync();
        var file = new SqliteConnectionStringBuilder(options.ConnectionString).DataSource;
        using (var stream = File.OpenWrite(file))
        {
            stream.Position = 4096;
            stream.Write(new byte[16 * 4096].Select((_, index) => (byte)(index * 31)).ToArray());
        }
        (await RefusalAsync(options)).Code.ShouldBe("database-corrupt");
    }

    [Fact]
    public async Task A_large_file_that_was_put_away_in_order_is_looked_through_while_the_site_runs_and_any_other_before()
    {
        var options = await Databases.SqliteAsync();
        await UseAsync(options);
        Damage(options, "ballot_slips");

        var guard = Guard(options, large: 0);
        await guard.PrepareAsync();

        guard.IsCheckOwed.ShouldBeTrue();
        (await UseAsync(options, guard)).ShouldNotBeNull("what is damaged is told as soon as it is found");
        (await Should.ThrowAsync<DatabaseRefusedException>(Guard(options, large: 0).PrepareAsync())).Code.ShouldBe("database-corrupt");
    }

    [Fact]
    public async Task A_large_file_of_a_site_that_was_killed_is_looked_through_before_the_start()
    {
        var options = await Databases.SqliteAsync();
        await UseAsync(options);
        await Guard(options).PrepareAsync();

        var after = Guard(options, large: 0);
        await after.PrepareAsync();

        after.IsCheckOwed.ShouldBeFalse();
    }

    [Fact]
    public async Task A_locked_file_is_refused()
    {
        var options = await Databases.SqliteAsync();
        using var other = new SqliteConnection(options.ConnectionString);
        other.Open();
        using var command = other.CreateCommand();
        command.CommandText = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;";
        command.ExecuteNonQuery();
        var (code, message) = await RefusalAsync(options);
        code.ShouldBe("database-locked");
        message.ShouldContain("正被另一个程序占用");
    }

    [Fact]
    public void Settings_that_cannot_be_meant_stop_the_start_with_a_sentence()
    {
        Should.Throw<RefusedException>(() => Read(("Database:Provider", "Oracle"))).Message.ShouldBe("设置 Database:Provider 的值“Oracle”不对，应为 Sqlite 或 PostgreSQL。");
        Should.Throw<RefusedException>(() => Read(("Database:Provider", "PostgreSQL"))).Message.ShouldContain("ConnectionStrings:Default");
        Should.Throw<RefusedException>(() => Read(("ConnectionStrings:Default", "这是什么"))).Code.ShouldBe("bad-setting");
        Read().ConnectionString.ShouldBe("Data Source=/srv/office/data/minsheng.db");
        Read(("ConnectionStrings:Default", "Data Source=mine/x.db")).ConnectionString.ShouldBe("Data Source=/srv/office/mine/x.db");
    }

    private static DatabaseOptions Read(params (string Name, string Value)[] settings) => RuntimeSetup.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Name, setting.Value))).Build(), "/srv/office");

    private static DatabaseGuard Guard(DatabaseOptions options, long large = long.MaxValue) => new(() => Office.Open(options), options) { Large = large };

    /// <summary>Runs the watch of a site over it and ends it in order.</summary>
    /// <returns>What it found.</returns>
    private static async Task<string?> UseAsync(DatabaseOptions options, DatabaseGuard? guard = null)
    {
        await using var commits = CommitQueue.Open(options, TimeProvider.System);
        using var watch = new DatabaseWatch(guard ?? Guard(options), options, commits, NullLogger<DatabaseWatch>.Instance);
        await watch.StartAsync(TestContext.Current.CancellationToken);
        await watch.ExecuteTask!;
        await watch.StopAsync(TestContext.Current.CancellationToken);
        return watch.Problem;
    }

    private static void Damage(DatabaseOptions options, string table)
    {
        var (page, size) = (Number(options, $"SELECT rootpage FROM sqlite_schema WHERE name = '{table}'"), Number(options, "PRAGMA page_size"));
        using var stream = File.OpenWrite(new SqliteConnectionStringBuilder(options.ConnectionString).DataSource);
        stream.Position = (page - 1) * size;
        stream.Write([.. Enumerable.Range(0, (int)size).Select(index => (byte)(index * 31))]);
    }

    private static long Number(DatabaseOptions options, string sql)
    {
        using var connection = new SqliteConnection(options.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static async Task<(string Code, string Message)> RefusalAsync(DatabaseOptions options)
    {
        var refused = await Should.ThrowAsync<DatabaseRefusedException>(Guard(options).PrepareAsync());
        return (refused.Code, refused.Message);
    }

    private static void Execute(DatabaseOptions options, string sql)
    {
        using var connection = new SqliteConnection(options.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

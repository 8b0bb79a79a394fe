using System.Globalization;
using Microsoft.Data.Sqlite;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime.Audit;

namespace Minsheng.Workflow.Host.Tests.CommandLine;

/// <summary>backup, restore and verify, as whoever keeps the server types them.</summary>
[Collection(nameof(ConsoleTests))]
public sealed class BackupCommandTests : IDisposable
{
    private const int Done = 0, Refused = 1, WrongUsage = 2;

    private readonly Folder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string[] Settings => [.. _folder.DatabaseSetting, "--Logging:LogLevel:Default", "None"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_backed_up_comes_back_row_by_row()
    {
        (await Command.RunAsync(["seed", "--demo", .. Settings, "--environment", "Development"])).Code.ShouldBe(Done);
        var before = Rows(_folder.Database);
        before.Count.ShouldBeGreaterThan(50);
        var made = await Command.RunAsync(["backup", _folder["copy.db"], .. Settings]);
        made.Code.ShouldBe(Done, made.Error);
        made.Out.ShouldContain("copy.db");
        made.Error.ShouldBeEmpty();
        Rows(_folder["copy.db"]).ShouldBe(before);
        (await Command.RunAsync(["backup", _folder["copy.db"], .. Settings])).ShouldRefuse(Refused, "已经存在");

        Execute(_folder.Database, "UPDATE people SET name = '改过的人'");
        var changed = Rows(_folder.Database);
        changed.ShouldNotBe(before);
        SqliteConnection.ClearAllPools();
        (await Command.RunAsync(["restore", _folder["copy.db"], .. Settings])).ShouldRefuse(Refused, "--yes", "另存");
        Rows(_folder.Database).ShouldBe(changed, "refused before anything was touched");
        SqliteConnection.ClearAllPools();
        var restored = await Command.RunAsync(["restore", _folder["copy.db"], "--yes", .. Settings]);
        restored.Code.ShouldBe(Done, restored.Error);
        Rows(_folder.Database).ShouldBe(before);
        Rows(Directory.GetFiles(_folder.Path, "*.before-restore").ShouldHaveSingleItem()).ShouldBe(changed, "what was there is kept aside");
    }

    [Fact]
    public async Task An_empty_place_is_filled_without_asking()
    {
        (await Command.RunAsync(["migrate", .. Settings])).Code.ShouldBe(Done);
        (await Command.RunAsync(["backup", _folder["copies/copy.db"], .. Settings])).Code.ShouldBe(Done);
        var elsewhere = _folder["elsewhere/minsheng.db"];
        (await Command.RunAsync(["restore", _folder["copies/copy.db"], "--ConnectionStrings:Default", $"Data Source={elsewhere}", "--Logging:LogLevel:Default", "None"])).Code.ShouldBe(Done);
        Rows(elsewhere).ShouldBe(Rows(_folder.Database));
    }

    [Fact]
    public async Task What_cannot_be_restored_leaves_the_database_as_it_is()
    {
        (await Command.RunAsync(["migrate", .. Settings])).Code.ShouldBe(Done);
        (await Command.RunAsync(["backup", _folder["copy.db"], .. Settings])).Code.ShouldBe(Done);
        var before = Rows(_folder.Database);
        SqliteConnection.ClearAllPools();

        await RefusedAsync(_folder["none.db"], "没有文件");
        await RefusedAsync(_folder.Write("letter.db", "这不是数据库。这不是数据库。"), "打不开");
        var other = _folder["other.db"];
        Execute(other, "CREATE TABLE a (b INTEGER)");
        SqliteConnection.ClearAllPools();
        await RefusedAsync(other, "不是本系统");
        var damaged = await File.ReadAllBytesAsync(_folder["copy.db"], Ct);
        damaged.AsSpan(damaged.Length / 2, 40_000).Fill(0x5A);
        await RefusedAsync(_folder.Write("damaged.db", damaged), "换一份");
        using (var site = new SqliteConnection($"Data Source={_folder.Database};Pooling=False"))
        {
            site.Open();
            Execute(site, "PRAGMA journal_mode = WAL");
            Execute(site, "BEGIN; SELECT count(*) FROM people;");
            await RefusedAsync(_folder["copy.db"], "停下网站");
        }
        Directory.GetFiles(_folder.Path, "*.before-restore").ShouldBeEmpty();

        async Task RefusedAsync(string file, string word)
        {
            (await Command.RunAsync(["restore", file, "--yes", .. Settings])).ShouldRefuse(Refused, word);
            Rows(_folder.Database).ShouldBe(before);
            SqliteConnection.ClearAllPools();
        }
    }

    [Fact]
    public async Task Wrong_words_are_named()
    {
        (await Command.RunAsync(["backup"])).ShouldRefuse(WrongUsage, "FILE");
        (await Command.RunAsync(["restore"])).ShouldRefuse(WrongUsage, "FILE");
        (await Command.RunAsync(["verify"])).ShouldRefuse(WrongUsage, "FILE");
        (await Command.RunAsync(["backup", .. Settings, _folder["copy.db"]])).Code.ShouldBe(WrongUsage);
        (await Command.RunAsync(["restore", _folder["copy.db"], "--sure", .. Settings])).ShouldRefuse(WrongUsage, "--sure");
        (await Command.RunAsync(["backup", _folder["copy.db"], .. Settings])).ShouldRefuse(Refused, "没有数据库文件");
        Directory.GetFiles(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_audit_export_is_judged_without_its_database_and_the_database_where_it_lies()
    {
        var options = await Databases.SqliteAsync();
        string[] settings = ["--ConnectionStrings:Default", options.ConnectionString, "--Logging:LogLevel:Default", "None"];
        await Office.SeedAsync(options, 3);
        await using (var office = new Office(options, TimeProvider.System))
        {
            foreach (var number in Enumerable.Range(1, 20)) await office.Commits.RunAsync(session => AuditLog.Write(session, Office.Place, Office.Staff, "task-acted", $"t{number}"), Ct);
            await WriteAsync(office, "good.zip");
            var sound = await Command.RunAsync(["verify", "database", .. settings]);
            sound.Code.ShouldBe(Done, sound.Error);
            sound.Out.ShouldContain("“柞水县”的审计记录共 20 条，首尾相接");
            await office.Commits.RunAsync(session => session.Execute($"UPDATE audit SET subject = {"t99"} WHERE jurisdiction_id = {Office.Place} AND seq = {7L}"), Ct);
            await WriteAsync(office, "bad.zip");
            (await Command.RunAsync(["verify", "database", .. settings])).ShouldRefuse(Refused, "“柞水县”在第 7 条断开", "前面 6 条完整");
        }
        Databases.Delete(options);

        var good = await Command.RunAsync("verify", _folder["good.zip"]);
        good.Code.ShouldBe(Done, good.Error);
        good.Out.ShouldContain("柞水县");
        good.Out.ShouldContain("20 条");
        (await Command.RunAsync("verify", _folder["bad.zip"])).ShouldRefuse(Refused, "第 7 条", "前面 6 条完整");
        (await Command.RunAsync("verify", _folder["good.zip"], "--what", "ever")).ShouldRefuse(WrongUsage, "--what");
        (await Command.RunAsync("verify", _folder["none.zip"])).ShouldRefuse(Refused, "没有文件");
        (await Command.RunAsync("verify", _folder.Path)).ShouldRefuse(Refused, "文件夹");
        (await Command.RunAsync("verify", _folder.Write("letter.zip", "不是压缩文件。"))).ShouldRefuse(Refused, "不是完整的审计导出");

        async Task WriteAsync(Office office, string name)
        {
            await using var file = File.Create(_folder[name]);
            await office.Commits.ReadAsync(session => AuditExport.Write(session, Office.Place, "柞水县", file), Ct);
        }
    }

    /// <summary>Every row of every table, as text.</summary>
    private static List<string> Rows(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        var tables = Read(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
        return [.. tables.SelectMany(table => Read(connection, $"SELECT * FROM \"{table}\"").Select(row => $"{table}: {row}")).Order(StringComparer.Ordinal)];
    }

    private static List<string> Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => reader.GetValue(column) is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture))));
        return rows;
    }

    private static void Execute(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        Execute(connection, sql);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

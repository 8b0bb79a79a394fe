using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Storage;
using Npgsql;

namespace Minsheng.Workflow.Host.Tests.CommandLine;

/// <summary>backup and restore of a site on PostgreSQL, with the server's own pg_dump, pg_restore and psql.</summary>
[Collection(nameof(ConsoleTests))]
public sealed class PostgresBackupTests : IDisposable
{
    private const int Done = 0, Refused = 1;

    private readonly Folder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_site_comes_back_row_by_row_over_what_a_later_version_has_added()
    {
        var place = await Databases.PostgresAsync();
        await FillAsync(place);
        var before = await RowsAsync(place);
        before.Count.ShouldBeGreaterThan(20);
        var made = await Command.RunAsync(["backup", _folder["copy.dump"], .. Settings(place)]);
        made.Code.ShouldBe(Done, made.Error);
        made.Out.ShouldContain("检查过");

        await ExecuteAsync(place, "CREATE TABLE later (id integer PRIMARY KEY, person_id text REFERENCES people (id)); INSERT INTO later SELECT 1, id FROM people LIMIT 1; ALTER TABLE people ADD later text; UPDATE people SET name = '改过的人'");
        var changed = await RowsAsync(place);
        (await Command.RunAsync(["restore", _folder["copy.dump"], .. Settings(place)])).ShouldRefuse(Refused, "--yes", "另存");
        (await RowsAsync(place)).ShouldBe(changed, "refused before anything was touched");
        var restored = await Command.RunAsync(["restore", _folder["copy.dump"], "--yes", .. Settings(place)]);
        restored.Code.ShouldBe(Done, restored.Error);
        (await RowsAsync(place)).ShouldBe(before);
        await using (var office = new Office(place, TimeProvider.System))
            (await office.Commits.ReadAsync(session => AuditChain.Check(session, Office.Place), Ct)).BrokenAt.ShouldBeNull();

        var aside = Directory.GetFiles(_folder.Path, "*.before-restore").ShouldHaveSingleItem();
        var elsewhere = await Databases.EmptyPostgresAsync();
        var moved = await Command.RunAsync(["restore", aside, .. Settings(elsewhere)]);
        moved.Code.ShouldBe(Done, moved.Error);
        (await RowsAsync(elsewhere)).ShouldBe(changed, "what was there is kept aside");
    }

    [Fact]
    public async Task What_cannot_be_restored_leaves_the_database_as_it_is()
    {
        var place = await Databases.PostgresAsync();
        await FillAsync(place);
        (await Command.RunAsync(["backup", _folder["copy.dump"], .. Settings(place)])).Code.ShouldBe(Done);
        var before = await RowsAsync(place);

        await RefusedAsync(_folder.Write("letter.dump", "这不是备份。"), "打不开");
        var whole = await File.ReadAllBytesAsync(_folder["copy.dump"], Ct);
        await RefusedAsync(_folder.Write("cut.dump", whole[..^40]), "打不开");
        var other = await Databases.EmptyPostgresAsync();
        await ExecuteAsync(other, "CREATE TABLE a (b integer)");
        (await Command.RunAsync(["backup", _folder["other.dump"], .. Settings(other)])).ShouldRefuse(Refused, "不是本系统");
        File.Exists(_folder["other.dump"]).ShouldBeFalse();
        await using (var site = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(place.ConnectionString) { Pooling = false }.ConnectionString))
        {
            await site.OpenAsync(Ct);
            await RefusedAsync(_folder["copy.dump"], "停下网站");
        }
        // A copy that fails half way: something the tables cannot be dropped under.
        await ExecuteAsync(place, "CREATE FUNCTION in_the_way() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END'; CREATE EVENT TRIGGER in_the_way ON ddl_command_start WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION in_the_way()");
        await RefusedAsync(_folder["copy.dump"], "没有办成");

        async Task RefusedAsync(string file, string word)
        {
            (await Command.RunAsync(["restore", file, "--yes", .. Settings(place)])).ShouldRefuse(Refused, word);
            NpgsqlConnection.ClearAllPools();
            (await RowsAsync(place)).ShouldBe(before);
        }
    }

    private static string[] Settings(DatabaseOptions options)
    {
        NpgsqlConnection.ClearAllPools();
        return ["--Database:Provider", "PostgreSQL", "--ConnectionStrings:Default", options.ConnectionString, "--Logging:LogLevel:Default", "None"];
    }

    private static async Task FillAsync(DatabaseOptions options)
    {
        await Office.SeedAsync(options, 3);
        await using var office = new Office(options, TimeProvider.System);
        foreach (var number in Enumerable.Range(1, 20)) await office.Commits.RunAsync(session => AuditLog.Write(session, Office.Place, Office.Staff, "task-acted", $"t{number}"), Ct);
    }

    /// <summary>Every row of every table, as text.</summary>
    private static async Task<List<string>> RowsAsync(DatabaseOptions options)
    {
        var rows = new List<string>();
        foreach (var table in await ReadAsync(options, "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'"))
            rows.AddRange((await ReadAsync(options, $"SELECT t::text FROM \"{table}\" t")).Select(row => $"{table}: {row}"));
        return [.. rows.Order(StringComparer.Ordinal)];
    }

    private static async Task<List<string>> ReadAsync(DatabaseOptions options, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(options.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var rows = new List<string>();
        while (await reader.ReadAsync(Ct)) rows.Add(reader.GetString(0));
        return rows;
    }

    private static async Task ExecuteAsync(DatabaseOptions options, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(options.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }
}

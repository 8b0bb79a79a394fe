using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Host.Tests.Stores;

/// <summary>A database filled by the first version opens in this one, and says the same as before.</summary>
public abstract class UpgradeContract
{
    private static readonly DateTime Spring = new(2026, 3, 5, 2, 20, 0, DateTimeKind.Utc);

    /// <summary>A database without any table.</summary>
    private protected abstract Task<DatabaseOptions> EmptyAsync();

    private protected virtual void Drop(DatabaseOptions options) { }

    [Fact]
    public async Task What_was_rated_planned_and_decided_before_is_still_so()
    {
        var options = await EmptyAsync();
        await using (var db = Office.Open(options))
        {
            await db.GetService<IMigrator>().MigrateAsync("Initial");
            await FillAsync(db.Database);
        }

        await new DatabaseGuard(() => Office.Open(options), options).PrepareAsync();

        await using (var db = Office.Open(options))
        {
            db.Database.HasPendingModelChanges().ShouldBeFalse();
            var items = await db.Items.OrderBy(item => item.Number).ToListAsync();
            items.Select(item => (item.Number, item.Stage, item.State, item.Finish, item.LastRating, item.Amount)).ShouldBe([
                ("ZS25-0001", ItemStage.Project, ProjectState.Underway, new DateOnly(2026, 11, 30), RatingOutcome.Satisfied, 1280.00m),
                ("ZS25-0002", ItemStage.Project, ProjectState.Underway, null, RatingOutcome.Basically, null),
                ("ZS25-0003", ItemStage.NotChosen, ProjectState.Underway, null, null, null)]);
            var ratings = await db.Ratings.OrderBy(row => row.InstanceId).ThenBy(row => row.Seq).ToListAsync();
            ratings.Select(row => (row.InstanceId, row.Seq, row.ItemId, row.Subject, row.CycleId, row.Outcome, row.Percent, row.Sentence)).ShouldBe([
                ("autumn", 1, "a", "城区供水管网改造", "cycle", RatingOutcome.Satisfied, 91.25m, "满意率 91.25%。"),
                ("spring", 1, "a", "城区供水管网改造", "cycle", RatingOutcome.Unsatisfied, 48.5m, "满意率 48.5%。"),
                ("spring", 2, "b", "通村公路防护", "cycle", RatingOutcome.Basically, 70m, "满意率 70%。")]);
            ratings[1].At.ShouldBe(new DateTimeOffset(Spring));
            var roll = await db.BallotRoll.OrderBy(row => row.PersonId).ToListAsync();
            roll.Select(row => (row.PersonId, row.HasCast, row.IsRecused, row.OnPaper)).ShouldBe([("p1", true, false, false), ("p2", false, false, false)]);
            (await db.Ballots.SingleAsync()).PaperIssued.ShouldBeNull();
        }
        Drop(options);
    }

    private static async Task FillAsync(DatabaseFacade db)
    {
        var (yes, no) = (true, false);
        await db.ExecuteSqlAsync($"INSERT INTO jurisdictions (id, name, level, code, time_zone) VALUES ('zhashui', '柞水县', 'County', 'ZS', 'Asia/Shanghai')");
        await db.ExecuteSqlAsync($"INSERT INTO cycles (id, jurisdiction_id, year, title, definition_id, definition_version_id, root_instance_id, state, started_at, started_by, collection, last_item) VALUES ('cycle', 'zhashui', 2026, '柞水县2026年三审', 'zhashui-three-reviews', 'v1', 'root', 'Running', {Spring}, 'staff', 'Closed', 3)");
        await ItemAsync("a", "ZS25-0001", "城区供水管网改造", "Project");
        await ItemAsync("b", "ZS25-0002", "通村公路防护", "Project");
        await ItemAsync("c", "ZS25-0003", "给一家公司修路", "NotChosen");
        await db.ExecuteSqlAsync($"UPDATE items SET amount = {1280.00m} WHERE id = 'a'");
        await db.ExecuteSqlAsync($"INSERT INTO milestones (item_id, position, jurisdiction_id, name, due, planned) VALUES ('a', 0, 'zhashui', '开工', {new DateOnly(2026, 4, 1)}, 20), ('a', 1, 'zhashui', '竣工', {new DateOnly(2026, 11, 30)}, 100)");
        // Numbered by project: two projects rated in one run bear the same number.
        await RateAsync("a", 1, "spring", "Unsatisfied", 48.5m, "满意率 48.5%。", Spring);
        await RateAsync("b", 1, "spring", "Basically", 70m, "满意率 70%。", Spring);
        await RateAsync("a", 2, "autumn", "Satisfied", 91.25m, "满意率 91.25%。", Spring.AddMonths(8));
        await db.ExecuteSqlAsync($"INSERT INTO ballots (id, jurisdiction_id, instance_id, cycle_id, title, sheet_json, chair_id, scrutineer_id, state, due, prepared) VALUES ('ballot', 'zhashui', 'root', 'cycle', '票决', '', 'chair', 'scrutineer', 'Open', 2, {Spring})");
        await db.ExecuteSqlAsync($"INSERT INTO ballot_roll (ballot_id, person_id, jurisdiction_id, has_cast) VALUES ('ballot', 'p1', 'zhashui', {yes}), ('ballot', 'p2', 'zhashui', {no})");

        Task ItemAsync(string id, string number, string title, string stage) => db.ExecuteSqlAsync(
            $"INSERT INTO items (id, jurisdiction_id, cycle_id, number, title, content, domain, place, reason, stage, channel, submitted) VALUES ({id}, 'zhashui', 'cycle', {number}, {title}, '', '市政建设', '', '', {stage}, '群众', {Spring})");

        Task RateAsync(string item, int seq, string run, string outcome, decimal percent, string sentence, DateTime at) => db.ExecuteSqlAsync(
            $"INSERT INTO ratings (item_id, seq, jurisdiction_id, instance_id, rule, outcome, percent, sentence, at) VALUES ({item}, {seq}, 'zhashui', {run}, 'R-STAR', {outcome}, {percent}, {sentence}, {at})");
    }
}

public sealed class SqliteUpgradeTests : UpgradeContract
{
    private protected override Task<DatabaseOptions> EmptyAsync() => Task.FromResult(Databases.Of(Databases.NewFile()));

    private protected override void Drop(DatabaseOptions options) => Databases.Delete(options);
}

public sealed class PostgresUpgradeTests : UpgradeContract
{
    private protected override Task<DatabaseOptions> EmptyAsync() => Databases.EmptyPostgresAsync();
}

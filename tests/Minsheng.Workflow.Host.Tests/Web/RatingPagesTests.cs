using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Host.Tests.Stores;

namespace Minsheng.Workflow.Host.Tests.Web;

/// <summary>Ratings walked by hand through the API, and what the pages then say.</summary>
public sealed class RatingPagesTests(TwoCounties counties) : IClassFixture<TwoCounties>
{
    private const string ChairWords = "青山 绿水 一二三", ScrutineerWords = "Correct-Horse-9";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stations_are_scored_and_the_result_is_on_every_page_that_should_show_it()
    {
        var clerk = await counties.AsAsync(TwoCounties.Clerk);
        var cycle = await StartAsync("stars", 2031, Flows.Step("Minsheng.Assess", "stars", ("rule", "R-STAR"), ("title", "家室站评定"),
            ("subjects", new JsonArray("城关镇人大代表之家")), ("parties", Parties(TwoCounties.Clerk))));
        var task = await TaskAsync(cycle);

        var refused = await clerk.PostAsync($"/api/v1/tasks/{task}/act", new { outcome = "Done", values = new { score1 = 101 } });
        ((int)refused.StatusCode).ShouldBeInRange(400, 422);
        (await refused.Content.ReadAsStringAsync(Ct)).ShouldContain("城关镇人大代表之家");
        await clerk.PostAsync($"/api/v1/tasks/{task}/act", new { outcome = "Done", values = new { score1 = 89.9 } }).ShouldBeAsync(HttpStatusCode.NoContent);

        var rating = (await clerk.ReadAsync($"/api/v1/cycles/{cycle}/ratings")).EnumerateArray().ShouldHaveSingleItem();
        (rating.GetProperty("subject").GetString(), rating.GetProperty("grade").GetString(), rating.GetProperty("percent").GetDecimal()).ShouldBe(("城关镇人大代表之家", "未达到五星级", 89.9m));
        foreach (var page in new[] { "/ratings", $"/cycles/{cycle}" })
            (await TextAsync(clerk, page)).ShouldContain("得分 89.90 分，低于 90 分，未达到五星级。", customMessage: page);
    }

    [Fact]
    public async Task A_report_is_rated_in_secret_from_the_frozen_roll_to_the_published_grade()
    {
        var cycle = await StartAsync("report-rating", 2032, Flows.Step("Minsheng.Rate", "rate", ("rule", "R-YUANYANG"), ("title", "报告测评"),
            ("matters", new JsonArray("{{cycle.year}}年办理情况报告")), ("raters", Persons(TwoCounties.Deputy, TwoCounties.Deputy2))));
        var (chair, scrutineer) = (await counties.AsAsync(TwoCounties.Chair), await counties.AsAsync(TwoCounties.Scrutineer));
        var listed = (await chair.ReadAsync("/api/v1/ballots")).EnumerateArray().Single(one => one.GetProperty("title").GetString() == "报告测评");
        var ballot = listed.GetProperty("id").GetString()!;
        var sheet = (await chair.ReadAsync($"/api/v1/ballots/{ballot}")).GetProperty("sheet");
        sheet.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("title").GetString()).ShouldBe(["2032年办理情况报告"]);
        sheet.GetProperty("options").EnumerateArray().Select(option => option.GetString()).ShouldBe(["满意", "基本满意", "不满意", "弃权"]);

        await chair.PostAsync($"/api/v1/ballots/{ballot}/open", new { passphrase = ChairWords, present = 2 }).ShouldBeAsync(HttpStatusCode.OK);
        await scrutineer.PostAsync($"/api/v1/ballots/{ballot}/open", new { passphrase = ScrutineerWords }).ShouldBeAsync(HttpStatusCode.OK);
        foreach (var (who, mark) in new[] { (TwoCounties.Deputy, 0), (TwoCounties.Deputy2, 2) })
            await (await counties.AsAsync(who)).PostAsync($"/api/v1/ballots/{ballot}/cast", new { marks = new[] { mark } }).ShouldBeAsync(HttpStatusCode.OK);
        await scrutineer.PostAsync($"/api/v1/ballots/{ballot}/close").ShouldBeAsync(HttpStatusCode.NoContent);
        await scrutineer.PostAsync($"/api/v1/ballots/{ballot}/unseal", new { passphrase = ScrutineerWords }).ShouldBeAsync(HttpStatusCode.OK);
        await chair.PostAsync($"/api/v1/ballots/{ballot}/unseal", new { passphrase = ChairWords }).ShouldBeAsync(HttpStatusCode.OK);

        const string sentence = "参评人员 2 人，满意 1 票，未超过半数，基本满意 0 票，不满意 1 票，评定为不满意等次。责任单位主要负责人应当在人民代表大会会议上作出说明。";
        var rating = (await chair.ReadAsync($"/api/v1/cycles/{cycle}/ratings")).EnumerateArray().ShouldHaveSingleItem();
        rating.GetProperty("itemId").ValueKind.ShouldBe(JsonValueKind.Null);
        rating.GetProperty("sentence").GetString().ShouldBe(sentence);
        var table = await TextAsync(chair, "/ratings");
        table.ShouldContain("2032年办理情况报告");
        table.ShouldContain(sentence);
        (await TextAsync(chair, $"/cycles/{cycle}")).ShouldContain("报告测评：2032年办理情况报告，责任单位主要负责人应当在人民代表大会会议上作出说明。", customMessage: "the story tells what has to follow");
        (await TextAsync(chair, $"/cycles/{cycle}")).ShouldContain("结果为“不满意”", customMessage: "an outcome is told in words");
    }

    private async Task<string> StartAsync(string definition, int year, JsonObject step)
    {
        await counties.PublishAsync(Flows.Sequence(definition, step, Flows.Task("after", "any", TwoCounties.Clerk)));
        return await counties.Desk.StartCycleAsync(definition, year, TwoCounties.Here, TwoCounties.Clerk);
    }

    private async Task<string> TaskAsync(string cycle)
    {
        await using var db = counties.Open();
        var root = (await db.Cycles.SingleAsync(row => row.Id == cycle, Ct)).RootInstanceId;
        return (await db.Tasks.SingleAsync(row => row.InstanceId == root, Ct)).Id;
    }

    private static JsonArray Parties(string person) => [new JsonObject { ["name"] = "评定组", ["assignees"] = Persons(person) }];

    private static JsonArray Persons(params string[] people) => [.. people.Select(person => new JsonObject { ["person"] = person })];

    private static async Task<string> TextAsync(Visitor visitor, string page)
    {
        var answer = await visitor.GetAsync(page);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, page);
        return (await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync(Ct), Ct)).Body!.TextContent;
    }
}

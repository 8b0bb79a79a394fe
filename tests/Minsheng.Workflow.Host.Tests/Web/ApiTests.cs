using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Web;

/// <summary>The API from outside, by people who mean no good.</summary>
public sealed class ApiTests(TwoCounties counties) : IClassFixture<TwoCounties>
{
    private const string Script = "<script>alert('改')</script><img src=x onerror=alert(1)>";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_address_asks_who_is_there()
    {
        using var stranger = counties.Stranger();
        var routes = await RoutesAsync(stranger);
        routes.Count.ShouldBeGreaterThan(20);
        foreach (var (method, path) in routes)
            await stranger.SendAsync(new HttpMethod(method), Filled(path)).ShouldRefuseAsync(HttpStatusCode.Unauthorized, "not-signed-in");
    }

    [Fact]
    public async Task The_addresses_are_those_that_were_promised()
    {
        using var stranger = counties.Stranger();
        var routes = (await RoutesAsync(stranger)).Select(route => $"{route.Method} {route.Path}").Order(StringComparer.Ordinal);
        var approved = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Web", "routes.approved.txt"), Ct);
        routes.ToArray().ShouldBe(approved, ignoreOrder: false, "addresses are a promise to other programs: add new ones to routes.approved.txt, never change old ones");
    }

    [Fact]
    public async Task What_belongs_to_another_county_does_not_exist()
    {
        var task = await counties.TaskAsync(Flows.Sequence("far-task", Flows.Task("t", "any", TwoCounties.Neighbour)), "far-task", TwoCounties.There);
        var cycle = await counties.CycleAsync("far-cycle", open: true, TwoCounties.There);
        var neighbour = await counties.AsAsync(TwoCounties.Neighbour);
        var item = (await ReadAsync(await neighbour.PostAsync("/api/v1/items", Proposal(cycle)))).GetProperty("itemId").GetString();
        var version = (await ReadAsync(await neighbour.PostBytesAsync("/api/v1/definitions", Flows.Sequence("far-own", Flows.Line("a", "b"))))).GetProperty("versionId").GetString();
        string run, wait, root, ballot = "far-ballot", document = "far-document";
        await using (var db = counties.Open())
        {
            (run, wait) = await db.Waits.Where(row => row.Id == task).Select(row => new { row.InstanceId, row.Id }).SingleAsync(Ct) is var found ? (found.InstanceId, found.Id) : default;
            root = (await db.Cycles.SingleAsync(row => row.Id == cycle, Ct)).RootInstanceId;
            db.Add(new BallotRow
            {
                Id = ballot, JurisdictionId = TwoCounties.There, InstanceId = root, CycleId = cycle, Title = "表决票", 
                SheetJson = """{"kind":"Rating","title":"表决票","round":1,"seats":0,"rows":[{"itemId":"a","number":"1","title":"a","details":""}],"options":["赞成","反对","弃权"],"allMembers":1}""",
                ChairId = TwoCounties.Neighbour, ScrutineerId = "nobody", State = BallotState.Prepared, Due = 1, Prepared = TimeProvider.System.GetUtcNow(),
            });
            db.Add(new DocumentRow
            {
                Id = document, JurisdictionId = TwoCounties.There, CycleId = cycle, InstanceId = root, Kind = "公告", Title = "公告", Body = "", ChannelsJson = "[]", Published = TimeProvider.System.GetUtcNow(),
            });
            await db.SaveChangesAsync(Ct);
        }

        var clerk = await counties.AsAsync(TwoCounties.Clerk);
        foreach (var path in new[]
        {
            $"tasks/{task}", $"cycles/{cycle}", $"cycles/{cycle}/ratings", $"cycles/{cycle}/findings", $"cycles/{cycle}/projects", $"cycles/{cycle}/changes", $"runs/{run}", $"items/{item}", $"documents/{document}", "definitions/far-own", $"definitions/versions/{version}/export", $"ballots/{ballot}", $"ballots/{ballot}/receipts",
        })
        {
            await neighbour.GetAsync($"/api/v1/{path}").ShouldBeAsync(HttpStatusCode.OK);
            await clerk.GetAsync($"/api/v1/{path}").ShouldRefuseAsync(HttpStatusCode.NotFound, "not-found");
        }
        foreach (var (path, body) in new (string, object)[]
        {
            ($"tasks/{task}/act", new { outcome = "Yes" }), ($"waits/{wait}/fire", new { reason = "急" }), ($"definitions/versions/{version}/publish", new { }),
            ($"runs/{run}/incidents/1/retry", new { }), ($"runs/{run}/incidents/1/skip", new { reason = "急" }),
            ($"ballots/{ballot}/open", new { passphrase = "Correct-Horse-9", present = 1 }), ($"ballots/{ballot}/cast", new { marks = new[] { 0 } }),
            ($"ballots/{ballot}/close", new { }), ($"ballots/{ballot}/unseal", new { passphrase = "Correct-Horse-9" }),
        })
            if (path.StartsWith("waits", StringComparison.Ordinal))
                (await clerk.PostAsync($"/api/v1/{path}", body)).StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.Conflict);
            else await clerk.PostAsync($"/api/v1/{path}", body).ShouldRefuseAsync(HttpStatusCode.NotFound, "not-found");
        await clerk.PostAsync("/api/v1/items", Proposal(cycle)).ShouldRefuseAsync(HttpStatusCode.Conflict, "collection-closed");
        await clerk.PostAsync("/api/v1/cycles", new { definitionId = "far-own", year = 2027 }).ShouldRefuseAsync(HttpStatusCode.NotFound, "not-found");
        foreach (var list in new[] { "cycles", "items", "definitions", "tasks", "projects" })
        {
            var text = await (await clerk.GetAsync($"/api/v1/{list}")).Content.ReadAsStringAsync(Ct);
            foreach (var id in new[] { task, cycle, item!, version!, "far-own" }) text.ShouldNotContain(id);
        }
        await using (var db = counties.Open()) (await db.TaskActs.AnyAsync(act => act.TaskId == task, Ct)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_the_office_does_is_refused_to_others()
    {
        var clerk = await counties.AsAsync(TwoCounties.Clerk);
        var version = (await ReadAsync(await clerk.PostBytesAsync("/api/v1/definitions", Flows.Sequence("office-only", Flows.Delay("d", TimeSpan.FromDays(30)))))).GetProperty("versionId").GetString();
        await clerk.PostAsync($"/api/v1/definitions/versions/{version}/publish").ShouldBeAsync(HttpStatusCode.NoContent);
        var cycle = (await ReadAsync(await clerk.PostAsync("/api/v1/cycles", new { definitionId = "office-only", year = 2026 }))).GetProperty("id").GetString();
        string run, wait;
        await using (var db = counties.Open())
        {
            run = (await db.Cycles.SingleAsync(row => row.Id == cycle, Ct)).RootInstanceId;
            wait = (await db.Waits.SingleAsync(row => row.InstanceId == run, Ct)).Id;
        }
        foreach (var who in new[] { TwoCounties.Deputy, TwoCounties.Department, TwoCounties.Chair })
        {
            var other = await counties.AsAsync(who);
            await other.PostBytesAsync("/api/v1/definitions", Flows.Sequence("not-theirs", Flows.Line("a", "b"))).ShouldRefuseAsync(HttpStatusCode.Forbidden, "not-allowed");
            await other.PostAsync($"/api/v1/definitions/versions/{version}/publish").ShouldRefuseAsync(HttpStatusCode.Forbidden, "not-allowed");
            await other.PostAsync("/api/v1/cycles", new { definitionId = "office-only", year = 2027 }).ShouldRefuseAsync(HttpStatusCode.Forbidden, "not-allowed");
            await other.PostAsync($"/api/v1/waits/{wait}/fire", new { reason = "急" }).ShouldRefuseAsync(HttpStatusCode.Forbidden, "not-allowed");
            await other.PostAsync($"/api/v1/runs/{run}/incidents/1/retry").ShouldRefuseAsync(HttpStatusCode.Forbidden, "not-allowed");
            await other.PostAsync($"/api/v1/runs/{run}/incidents/1/skip", new { reason = "急" }).ShouldRefuseAsync(HttpStatusCode.Forbidden, "not-allowed");
        }
        await clerk.PostAsync($"/api/v1/waits/{wait}/fire", new { reason = " " }).ShouldRefuseAsync(HttpStatusCode.Conflict, "reason-missing");
        await clerk.PostAsync($"/api/v1/waits/{wait}/fire", new { reason = new string('急', 5001) }).ShouldRefuseAsync(HttpStatusCode.Conflict, "reason-too-long");
        await clerk.PostAsync($"/api/v1/waits/{wait}/fire", new { reason = "会期提前" }).ShouldBeAsync(HttpStatusCode.NoContent);
        await clerk.PostAsync($"/api/v1/waits/{wait}/fire", new { reason = "再来一次" }).ShouldRefuseAsync(HttpStatusCode.Conflict, "unknown-wait");
    }

    [Fact]
    public async Task A_task_is_dealt_with_once_however_many_try_at_the_same_moment()
    {
        const int rounds = 5;
        var (one, two) = (await counties.AsAsync(TwoCounties.Clerk), await counties.AsAsync(TwoCounties.Clerk2));
        for (var round = 0; round < rounds; round++)
        {
            var task = await counties.TaskAsync(Flows.Sequence("race", Flows.Task("t", "any", TwoCounties.Clerk, TwoCounties.Clerk2)), "race");
            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(hand => (hand % 2 == 0 ? one : two).PostAsync($"/api/v1/tasks/{task}/act", new { outcome = "Yes" })));
            answers.Count(answer => answer.StatusCode == HttpStatusCode.NoContent).ShouldBe(1);
            foreach (var late in answers.Where(answer => answer.StatusCode != HttpStatusCode.NoContent))
                (await Task.FromResult(late).ShouldRefuseAsync(HttpStatusCode.Conflict, "task-settled")).GetProperty("title").GetString()!
                    .ShouldMatch(@"^已由 (周文静|吴明|您) 于 \d+月\d+日 \d\d:\d\d 办理。$");
            await using var db = counties.Open();
            (await db.TaskActs.CountAsync(act => act.TaskId == task, Ct)).ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_task_given_to_somebody_else_is_neither_shown_nor_taken()
    {
        var task = await counties.TaskAsync(Flows.Sequence("mine", Flows.Task("t", "any", TwoCounties.Deputy)), "mine");
        var other = await counties.AsAsync(TwoCounties.Deputy2);
        (await other.PostAsync($"/api/v1/tasks/{task}/act", new { outcome = "Yes" }).ShouldRefuseAsync(HttpStatusCode.Forbidden, "not-allowed"))
            .GetProperty("title").GetString().ShouldBe("这项任务没有交给您办理。");
        await other.GetAsync($"/api/v1/tasks/{task}").ShouldRefuseAsync(HttpStatusCode.Forbidden, "not-allowed");
        var owner = await counties.AsAsync(TwoCounties.Deputy);
        await owner.PostAsync($"/api/v1/tasks/{task}/act", new { outcome = "Nonsense" }).ShouldRefuseAsync(HttpStatusCode.Conflict, "unknown-action");
        await owner.PostAsync($"/api/v1/tasks/{task}/act", new { outcome = "No" }).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "form-invalid");
        await owner.PostAsync($"/api/v1/tasks/{task}/act", new { outcome = "Yes", opinion = new string('字', 5001) }).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "form-invalid");
        await owner.PostAsync($"/api/v1/tasks/{task}/act", new { outcome = "Yes" }).ShouldBeAsync(HttpStatusCode.NoContent);
        (await owner.PostAsync($"/api/v1/tasks/{task}/act", new { outcome = "Yes" }).ShouldRefuseAsync(HttpStatusCode.Conflict, "task-settled"))
            .GetProperty("title").GetString()!.ShouldStartWith("已由 您 于");
    }

    [Fact]
    public async Task A_form_with_gaps_is_refused_field_by_field_and_nothing_changes()
    {
        var task = await counties.TaskAsync(Flows.Sequence("form", Flows.Form("f", TwoCounties.Clerk)), "form");
        var clerk = await counties.AsAsync(TwoCounties.Clerk);
        var before = await StateAsync(task);
        foreach (var (values, sentence) in new[]
        {
            ("null", "“金额”必填。"), ("{}", "“金额”必填。"), ("""{"amount":""}""", "“金额”必填。"), ("""{"amount":null}""", "“金额”必填。"),
            ("""{"amount":-1}""", "“金额”"), ("""{"amount":1.234}""", "“金额”"), ("""{"amount":"很多"}""", "“金额”"), ("""{"amount":[1]}""", "“金额”"), ("""{"amount":1e300}""", "“金额”"), ("""{"amount":1e999}""", "“金额”"),
        })
        {
            var problem = await clerk.PostTextAsync($"/api/v1/tasks/{task}/act", $$"""{"outcome":"Done","values":{{values}} }""").ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "form-invalid");
            var field = problem.GetProperty("problems").EnumerateArray().ShouldHaveSingleItem();
            field.GetProperty("path").GetString().ShouldBe("amount");
            field.GetProperty("sentence").GetString()!.ShouldStartWith(sentence);
        }
        (await StateAsync(task)).ShouldBe(before);
        await clerk.PostAsync($"/api/v1/tasks/{task}/act", new { outcome = "Done", values = new { amount = 12.5, stranger = "dropped" } }).ShouldBeAsync(HttpStatusCode.NoContent);

        async Task<string> StateAsync(string id)
        {
            await using var db = counties.Open();
            var run = await db.Instances.SingleAsync(row => db.Tasks.Any(one => one.Id == id && one.InstanceId == row.Id), Ct);
            return $"{run.Revision} {run.LastHistory} {Convert.ToHexString(run.Document)} {await db.TaskActs.CountAsync(act => act.TaskId == id, Ct)} {await db.Audit.CountAsync(row => row.Subject == id, Ct)}";
        }
    }

    [Fact]
    public async Task What_is_no_request_is_refused_with_a_sentence()
    {
        var clerk = await counties.AsAsync(TwoCounties.Clerk);
        var task = await counties.TaskAsync(Flows.Sequence("bad", Flows.Form("f", TwoCounties.Clerk)), "bad");
        foreach (var (path, body) in new[]
        {
            ($"tasks/{task}/act", "{"), ($"tasks/{task}/act", ""), ($"tasks/{task}/act", "null"), ($"tasks/{task}/act", "[]"), ($"tasks/{task}/act", """{"outcome":5}"""),
            ($"tasks/{task}/act", """{"outcome":"\ud800"}"""), ($"tasks/{task}/act", """{"outcome":"Done","values":{"amount":"\ud800"}}"""), ($"tasks/{task}/act", """{"outcome":"Done","values":[1]}"""),
            ($"tasks/{task}/act", $$"""{"outcome":"Done","values":{"amount":{{new string('[', 5000)}}{{new string(']', 5000)}} } }"""),
            ("cycles", """{"year":"soon"}"""), ("cycles", """{"year":99999999999}"""), ("items", """{"amount":1e300}"""), ("ballots/x/cast", """{"marks":"all"}"""), ("ballots/x/cast", """{"marks":[1.5]}"""),
        })
            await clerk.PostTextAsync($"/api/v1/{path}", body).ShouldRefuseAsync(HttpStatusCode.BadRequest, "bad-request");
        foreach (var (path, status, code) in new[]
        {
            ($"tasks/{task}/act", HttpStatusCode.Conflict, "unknown-action"), ("cycles", HttpStatusCode.Conflict, "bad-year"), ("items", HttpStatusCode.Conflict, "collection-closed"), ("waits/none/fire", HttpStatusCode.NotFound, "not-found"),
            ("ballots/none/cast", HttpStatusCode.NotFound, "not-found"), ("ballots/none/open", HttpStatusCode.NotFound, "not-found"), ("ballots/none/unseal", HttpStatusCode.NotFound, "not-found"), ("ballots/none/close", HttpStatusCode.NotFound, "not-found"),
        })
            await clerk.PostTextAsync($"/api/v1/{path}", "{}").ShouldRefuseAsync(status, code);
        await clerk.PostTextAsync($"/api/v1/tasks/{task}/act", "outcome=Done", "text/plain").ShouldRefuseAsync(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        await clerk.GetAsync("/api/v1/no-such-thing").ShouldRefuseAsync(HttpStatusCode.NotFound, "not-found");
        await clerk.SendAsync(HttpMethod.Delete, "/api/v1/tasks").ShouldRefuseAsync(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        await clerk.GetAsync("/api/v1/tasks/no-dot").ShouldRefuseAsync(HttpStatusCode.NotFound, "not-found");
        await clerk.PostAsync("/api/v1/tasks/no-dot/act", new { outcome = "Done" }).ShouldRefuseAsync(HttpStatusCode.NotFound, "not-found");
        foreach (var query in new[] { "items?page=two", "items?stage=Nonsense", "projects?year=x" })
            await clerk.GetAsync($"/api/v1/{query}").ShouldRefuseAsync(HttpStatusCode.BadRequest, "bad-request");
        foreach (var query in new[] { "items?page=2147483647", "items?page=-5", "tasks/done?page=2147483647", "projects?year=-1", "items?text=%25_%27%22--", "items?cycleId=%00" })
            await clerk.GetAsync($"/api/v1/{query}").ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Proposals_come_in_only_while_the_window_is_open_and_only_when_they_fit()
    {
        var closed = await counties.CycleAsync("window-closed", open: false);
        var open = await counties.CycleAsync("window-open", open: true);
        var clerk = await counties.AsAsync(TwoCounties.Clerk);
        await clerk.PostAsync("/api/v1/items", Proposal(closed)).ShouldRefuseAsync(HttpStatusCode.Conflict, "collection-closed");
        foreach (var (body, fields) in new (object, string[])[]
        {
            (new { cycleId = open }, ["title", "content", "proposerName"]),
            (Proposal(open, title: new string('长', 61)), ["title"]),
            (Proposal(open, content: new string('长', 2001)), ["content"]),
            (Proposal(open, channel: "电话"), ["channel"]),
            (Proposal(open, amount: -1), ["amount"]),
        })
        {
            var problem = await clerk.PostAsync("/api/v1/items", body).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "form-invalid");
            problem.GetProperty("problems").EnumerateArray().Select(field => field.GetProperty("path").GetString()).ShouldBe(fields);
        }
        var receipt = await ReadAsync(await clerk.PostAsync("/api/v1/items", Proposal(open)));
        receipt.GetProperty("number").GetString()!.ShouldMatch(@"^ZS26-\d{4}$");
        (await clerk.ReadAsync($"/api/v1/items/by-receipt/{receipt.GetProperty("receipt").GetString()}")).GetProperty("number").GetString().ShouldBe(receipt.GetProperty("number").GetString());
        await clerk.GetAsync("/api/v1/items/by-receipt/NOSUCHCODE").ShouldRefuseAsync(HttpStatusCode.NotFound, "not-found");
        var deputy = await counties.AsAsync(TwoCounties.Deputy);
        (await deputy.ReadAsync($"/api/v1/items/{receipt.GetProperty("itemId").GetString()}")).GetProperty("proposers").GetArrayLength().ShouldBe(0, "who proposed is for the office alone");
    }

    [Fact]
    public async Task Scripts_in_texts_come_back_as_text()
    {
        var cycle = await counties.CycleAsync("script", open: true);
        var clerk = await counties.AsAsync(TwoCounties.Clerk);
        var item = (await ReadAsync(await clerk.PostAsync("/api/v1/items", new
        {
            cycleId = cycle, title = Script, content = Script, domain = "交通出行", place = Script, reason = Script, channel = "群众", proposerName = "<b>甲</b>", proposerPhone = "<i>138</i>", proposerUnit = Script,
        }))).GetProperty("itemId").GetString();
        var task = await counties.TaskAsync(Flows.Sequence("script-task", Flows.Task(Script, "sequential", TwoCounties.Clerk, TwoCounties.Clerk2)), "script-task");
        await clerk.PostAsync($"/api/v1/tasks/{task}/act", new { outcome = "Yes", opinion = Script }).ShouldBeAsync(HttpStatusCode.NoContent);
        string run;
        await using (var db = counties.Open()) run = (await db.Tasks.SingleAsync(row => row.Id == task, Ct)).InstanceId;

        foreach (var path in new[] { $"/pool/{item}", "/pool", $"/pool?text={Uri.EscapeDataString(Script)}", $"/tasks/{task}", "/tasks", "/tasks/done", $"/cycles/{cycle}", $"/cycles/{cycle}?run={run}", "/cycles", $"/nothing/{Uri.EscapeDataString(Script)}", $"/account/sign-in?returnUrl={Uri.EscapeDataString("/" + Script)}&error={Uri.EscapeDataString(Script)}" })
        {
            var page = await (await clerk.GetAsync(path)).Content.ReadAsStringAsync(Ct);
            page.ShouldNotContain("<script>alert", Case.Sensitive, path);
            page.ShouldNotContain("<img src=x", Case.Sensitive, path);
            page.ShouldNotContain("<b>甲</b>", Case.Sensitive, path);
        }
        (await (await clerk.GetAsync($"/pool/{item}")).Content.ReadAsStringAsync(Ct)).ShouldContain("&lt;script&gt;alert", Case.Sensitive, "the page shows it, or this test shows nothing");
        (await (await clerk.GetAsync($"/tasks/{task}")).Content.ReadAsStringAsync(Ct)).ShouldContain("&lt;script&gt;alert", Case.Sensitive);
        (await clerk.GetAsync($"/api/v1/items/{item}")).Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
    }

    [Fact]
    public async Task A_definition_comes_back_byte_for_byte_and_is_published_once()
    {
        var clerk = await counties.AsAsync(TwoCounties.Clerk);
        byte[] file = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("\r\n"), .. Flows.Sequence("bytes", Flows.Line("a", "一")), .. Encoding.UTF8.GetBytes(" \r\n\t")];
        var imported = await ReadAsync(await clerk.PostBytesAsync("/api/v1/definitions", file));
        var version = imported.GetProperty("versionId").GetString();
        (await (await clerk.GetAsync($"/api/v1/definitions/versions/{version}/export")).Content.ReadAsByteArrayAsync(Ct)).ShouldBe(file);
        (await ReadAsync(await clerk.PostBytesAsync("/api/v1/definitions", file))).GetProperty("isNew").GetBoolean().ShouldBeFalse("the same file again is the same version");

        await clerk.PostAsync("/api/v1/cycles", new { definitionId = "bytes", year = 2026 }).ShouldRefuseAsync(HttpStatusCode.NotFound, "not-found");
        await clerk.PostAsync($"/api/v1/definitions/versions/{version}/publish").ShouldBeAsync(HttpStatusCode.NoContent);
        await clerk.PostAsync("/api/v1/definitions/versions/none/publish").ShouldRefuseAsync(HttpStatusCode.NotFound, "not-found");
        var starts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => clerk.PostAsync("/api/v1/cycles", new { definitionId = "bytes", year = 2026 })));
        starts.Count(start => start.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        foreach (var late in starts.Where(start => start.StatusCode != HttpStatusCode.Created)) await Task.FromResult(late).ShouldRefuseAsync(HttpStatusCode.Conflict, "cycle-exists");
        await clerk.PostAsync("/api/v1/cycles", new { definitionId = "bytes", year = 20260 }).ShouldRefuseAsync(HttpStatusCode.Conflict, "bad-year");
        await clerk.PostAsync("/api/v1/cycles", new { definitionId = "bytes", year = 2027, settings = new { nonsense = 1 } }).ShouldRefuseAsync(HttpStatusCode.Conflict, "unknown-setting");
    }

    [Fact]
    public async Task What_is_no_definition_is_refused_with_every_problem_and_nothing_is_stored()
    {
        var clerk = await counties.AsAsync(TwoCounties.Clerk);
        var before = await CountAsync();
        var twoWrong = Flows.Sequence("wrong", Flows.Step("Elsa.NoSuchThing", "a"), Flows.Step("Elsa.NeitherThis", "b"));
        var problems = (await clerk.PostBytesAsync("/api/v1/definitions", twoWrong).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "invalid-definition")).GetProperty("problems").EnumerateArray().ToList();
        problems.Select(problem => problem.GetProperty("activityId").GetString()).ShouldBe(["a", "b"], ignoreOrder: true);
        problems.ShouldAllBe(problem => problem.GetProperty("message").GetString()!.Length > 0 && problem.GetProperty("code").GetString()!.Length > 0);
        (await ReadAsync(await clerk.PostBytesAsync("/api/v1/definitions/validate", twoWrong))).GetProperty("valid").GetBoolean().ShouldBeFalse();

        foreach (var (file, code) in new (byte[], string)[]
        {
            ([.. """{"definitionId":"big","name":"""u8, .. Enumerable.Repeat((byte)' ', 17 * 1024 * 1024)], "too-large"),
            (Encoding.UTF8.GetBytes(new string('[', 10_000)), "too-deep"), ([], "broken-json"), ([0xFF, 0xFE, (byte)'{', 0], "wrong-encoding"), ("[]"u8.ToArray(), "not-a-definition"), ("""{"a":1,"a":2}"""u8.ToArray(), "duplicate-member"),
            ([0x1F, 0x8B, 0x08, 0x00, 0x01], "wrong-encoding"),
        })
        {
            var refused = await clerk.PostBytesAsync("/api/v1/definitions", file).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "invalid-definition");
            refused.GetProperty("problems")[0].GetProperty("code").GetString().ShouldBe(code);
        }
        await clerk.PostBytesAsync("/api/v1/definitions", new byte[ElsaJson.MaxBytes * 2 + 1]).ShouldRefuseAsync(HttpStatusCode.RequestEntityTooLarge, "bad-request");
        (await CountAsync()).ShouldBe(before);

        async Task<(int, int, int)> CountAsync()
        {
            await using var db = counties.Open();
            return (await db.DefinitionVersions.CountAsync(row => row.JurisdictionId == TwoCounties.Here && (row.DefinitionId == "wrong" || row.DefinitionId == "big"), Ct),
                await db.Definitions.CountAsync(row => row.DefinitionId == "wrong" || row.DefinitionId == "big", Ct), await db.DefinitionVersions.CountAsync(row => row.DefinitionId == "", Ct));
        }
    }

    [Fact]
    public async Task A_post_taken_away_acts_at_once()
    {
        await counties.AddPersonAsync("leaver", Roles.CountyNpcStaff);
        var leaver = await counties.AsAsync("leaver");
        await leaver.PostBytesAsync("/api/v1/definitions", Flows.Sequence("leaving", Flows.Line("a", "b"))).ShouldBeAsync(HttpStatusCode.Created);
        await using (var db = counties.Open()) await db.Posts.Where(post => post.PersonId == "leaver").ExecuteDeleteAsync(Ct);
        await leaver.PostBytesAsync("/api/v1/definitions", Flows.Sequence("leaving", Flows.Line("a", "c"))).ShouldRefuseAsync(HttpStatusCode.Forbidden, "not-allowed");
        await leaver.PostAsync("/api/v1/cycles", new { definitionId = "leaving", year = 2026 }).ShouldRefuseAsync(HttpStatusCode.Forbidden, "not-allowed");
        (await leaver.ReadAsync("/api/v1/me")).GetProperty("roles").GetArrayLength().ShouldBe(0);
        await using (var db = counties.Open()) await db.People.Where(person => person.Id == "leaver").ExecuteUpdateAsync(person => person.SetProperty(row => row.IsActive, false), Ct);
        await leaver.GetAsync("/api/v1/me").ShouldRefuseAsync(HttpStatusCode.Forbidden, "not-allowed");
    }

    private static object Proposal(string cycle, string title = "修路", string content = "把村口的路修好", string channel = "群众", decimal? amount = 12.5m) =>
        new { cycleId = cycle, title, content, domain = "交通出行", place = "村口", reason = "", amount, channel, proposerName = "村民甲", proposerPhone = "13800000000" };

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Ct);
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonDocument.Parse(text).RootElement;
    }

    [Fact]
    public async Task A_file_without_steps_is_refused_and_a_name_in_Chinese_is_taken()
    {
        var clerk = await counties.AsAsync(TwoCounties.Clerk);
        await clerk.PostTextAsync("/api/v1/definitions", "{}").ShouldRefuseAsync(HttpStatusCode.Conflict, "empty-definition");
        await clerk.PostBytesAsync("/api/v1/definitions", Flows.Sequence("柞水做法", Flows.Line("a", "b"))).ShouldBeAsync(HttpStatusCode.Created);
    }

    private static async Task<IReadOnlyList<(string Method, string Path)>> RoutesAsync(Visitor visitor) =>
        [.. (await visitor.ReadAsync("/openapi/v1.json")).GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => (method.Name.ToUpperInvariant(), path.Name)))];

    private static string Filled(string path) => path.Replace("{executionId}", "1", StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
}

using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.Files;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage.Rows;
using Minsheng.Workflow.Web;

namespace Minsheng.Workflow.Host.Tests.Web;

/// <summary>
/// Walks every page and every address of the API as every role and holds what comes against one table, Web/rights.approved.txt.
/// A new page or address fails here until it has its line there.
/// </summary>
public sealed partial class RightsTests(TwoCounties counties) : IClassFixture<TwoCounties>
{
    private const string Nobody = "nobody-in-particular";

    private static readonly string[] RoleNames =
        [.. typeof(Roles).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!)];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_page_and_address_answers_each_role_as_the_table_of_rights_says()
    {
        var here = await SampleAsync(TwoCounties.Here, TwoCounties.Clerk2, "here");
        foreach (var role in RoleNames) await counties.AddPersonAsync($"as-{role}", role);
        await counties.AddPersonAsync($"as-{Nobody}", Nobody);
        var table = new List<string>();
        foreach (var (method, route) in await RoutesAsync())
        {
            var answers = new List<(string Role, string Answer)>();
            foreach (var role in RoleNames.Append(Nobody))
                answers.Add((role, await AnswerAsync(await counties.AsAsync($"as-{role}"), method, Filled(route, here))));
            table.Add($"{method} {route}\n{string.Join('\n', answers.GroupBy(answer => answer.Answer).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => $"    {group.Key}: {(group.Count() == answers.Count ? "都" : string.Join(' ', group.Select(answer => answer.Role == Nobody ? "（没有岗位的人）" : Roles.Name(answer.Role))))}"))}");
        }
        var text = string.Join('\n', table) + "\n";
        var file = Path.Combine(AppContext.BaseDirectory, "Web", "rights.approved.txt");
        await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Web", "rights.received.txt"), text, Ct);
        text.Split('\n').ShouldBe((await File.ReadAllTextAsync(file, Ct)).ReplaceLineEndings("\n").Split('\n'), "rights are decided in one table: read rights.received.txt line by line before it becomes rights.approved.txt");
    }

    [Fact]
    public async Task What_is_another_county_s_is_not_found_on_any_page_or_address()
    {
        var there = await SampleAsync(TwoCounties.There, TwoCounties.Neighbour, "there");
        await counties.AddPersonAsync("all-roles", Roles.CountyNpcStaff);
        await using (var db = counties.Open())
        {
            foreach (var role in RoleNames.Where(role => role != Roles.CountyNpcStaff))
                db.Add(new PostRow { Id = $"all-{role}", JurisdictionId = TwoCounties.Here, PersonId = "all-roles", Kind = PostKind.Role, Name = role, From = new DateOnly(2020, 1, 1) });
            await db.SaveChangesAsync(Ct);
        }
        var visitor = await counties.AsAsync("all-roles");
        var answered = new List<string>();
        // A receipt is its holder's, wherever they ask.
        foreach (var (method, route) in (await RoutesAsync()).Where(one => Hole().IsMatch(one.Route) && !one.Route.EndsWith("{receipt}", StringComparison.Ordinal)))
            if (await AnswerAsync(visitor, method, Filled(route, there)) is not "404" and var answer) answered.Add($"{method} {route}: {answer}");
        answered.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_has_not_signed_in_is_asked_to_on_every_page()
    {
        using var stranger = counties.Stranger();
        foreach (var route in Pages())
        {
            var answer = await stranger.GetAsync(Hole().Replace(route, "x"));
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, route);
            answer.Headers.Location!.OriginalString.ShouldContain("/account/sign-in", customMessage: route);
        }
    }

    /// <summary>可以 stands for every answer that is no refusal of the person: also for a form that is wrong, or a matter that is over.</summary>
    private static async Task<string> AnswerAsync(Visitor visitor, string method, string path)
    {
        using var answer = method == "GET" ? await visitor.GetAsync(path) : await visitor.SendAsync(new HttpMethod(method), path, Bodies.FirstOrDefault(body => path.EndsWith(body.Key, StringComparison.Ordinal)).Value ?? "{}");
        return answer.StatusCode switch
        {
            HttpStatusCode.Forbidden => "403",
            HttpStatusCode.NotFound => "404",
            HttpStatusCode.InternalServerError => "500",
            HttpStatusCode.Unauthorized => "401",
            HttpStatusCode.Redirect => $"转到 {answer.Headers.Location?.OriginalString.Split('?')[0]}",
            _ => "可以",
        };
    }

    private async Task<List<(string Method, string Route)>> RoutesAsync()
    {
        using var stranger = counties.Stranger();
        var api = (await stranger.ReadAsync("/openapi/v1.json")).GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => (Method: method.Name.ToUpperInvariant(), Route: path.Name)));
        return [.. Pages().Select(page => ("GET", page)).Concat(api.OrderBy(one => one.Route, StringComparer.Ordinal).ThenBy(one => one.Method, StringComparer.Ordinal))];
    }

    private static IEnumerable<string> Pages() => typeof(Site).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<AllowAnonymousAttribute>() is null)
        .SelectMany(type => type.GetCustomAttributes<RouteAttribute>()).Select(route => route.Template).Order(StringComparer.Ordinal);

    private static string Filled(string route, Dictionary<string, string> sample) => Hole().Replace(route, hole =>
    {
        var name = hole.Groups[1].Value;
        if (sample.TryGetValue(name, out var value)) return value;
        var page = route.Split('/')[1] is "manage" ? string.Join('/', route.Split('/')[1..3]) : route.Split('/')[1];
        return sample.TryGetValue($"{page}/{name}", out value) ? value : throw new InvalidOperationException($"RightsTests has no example of {{{name}}} in {route}: add one to SampleAsync.");
    });

    /// <summary>One of everything a place has, none of it given to any of the people who walk.</summary>
    private async Task<Dictionary<string, string>> SampleAsync(string place, string owner, string mark)
    {
        var cycle = await counties.CycleAsync($"{mark}-cycle", open: true, place);
        var task = await counties.TaskAsync(Flows.Sequence($"{mark}-task", Flows.Task("t", "any", owner)), $"{mark}-task", place);
        await counties.PublishAsync(Flows.Sequence($"{mark}-timer", Flows.Delay("d", TimeSpan.FromDays(30))));
        var timer = await counties.Desk.StartAsync(new StartRequest($"{mark}-timer", place, owner), Ct);
        var own = await counties.Get<DefinitionLibrary>().ImportAsync(Flows.Sequence($"{mark}-own", Flows.Line("l", "x")), "test.json", place, owner, Ct);
        var file = await counties.Get<FileDesk>().UploadAsync(place, owner, "图.png", [.. Png, (byte)mark[0]], cancellation: Ct);
        await using var db = counties.Open();
        var root = (await db.Cycles.SingleAsync(row => row.Id == cycle, Ct)).RootInstanceId;
        db.AddRange(
            new ItemRow { Id = $"{mark}-item", JurisdictionId = place, CycleId = cycle, Number = $"{mark}-1", Title = "通村公路", Content = "修", Domain = "交通", Stage = Activities.Items.ItemStage.Proposal, Channel = "群众", Submitted = counties.Now },
            new ItemProposerRow { Receipt = $"{mark}-RECEIPT".ToUpperInvariant(), JurisdictionId = place, ItemId = $"{mark}-item", Name = "群众" },
            new OutboxRow { Id = $"{mark}-message", JurisdictionId = place, Key = $"{mark}-message/{owner}", PersonId = owner, Subject = "提醒", Text = "请办。", Created = counties.Now, State = MessageState.Skipped },
            new DocumentRow { Id = $"{mark}-document", JurisdictionId = place, CycleId = cycle, InstanceId = root, Kind = "公告", Title = "公告", Body = "", ChannelsJson = "[]", Published = counties.Now },
            new UnitRow { Id = $"{mark}-unit", JurisdictionId = place, Name = "县交通局" },
            new BodyRow { Id = $"{mark}-body", JurisdictionId = place, Name = "县政府常务会议" },
            new GroupRow { Id = $"{mark}-group", JurisdictionId = place, Name = "教育专业代表小组" },
            new TermRow { Id = $"{mark}-term", JurisdictionId = place, Name = "第十九届", From = new DateOnly(2022, 1, 1) },
            new DelegationRow { Id = $"{mark}-delegation", JurisdictionId = place, PersonId = owner, DeputyId = owner, From = new DateOnly(2026, 1, 1), Until = new DateOnly(2026, 1, 2), Reason = "出差", CreatedBy = owner, Created = counties.Now },
            new VersionMoveRow
            {
                Id = $"{mark}-move", JurisdictionId = place, DefinitionId = $"{mark}-own", VersionId = own.VersionId, Reason = "改", ChoicesJson = "{}", State = MoveState.Moved,
                ProposedBy = owner, ProposedAt = counties.Now, MovedBy = owner, MovedAt = counties.Now,
            },
            new BallotRow
            {
                Id = $"{mark}-ballot", JurisdictionId = place, InstanceId = root, CycleId = cycle, Title = "表决票", ChairId = owner, ScrutineerId = owner, State = BallotState.Prepared, Due = 1, Prepared = counties.Now,
                SheetJson = JsonSerializer.Serialize(new { kind = "Rating", title = "表决票", round = 1, seats = 0, rows = new[] { new { itemId = "a", number = "1", title = "a", details = "" } }, options = new[] { "赞成", "反对", "弃权" }, allMembers = 1 }, Values.Json),
            });
        await db.SaveChangesAsync(Ct);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["taskId"] = task, ["tasks/Id"] = task, ["waitId"] = $"{timer}.w1", ["cycleId"] = cycle, ["cycles/Id"] = cycle, ["runId"] = root, ["executionId"] = "1", ["ballotId"] = $"{mark}-ballot", ["hall/Id"] = $"{mark}-ballot", ["ballot/Id"] = $"{mark}-ballot",
            ["itemId"] = $"{mark}-item", ["pool/Id"] = $"{mark}-item", ["projects/Id"] = $"{mark}-item", ["receipt"] = $"{mark}-RECEIPT".ToUpperInvariant(), ["fileId"] = file.Id, ["documentId"] = $"{mark}-document", ["documents/Id"] = $"{mark}-document",
            ["definitionId"] = $"{mark}-own", ["procedures/Id"] = $"{mark}-own", ["versionId"] = own.VersionId, ["Template"] = mark == "here" ? "here-timer" : "nothing",
            ["personId"] = owner, ["manage/people/Id"] = owner, ["manage/terms/Id"] = $"{mark}-term", ["unitId"] = $"{mark}-unit", ["bodyId"] = $"{mark}-body", ["groupId"] = $"{mark}-group", ["termId"] = $"{mark}-term", ["delegationId"] = $"{mark}-delegation",
            ["messages/Id"] = $"{mark}-message", ["moveId"] = $"{mark}-move",
        };
    }

    /// <summary>Where an empty body says too little for anybody's right to be judged.</summary>
    private static readonly Dictionary<string, string> Bodies = new(StringComparer.Ordinal) { ["/moves"] = """{"kind":"Claim"}""", ["/open"] = """{"passphrase":"青山不老-2026","present":1}""" };

    private static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    [GeneratedRegex(@"\{(\w+)(?::\w+)?\??\}")]
    private static partial Regex Hole();
}

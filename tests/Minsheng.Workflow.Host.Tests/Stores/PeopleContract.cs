using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Stores;

/// <summary>管理 of people on any database: who may, what is refused, and that nothing is left behind.</summary>
public abstract class PeopleContract : IAsyncLifetime
{
    private static readonly DateOnly Today = new(2026, 11, 8);
    private static readonly Dictionary<string, string> None = [];
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 11, 8, 2, 0, 0, TimeSpan.Zero));
    private DatabaseOptions _options = null!;
    private Office _office = null!;
    private ReadSide _reading = null!;

    private protected abstract Task<DatabaseOptions> CreateAsync();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
    private PostNews News { get; } = new();
    private StructureDesk Structure => new(_office.Commits);
    private PeopleDesk People => new(_office.Commits, _office.Desk, News);
    private PostDesk Posts => new(_office.Commits, _office.Desk, News);
    private PeopleImport Import => new(_office.Commits, News);
    private TermDesk Terms => new(_office.Commits, _office.Desk, News);
    private AccountDesk Accounts => new(_office.Commits, new PasswordHasher<Account>(), new UpperInvariantLookupNormalizer(), News);

    public async ValueTask InitializeAsync()
    {
        _options = await CreateAsync();
        await Office.SeedAsync(_options, people: 4);
        _office = new Office(_options, _clock);
        _reading = new ReadSide(() => Office.Open(_options));
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _office.DisposeAsync();
        if (_options.Provider == DatabaseProvider.Sqlite) Databases.Delete(_options);
    }

    [Fact]
    public async Task A_unit_in_use_stays_and_the_sentence_says_where()
    {
        var unit = await Structure.AddAsync(new StructureOrder(StructureKind.Unit, Office.Place, Office.Staff, "县住建局"));
        await GiveAsync("p1", PostKind.Role, Roles.LeadDepartment, unitId: unit);

        var refused = await Should.ThrowAsync<RefusedException>(() => Structure.RemoveAsync(StructureKind.Unit, Office.Place, unit, Office.Staff));
        refused.Message.ShouldContain("1 项任职在这个单位");

        var free = await Structure.AddAsync(new StructureOrder(StructureKind.Unit, Office.Place, Office.Staff, "县水利局"));
        await Structure.RemoveAsync(StructureKind.Unit, Office.Place, free, Office.Staff);
        await using var db = _office.Read();
        (await db.Units.Select(row => row.Name).ToListAsync(Ct)).ShouldBe(["县住建局"]);
    }

    [Fact]
    public async Task A_renamed_body_keeps_its_secretary_unless_a_running_procedure_asks_for_it_by_name()
    {
        var body = await Structure.AddAsync(new StructureOrder(StructureKind.Body, Office.Place, Office.Staff, "主任会议", 5));
        await GiveAsync("p1", PostKind.Secretary, "主任会议");
        await Structure.ChangeAsync(body, new StructureOrder(StructureKind.Body, Office.Place, Office.Staff, "人大主任会议", 5));
        (await _office.People.ResolveAsync(Office.Place, [new Assignee(Body: "人大主任会议")], cancellation: Ct)).Select(person => person.Id).ShouldBe(["p1"]);

        await _office.PublishAsync(Flows.Sequence("asks", Flows.Step("Minsheng.HumanTask", "ask", ("title", "研究"), ("assignees", new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["body"] = "人大主任会议" })))));
        await _office.StartAsync("asks");
        var refused = await Should.ThrowAsync<RefusedException>(() => Structure.ChangeAsync(body, new StructureOrder(StructureKind.Body, Office.Place, Office.Staff, "又一个名称", 5)));
        refused.Code.ShouldBe("named-by-procedure");
    }

    [Fact]
    public async Task What_is_out_of_use_gets_nobody_new_and_is_not_offered()
    {
        foreach (var (kind, name) in new[] { (StructureKind.Unit, "县体改办"), (StructureKind.Body, "联席会议"), (StructureKind.Group, "旧专班") })
            await Structure.UseAsync(kind, Office.Place, await Structure.AddAsync(new StructureOrder(kind, Office.Place, Office.Staff, name, kind == StructureKind.Body ? 5 : null)), inUse: false, Office.Staff);
        var kept = await Structure.AddAsync(new StructureOrder(StructureKind.Group, Office.Place, Office.Staff, "新专班"));
        await using var db = _office.Read();
        var unit = await db.Units.SingleAsync(row => row.Name == "县体改办", Ct);

        foreach (var refused in new[]
        {
            await Should.ThrowAsync<FormRefusedException>(() => GiveAsync("p1", PostKind.Role, Roles.LeadDepartment, unitId: unit.Id)),
            await Should.ThrowAsync<FormRefusedException>(() => GiveAsync("p1", PostKind.Secretary, "联席会议")),
            await Should.ThrowAsync<FormRefusedException>(() => GiveAsync("p1", PostKind.Member, "旧专班")),
        }) refused.Problems.ShouldHaveSingleItem().Sentence.ShouldContain("已经停用");
        var person = (await new PersonQuery(_reading, _clock).FindAsync(Office.Place, Office.Staff, "p1", Ct))!;
        person.Units.ShouldNotContain(one => one.Label == "县体改办");
        person.Bodies.ShouldNotContain("联席会议");
        person.Groups.ShouldContain("新专班");
        person.Groups.ShouldNotContain("旧专班");

        await GiveAsync("p1", PostKind.Member, "新专班");
        await Structure.UseAsync(StructureKind.Group, Office.Place, kept, inUse: false, Office.Staff);
        (await new PersonQuery(_reading, _clock).FindAsync(Office.Place, Office.Staff, "p1", Ct))!.Groups.ShouldContain("新专班", "what one belongs to can still be put right");
    }

    [Fact]
    public async Task Only_those_of_the_table_manage_and_only_their_own_place()
    {
        await Should.ThrowAsync<NotAllowedException>(() => People.AddAsync(Office.Place, "p1", new PersonOrder("新人")));
        await Should.ThrowAsync<NotAllowedException>(() => People.AddAsync(Office.Place, "stranger", new PersonOrder("新人")));
        await Should.ThrowAsync<NotFoundException>(() => People.ChangeAsync("elsewhere", "stranger", "p1", new PersonOrder("改名")));
        var query = new PeopleQuery(_reading, _clock);
        await Should.ThrowAsync<NotAllowedException>(() => query.ReadAsync(Office.Place, "p1", new PeopleFilter(), Ct));
        (await query.ReadAsync(Office.Place, Office.Staff, new PeopleFilter(Kind: PostKind.Role, Post: Roles.Deputy), Ct)).People.Total.ShouldBe(4);
        (await new PersonQuery(_reading, _clock).FindAsync(Office.Place, Office.Staff, "stranger", Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task Administrator_auditor_and_archivist_are_three_people()
    {
        await GiveAsync("p1", PostKind.Role, Roles.SystemAdmin);
        (await Should.ThrowAsync<NotAllowedException>(() => GiveAsync("p2", PostKind.Role, Roles.SecurityAuditor))).Message.ShouldContain("系统管理员");
        (await Should.ThrowAsync<RefusedException>(() => GiveAsync("p1", PostKind.Role, Roles.ArchiveOfficer, admin: "p3"))).Code.ShouldBe("three-apart");
        await Should.ThrowAsync<NotAllowedException>(() => GiveAsync("p1", PostKind.Role, Roles.CountyNpcStaff, by: "p1"));
        await Should.ThrowAsync<NotAllowedException>(() => Accounts.CreateAsync(Office.Place, Office.Staff, "p2", "daibiao2"));
        (await Accounts.CreateAsync(Office.Place, "p1", "p2", "daibiao2")).Password.ShouldMatch("^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$");
    }

    [Fact]
    public async Task A_post_that_ended_yesterday_gives_no_right_today()
    {
        var told = new List<string>();
        News.Changed += told.Add;
        var post = await GiveAsync("p1", PostKind.Role, Roles.CountyNpcStaff);
        (await _office.People.RolesAsync("p1", Ct)).ShouldContain(Roles.CountyNpcStaff);

        await Posts.EndAsync(new EndPostOrder(Office.Place, Office.Staff, post, Today.AddDays(-1), None), Ct);

        (await _office.People.RolesAsync("p1", Ct)).ShouldBe([Roles.Deputy]);
        await Should.ThrowAsync<NotAllowedException>(() => People.AddAsync(Office.Place, "p1", new PersonOrder("新人")));
        told.ShouldBe(["p1", "p1"]);
    }

    [Fact]
    public async Task Nobody_leaves_with_an_open_task()
    {
        await _office.PublishAsync(Flows.Sequence("work", Flows.Task("work", "All", "p1", "p2")));
        await _office.StartAsync("work");
        var task = (await _office.OpenTasksAsync()).Single();

        var refused = await Should.ThrowAsync<RefusedException>(() => People.LeaveAsync(new LeaveOrder(Office.Place, Office.Staff, "p1", Today.AddDays(-1), None), Ct));
        refused.Message.ShouldContain("1 件待办没有转出");
        (await ActiveAsync("p1")).ShouldBeTrue("what was refused has changed nothing");

        await People.LeaveAsync(new LeaveOrder(Office.Place, Office.Staff, "p1", Today.AddDays(-1), new Dictionary<string, string> { [task.Id] = "p3" }), Ct);

        (await ActiveAsync("p1")).ShouldBeFalse();
        (await HoldersAsync(task.Id)).ShouldBe(["p2", "p3"]);
        await _office.ActAsync(task.Id, "p2");
        await _office.ActAsync(task.Id, "p3");
        (await _office.OpenTasksAsync()).ShouldBeEmpty();
        await using var db = _office.Read();
        (await db.History.Select(row => row.Sentence).ToListAsync(Ct)).ShouldContain(sentence => sentence.Contains("代表1") && sentence.Contains("代表3"));
        await ChainHoldsAsync();
    }

    [Fact]
    public async Task A_term_is_handed_over_in_one_act_and_leaves_no_task_behind()
    {
        var term = await Terms.AddAsync(new TermOrder(Office.Place, Office.Staff, "第十八届", new DateOnly(2021, 12, 1), null, 60));
        var posts = new Dictionary<string, string>();
        await using (var db = Office.Open(_options))
        {
            foreach (var post in await db.Posts.Where(post => post.Name == Roles.Deputy).ToListAsync(Ct)) (post.TermId, posts[post.PersonId]) = (term, post.Id);
            await db.SaveChangesAsync(Ct);
        }
        await _office.PublishAsync(Flows.Sequence("work", Flows.Task("first", "All", "p1", "p2"), Flows.Task("second", "Sequential", "p2", "p3")));
        await _office.StartAsync("work");
        var task = (await _office.OpenTasksAsync()).Single();
        var order = new TermHandoverOrder
        {
            PlaceId = Office.Place, By = Office.Staff, EndingTermId = term, Name = "第十九届", From = Today, AllDeputies = 3,
            Staying = [posts["p2"], posts["p3"]],
            Lines = [new ImportLine(2, "新代表", "13800000001", Kind: "角色", Post: "人大代表")],
        };

        var review = await Terms.ReviewAsync(order, Ct);
        review.People.Where(person => person.Leaves).Select(person => person.PersonId).ShouldBe(["p1", "p4"]);
        review.Hindrances.ShouldHaveSingleItem().ShouldContain("代表1还有 1 件待办");
        (await Should.ThrowAsync<RefusedException>(() => Terms.HandOverAsync(order, Ct))).Code.ShouldBe("open-tasks");
        (await PlaceDeputiesAsync()).ShouldBe(60);

        var settled = order with { Tasks = new Dictionary<(string, string), string> { [("p1", task.Id)] = TermHandoverOrder.FromSheet(2) } };
        (await Terms.ReviewAsync(settled, Ct)).Hindrances.ShouldBeEmpty();
        await Terms.HandOverAsync(settled, Ct);

        (await PlaceDeputiesAsync()).ShouldBe(3);
        var deputies = await _office.People.ResolveAsync(Office.Place, [new Assignee(Role: Roles.Deputy)], cancellation: Ct);
        deputies.Select(person => person.Name).Order(StringComparer.Ordinal).ShouldBe(["代表2", "代表3", "新代表"]);
        (await OrphansAsync()).ShouldBeEmpty();
        var comer = deputies.Single(person => person.Name == "新代表").Id;
        await _office.ActAsync(task.Id, comer);
        await _office.ActAsync(task.Id, "p2");
        (await _office.OpenTasksAsync()).ShouldHaveSingleItem().Title.ShouldBe("办理second");
        await ChainHoldsAsync();
    }

    [Fact]
    public async Task A_sheet_with_one_wrong_row_imports_nothing()
    {
        ImportLine[] lines =
        [
            new(2, "赵新", "13800000001", Kind: "角色", Post: "人大代表"),
            new(3, "代表1", Title: "组长", Kind: "角色", Post: "人大代表", From: "2020-01-01"),
            new(4, "代表2", Kind: "角色", Post: "人大代表", From: "2020-01-01"),
            new(5, "=HYPERLINK(\"x\")", Kind: "角色", Post: "人大代表"),
            new(6, "钱新", "电话", Kind: "角色", Post: "代表团长", From: "二月三十"),
            new(7, "<script>alert(1)</script>"),
            new(8, "孙新", Kind: "角色", Post: "系统管理员"),
        ];
        var options = new ImportOptions();
        var review = await Import.ReviewAsync(Office.Place, Office.Staff, lines, options, Ct);
        review.Rows.Select(row => row.Verdict).ShouldBe([ImportVerdict.New, ImportVerdict.Changed, ImportVerdict.Unchanged, ImportVerdict.Wrong, ImportVerdict.Wrong, ImportVerdict.Wrong, ImportVerdict.Wrong]);
        review.Rows[4].Sentence.ShouldSatisfyAllConditions(
            sentence => sentence.ShouldContain("不是电话号码"), sentence => sentence.ShouldContain("没有角色“代表团长”"), sentence => sentence.ShouldContain("不是日期"));

        (await Should.ThrowAsync<RefusedException>(() => Import.CommitAsync(Office.Place, Office.Staff, lines, options, review, cancellation: Ct))).Code.ShouldBe("wrong-rows");
        await using (var db = _office.Read()) (await db.People.CountAsync(person => person.JurisdictionId == Office.Place, Ct)).ShouldBe(7);

        var right = lines[..3];
        var clean = await Import.ReviewAsync(Office.Place, Office.Staff, right, options, Ct);
        await Import.CommitAsync(Office.Place, Office.Staff, right, options, clean, cancellation: Ct);
        (await Import.ReviewAsync(Office.Place, Office.Staff, right, options, Ct)).Rows.ShouldAllBe(row => row.Verdict == ImportVerdict.Unchanged);
        (await Should.ThrowAsync<RefusedException>(() => Import.CommitAsync(Office.Place, Office.Staff, right, options, clean, cancellation: Ct))).Code.ShouldBe("people-changed");
        await ChainHoldsAsync();
    }

    [Fact]
    public async Task Namesakes_are_told_apart_by_phone_or_unit()
    {
        ImportLine[] lines =
        [
            Expert(2, "13800000001", "县住建局"), Expert(3, "13800000002", "县交通局"), Expert(4, "", "县住建局"),
            new(5, "王伟"), new(6, "李四", "13800000001"), new(7, "孙六", Unit: "县住建局"),
        ];
        var review = await Import.ReviewAsync(Office.Place, Office.Staff, lines, new ImportOptions(AddUnits: true), Ct);
        review.NewUnits.ShouldBe(["县住建局", "县交通局"]);
        review.Rows[0].Verdict.ShouldBe(ImportVerdict.New);
        review.Rows[1].Verdict.ShouldBe(ImportVerdict.New);
        review.Rows[1].Sentence.ShouldContain("按另一人登记");
        review.Rows[2].Verdict.ShouldBe(ImportVerdict.Unchanged);
        review.Rows[3].Sentence.ShouldContain("2 位“王伟”");
        review.Rows[4].Sentence.ShouldContain("已登记在王伟名下");
        review.Rows[5].Sentence.ShouldContain("没有写任职");

        static ImportLine Expert(int row, string phone, string unit) => new(row, "王伟", phone, Unit: unit, Kind: "角色", Post: "专家");
    }

    [Fact]
    public async Task What_is_exported_can_be_imported_again_unchanged()
    {
        await Terms.AddAsync(new TermOrder(Office.Place, Office.Staff, "第十八届", new DateOnly(2021, 12, 1), null, 60));
        var lines = await new PeopleSheetQuery(_reading, _clock).ReadAsync(Office.Place, Office.Staff, Ct);
        lines.Count.ShouldBe(7);
        (await Import.ReviewAsync(Office.Place, Office.Staff, lines, new ImportOptions(), Ct)).Rows.ShouldAllBe(row => row.Verdict == ImportVerdict.Unchanged);
    }

    [Fact]
    public async Task Ten_thousand_rows_go_in_together_and_one_more_is_refused()
    {
        var lines = Enumerable.Range(2, ImportLine.Most).Select(row => new ImportLine(row, $"人员{row}", $"1380000{row:0000}", Kind: "角色", Post: "议事代表")).ToList();
        var review = await Import.ReviewAsync(Office.Place, Office.Staff, lines, new ImportOptions(), Ct);
        review.Count(ImportVerdict.New).ShouldBe(ImportLine.Most);
        await Import.CommitAsync(Office.Place, Office.Staff, lines, new ImportOptions(), review, cancellation: Ct);
        await using var db = _office.Read();
        (await db.Posts.CountAsync(post => post.Name == Roles.StreetCouncilMember, Ct)).ShouldBe(ImportLine.Most);
        (await Should.ThrowAsync<RefusedException>(() => Import.ReviewAsync(Office.Place, Office.Staff, [.. lines, new ImportLine(10_002, "多一人")], new ImportOptions(), Ct))).Code.ShouldBe("too-many-rows");
    }

    private async Task<string> GiveAsync(string person, PostKind kind, string name, string? unitId = null, string by = Office.Staff, string? admin = null)
    {
        if (admin is not null)
        {
            // A second administrator, for acts one may not do to oneself.
            await using var db = Office.Open(_options);
            db.Posts.Add(new PostRow { Id = $"post-{admin}-admin", JurisdictionId = Office.Place, PersonId = admin, Kind = PostKind.Role, Name = Roles.SystemAdmin, From = Today });
            await db.SaveChangesAsync(Ct);
            by = admin;
        }
        return await Posts.GiveAsync(new PostOrder(Office.Place, by, person, kind, name, Today.AddDays(-30), UnitId: unitId));
    }

    private async Task<bool> ActiveAsync(string person)
    {
        await using var db = _office.Read();
        return (await db.People.SingleAsync(row => row.Id == person, Ct)).IsActive;
    }

    private async Task<List<string>> HoldersAsync(string task)
    {
        await using var db = _office.Read();
        return await db.TaskParticipants.Where(row => row.TaskId == task && (row.State == ParticipantState.Open || row.State == ParticipantState.Waiting)).OrderBy(row => row.PersonId).Select(row => row.PersonId).ToListAsync(Ct);
    }

    /// <summary>Open tasks held by nobody who works here today.</summary>
    private async Task<List<string>> OrphansAsync()
    {
        await using var db = _office.Read();
        return await db.Tasks.Where(task => task.State == TaskState.Open && !db.TaskParticipants.Any(row => row.TaskId == task.Id && (row.State == ParticipantState.Open || row.State == ParticipantState.Waiting)
            && db.People.Any(person => person.Id == row.PersonId && person.IsActive) && db.Posts.Any(post => post.PersonId == row.PersonId && post.From <= Today && (post.Until == null || post.Until >= Today))))
            .Select(task => task.Title).ToListAsync(Ct);
    }

    private async Task<int?> PlaceDeputiesAsync()
    {
        await using var db = _office.Read();
        return (await db.Jurisdictions.SingleAsync(row => row.Id == Office.Place, Ct)).AllDeputies;
    }

    private async Task ChainHoldsAsync() => (await _office.Commits.ReadAsync(session => AuditLog.Verify(session, Office.Place), Ct)).Holds.ShouldBeTrue();
}

public sealed class SqlitePeopleTests : PeopleContract
{
    private protected override Task<DatabaseOptions> CreateAsync() => Databases.SqliteAsync();
}

public sealed class PostgresPeopleTests : PeopleContract
{
    private protected override Task<DatabaseOptions> CreateAsync() => Databases.PostgresAsync();
}

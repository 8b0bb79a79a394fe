using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Host.Tests.Web;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Backups;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Queries;

namespace Minsheng.Workflow.Host.Tests.Audit;

/// <summary>Who reads the audit, what they find, and what nobody can change unseen.</summary>
public sealed class AuditViewTests(TwoCounties counties) : IClassFixture<TwoCounties>, IAsyncLifetime
{
    private const string Auditor = "auditor", Admin = "admin", Export = "/api/v1/audit/export";
    private const int Written = 120;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private AuditQuery Query => counties.Get<AuditQuery>();
    private AuditDesk Desk => counties.Get<AuditDesk>();

    public async ValueTask InitializeAsync()
    {
        await using var db = counties.Open();
        if (await db.People.AnyAsync(row => row.Id == Auditor, Ct)) return;
        await counties.AddPersonAsync(Auditor, Roles.SecurityAuditor);
        await counties.AddPersonAsync(Admin, Roles.SystemAdmin);
        for (var number = 1; number <= Written; number++)
        {
            var act = number % 10 == 0 ? "task-urged" : "task-acted";
            await counties.Get<CommitQueue>().RunAsync(session => AuditLog.Write(session, TwoCounties.Here, TwoCounties.Department, act, TwoCounties.Deputy, new { reason = $"第{number}件" }), Ct);
        }
        await counties.Get<CommitQueue>().RunAsync(session => AuditLog.Write(session, TwoCounties.There, TwoCounties.Neighbour, "task-acted", TwoCounties.Neighbour), Ct);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_auditor_and_the_office_read_it_and_nobody_else()
    {
        foreach (var person in new[] { Auditor, TwoCounties.Clerk })
        {
            await (await counties.AsAsync(person)).GetAsync("/manage/audit").ShouldBeAsync(HttpStatusCode.OK);
            await (await counties.AsAsync(person)).GetAsync(Export).ShouldBeAsync(HttpStatusCode.OK);
        }
        foreach (var person in new[] { Admin, TwoCounties.Deputy, TwoCounties.Department, TwoCounties.Chair })
        {
            await (await counties.AsAsync(person)).GetAsync("/manage/audit").ShouldBeAsync(HttpStatusCode.Forbidden);
            await (await counties.AsAsync(person)).GetAsync(Export).ShouldRefuseAsync(HttpStatusCode.Forbidden, "not-allowed");
        }
        await (await counties.AsAsync(Admin)).GetAsync("/manage/backups").ShouldBeAsync(HttpStatusCode.OK);
        foreach (var person in new[] { Auditor, TwoCounties.Clerk, TwoCounties.Deputy })
            await (await counties.AsAsync(person)).GetAsync("/manage/backups").ShouldBeAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Another_county_learns_nothing()
    {
        await Should.ThrowAsync<NotAllowedException>(Query.ReadAsync(TwoCounties.Here, TwoCounties.Neighbour, new AuditFilter(), cancellation: Ct));
        await Should.ThrowAsync<NotAllowedException>(Query.RootsAsync(TwoCounties.Here, TwoCounties.Neighbour, cancellation: Ct));
        await Should.ThrowAsync<NotAllowedException>(Desk.CheckAsync(TwoCounties.Here, TwoCounties.Neighbour, cancellation: Ct));
        await Should.ThrowAsync<NotAllowedException>(Desk.ExportAsync(TwoCounties.Here, TwoCounties.Neighbour, Stream.Null, Ct));
        var own = await Query.ReadAsync(TwoCounties.There, TwoCounties.Neighbour, new AuditFilter(), cancellation: Ct);
        own.Lines.ShouldNotBeEmpty();
        own.Lines.ShouldAllBe(line => line.Who == "钱邻" || line.Who == "系统");
        var page = await (await (await counties.AsAsync(TwoCounties.Neighbour)).GetAsync("/manage/audit")).Content.ReadAsStringAsync(Ct);
        page.ShouldNotContain("股长癸");
        AuditExport.Verify(new MemoryStream(await ExportAsync(TwoCounties.Neighbour))).Manifest.JurisdictionId.ShouldBe(TwoCounties.There);
    }

    [Fact]
    public async Task It_is_searched_by_person_act_words_and_days_and_read_backwards_page_by_page()
    {
        var mine = new AuditFilter(Person: "股长");
        var (seen, before) = (new List<long>(), (long?)null);
        do
        {
            var page = await Query.ReadAsync(TwoCounties.Here, Auditor, mine, before, Ct);
            page.Lines.Count.ShouldBeLessThanOrEqualTo(AuditQuery.PageSize);
            seen.AddRange(page.Lines.Select(line => line.Seq));
            before = page.Older;
        }
        while (before is not null);
        seen.Count.ShouldBe(Written);
        seen.ShouldBe(seen.Distinct().OrderDescending());

        (await Query.ReadAsync(TwoCounties.Here, Auditor, mine with { Act = "task-urged" }, cancellation: Ct)).Lines.Count.ShouldBe(Written / 10);
        var found = (await Query.ReadAsync(TwoCounties.Here, Auditor, mine with { Subject = "第37件" }, cancellation: Ct)).Lines.ShouldHaveSingleItem();
        (found.Who, found.Act, found.Subject, found.Detail).ShouldBe(("股长癸", "办理任务", "代表甲", "原因：第37件"));
        var today = DateOnly.FromDateTime(counties.Now.ToOffset(TimeSpan.FromHours(8)).DateTime);
        (await Query.ReadAsync(TwoCounties.Here, Auditor, mine with { From = today.AddDays(-1), Until = today }, cancellation: Ct)).Lines.ShouldNotBeEmpty();
        (await Query.ReadAsync(TwoCounties.Here, Auditor, mine with { Until = today.AddDays(-2) }, cancellation: Ct)).Lines.ShouldBeEmpty();
        (await Query.ReadAsync(TwoCounties.Here, Auditor, mine with { From = today.AddDays(1) }, cancellation: Ct)).Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Reading_goes_on_record_once_a_minute_for_the_same_search()
    {
        var filter = new AuditFilter(Act: "ballot-opened");
        foreach (var _ in Enumerable.Range(0, 3)) await Desk.NoteReadingAsync(TwoCounties.Here, Auditor, filter, Ct);
        (await Query.ReadAsync(TwoCounties.Here, Auditor, new AuditFilter(Act: "audit-read", Subject: "开箱"), cancellation: Ct)).Lines.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_changed_row_is_found_and_located_in_the_table_and_in_the_export()
    {
        (await Desk.CheckAsync(TwoCounties.Here, Auditor, cancellation: Ct)).Holds.ShouldBeTrue();
        (await ExecuteAsync($"UPDATE audit SET actor = 'clerk' WHERE jurisdiction_id = {TwoCounties.Here} AND seq = {57} AND actor = {TwoCounties.Department}")).ShouldBe(1);
        try
        {
            var check = await Desk.CheckAsync(TwoCounties.Here, Auditor, cancellation: Ct);
            (check.BrokenAt, check.Entries).ShouldBe((57L, 56L));
            var proof = AuditExport.Verify(new MemoryStream(await ExportAsync(Auditor)));
            proof.Check.BrokenAt.ShouldBe(57);
            proof.Problem!.ShouldContain("第 57 条");
        }
        finally
        {
            await ExecuteAsync($"UPDATE audit SET actor = {TwoCounties.Department} WHERE jurisdiction_id = {TwoCounties.Here} AND seq = {57}");
        }
        (await Desk.CheckAsync(TwoCounties.Here, Auditor, cancellation: Ct)).Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task An_export_that_was_worked_on_does_not_hold()
    {
        var good = await ExportAsync(Auditor);
        var proof = AuditExport.Verify(new MemoryStream(good));
        proof.Problem.ShouldBeNull();
        proof.Check.Entries.ShouldBeGreaterThan(Written);

        Broken(Worked(good, "audit.jsonl", text => text.Replace("第37件", "第73件", StringComparison.Ordinal)))!.Value.ShouldBeGreaterThan(30);
        var place = Broken(Worked(good, "audit.jsonl", text => string.Join('\n', text.Split('\n').Where((_, index) => index != 40))));
        place.ShouldBe(41);
        Broken(Worked(good, "audit.jsonl", text => string.Join('\n', text.TrimEnd('\n').Split('\n')[..^1]) + "\n")).ShouldBe(proof.Check.Entries);
        var renamed = AuditExport.Verify(new MemoryStream(Worked(good, "manifest.json", text => text.Replace("柞水县", "某某县", StringComparison.Ordinal))));
        renamed.Check.Holds.ShouldBeTrue();
        renamed.Problem!.ShouldContain("摘要清单");
        Should.Throw<RefusedException>(() => AuditExport.Verify(new MemoryStream(good[..^200]))).Code.ShouldBe("no-audit-export");

        static long? Broken(byte[] file) => AuditExport.Verify(new MemoryStream(file)).Check.BrokenAt;
    }

    [Fact]
    public async Task A_backup_made_on_the_page_is_on_record_and_sound()
    {
        var desk = counties.Get<BackupDesk>();
        var made = await desk.MakeAsync(TwoCounties.Here, Admin, cancellation: Ct);
        (await desk.ListAsync(TwoCounties.Here, Admin, Ct)).Files.ShouldContain(file => file.Name == made.Name && file.Bytes > 0);
        (await desk.CheckAsync(TwoCounties.Here, Admin, made.Name, Ct)).ShouldBeNull();
        (await Query.ReadAsync(TwoCounties.Here, Auditor, new AuditFilter(Act: "backup-begun"), cancellation: Ct)).Lines[0].Detail.ShouldContain(made.Name);
        (await Query.ReadAsync(TwoCounties.Here, Auditor, new AuditFilter(Act: "backup-made"), cancellation: Ct)).Lines[0].Detail.ShouldContain(made.Name);
        var taken = Path.Combine((await desk.ListAsync(TwoCounties.Here, Admin, Ct)).Folder, made.Name);
        using (var copy = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={taken};Mode=ReadOnly;Pooling=False"))
        {
            copy.Open();
            using var acts = copy.CreateCommand();
            acts.CommandText = "SELECT group_concat(act) FROM audit WHERE act LIKE 'backup-%'";
            acts.ExecuteScalar().ShouldBe("backup-begun", "what was not yet made is not yet told as made");
        }

        var file = taken;
        var bytes = await File.ReadAllBytesAsync(file, Ct);
        bytes.AsSpan(bytes.Length / 2, 40_000).Fill(0x5A);
        await File.WriteAllBytesAsync(file, bytes, Ct);
        (await desk.CheckAsync(TwoCounties.Here, Admin, made.Name, Ct))!.ShouldContain("损坏");
        await Should.ThrowAsync<NotAllowedException>(desk.MakeAsync(TwoCounties.Here, TwoCounties.Clerk, cancellation: Ct));
        await Should.ThrowAsync<NotFoundException>(desk.CheckAsync(TwoCounties.Here, Admin, "../minsheng.db", Ct));
    }

    private async Task<byte[]> ExportAsync(string person)
    {
        var answer = await (await counties.AsAsync(person)).GetAsync(Export);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/zip");
        return await answer.Content.ReadAsByteArrayAsync(Ct);
    }

    private async Task<int> ExecuteAsync(FormattableString sql)
    {
        await using var db = counties.Open();
        return await db.Database.ExecuteSqlInterpolatedAsync(sql, Ct);
    }

    /// <summary>The same archive with one part rewritten.</summary>
    private static byte[] Worked(byte[] file, string part, Func<string, string> work)
    {
        var stream = new MemoryStream();
        stream.Write(file);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            string text;
            using (var reader = new StreamReader(zip.GetEntry(part)!.Open(), Encoding.UTF8)) text = reader.ReadToEnd();
            var worked = work(text);
            worked.ShouldNotBe(text);
            zip.GetEntry(part)!.Delete();
            using var writer = new StreamWriter(zip.CreateEntry(part).Open(), new UTF8Encoding(false));
            writer.Write(worked);
        }
        return stream.ToArray();
    }
}

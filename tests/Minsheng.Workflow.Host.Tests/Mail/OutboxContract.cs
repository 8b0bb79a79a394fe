using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime.Mail;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Mail;

/// <summary>What the outbox promises on any database, seen in the mailbox of a real server.</summary>
public abstract class OutboxContract : IAsyncLifetime
{
    /// <summary>10:00 in the office.</summary>
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 11, 22, 2, 0, 0, TimeSpan.Zero));
    private DatabaseOptions _options = null!;
    private PostOffice _post = null!;
    private SmtpServer _server = null!;

    private protected abstract Task<DatabaseOptions> CreateAsync();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await SmtpServer.StartAsync();
        _options = await CreateAsync();
        _post = await PostOffice.OpenAsync(_options, _clock);
        await _post.ServerAsync(_server);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _post.DisposeAsync();
        await _server.DisposeAsync();
        Databases.Delete(_options);
    }

    [Fact]
    public async Task What_the_ledger_says_lies_in_the_mailbox_message_by_message()
    {
        await _post.AddressAsync("p2", "gone@example.cn");
        await _post.AddressAsync("p3", "grey@example.cn");
        await _post.AddressAsync("p4", null);
        await _post.AddressAsync("p5", "not-an-address");
        await _post.AddressAsync("p6", "spam@example.cn");
        await _post.Office.Commits.RunAsync(session => session.Execute($"INSERT INTO preferences (person_id, name, jurisdiction_id, value) VALUES ({"p7"}, {"mail/Urge"}, {Office.Place}, {"off"})"), Ct);
        foreach (var person in (string[])["p1", "p2", "p3", "p4", "p5", "p6", "p7"]) (await _post.WriteAsync(person)).ShouldBeTrue();
        (await _post.WriteAsync("p1")).ShouldBeFalse("told once, whatever happens");

        await _post.SendAsync();

        (await _post.LedgerAsync()).ShouldBe("p1 Sent: Accepted; p2 GivenUp: Refused; p3 Waiting: Failed; p4 Skipped: Skipped; p5 GivenUp: Refused; p6 GivenUp: Refused; p7 Skipped: Skipped");
        await _post.AgreesAsync(_server);
        var mail = _server.Mailbox().Single();
        mail.ShouldSatisfyAllConditions(
            () => mail.To.ShouldBe(["p1@example.cn"]),
            () => mail.Subject.ShouldBe("催办：通村公路"),
            () => mail.From.ShouldBe("柞水县人大办 <minsheng@zhashui.example.cn>"),
            () => mail.Text.ReplaceLineEndings("\n").ShouldBe("代表1：\n\n周文静催办“通村公路”，请尽快办理。\n\n打开办理：https://minsheng.example.gov.cn/tasks/t1\n\n--\n本邮件由“民生实事票决工作平台”（柞水县）自动发出，请不要直接回复。\n"),
            () => mail.Html.ShouldContain("""<a href="https://minsheng.example.gov.cn/tasks/t1" """),
            () => mail.Headers.ShouldContain("Auto-Submitted"));
        (await _post.MessageAsync("p2")).LastError.ShouldBe("收件地址被拒收，请核对地址。对方答复：550 5.1.1 <gone@example.cn>: Recipient address rejected: User unknown");

        await _post.SendAsync();
        _server.Mailbox().Count.ShouldBe(1, "who has it does not get it again");
    }

    [Fact]
    public async Task A_server_that_is_down_for_an_hour_loses_nothing_and_doubles_nothing()
    {
        await _server.StopAsync();
        foreach (var person in (string[])["p1", "p2", "p3"]) await _post.WriteAsync(person);
        for (var minute = 0; minute < 60; minute++)
        {
            await _post.SendAsync();
            _clock.Advance(TimeSpan.FromMinutes(1));
        }
        // At 0, 1, 6, 21 minutes; then after an hour.
        (await _post.LedgerAsync()).ShouldBe("p1 Waiting: Failed Failed Failed Failed; p2 Waiting: Failed Failed Failed Failed; p3 Waiting: Failed Failed Failed Failed");
        (await _post.MessageAsync("p1")).LastError.ShouldBe($"服务器 127.0.0.1 在，但 {_server.Port} 端口没有开：请核对端口（一般是 587 或 25），或者邮件服务停了。");
        await _server.StartAgainAsync();
        _clock.Advance(TimeSpan.FromMinutes(21));

        await _post.SendAsync();

        (await _post.LedgerAsync()).ShouldBe("p1 Sent: Failed Failed Failed Failed Accepted; p2 Sent: Failed Failed Failed Failed Accepted; p3 Sent: Failed Failed Failed Failed Accepted");
        await _post.AgreesAsync(_server);
        _server.Mailbox().Count.ShouldBe(3);
    }

    [Fact]
    public async Task Two_nodes_send_each_message_once()
    {
        for (var number = 0; number < 40; number++) await _post.WriteAsync($"p{number % 9 + 1}", $"第 {number} 件");
        var other = _post.NewSender();

        await Task.WhenAll(_post.SendAsync(), other.RunAsync(Ct), _post.SendAsync());

        await _post.AgreesAsync(_server);
        _server.Mailbox().Select(mail => mail.MessageId).Distinct().Count().ShouldBe(40);
        _server.Mailbox().Count.ShouldBe(40);
    }

    [Fact]
    public async Task Whoever_died_between_sending_and_recording_is_followed_by_another_under_the_same_Message_ID()
    {
        await _post.WriteAsync("p1");
        var lease = TimeSpan.FromMinutes(3);
        var claimed = (await _post.Office.Commits.RunAsync(session => OutboxClaims.Next(session, "dead", lease), Ct))!;
        var settings = await _post.Settings.ReadAsync(Ct);
        using (var mailer = new SmtpMailer(settings)) (await mailer.SendAsync(LetterWriter.Write(claimed, settings), Ct)).Result.ShouldBe(DeliveryResult.Accepted);

        await _post.SendAsync();
        _server.Mailbox().Count.ShouldBe(1, "it is still the other's");
        _clock.Advance(lease + TimeSpan.FromSeconds(1));
        await _post.SendAsync();

        (await _post.LedgerAsync()).ShouldBe("p1 Sent: Unknown Accepted");
        _server.Mailbox().Select(mail => mail.MessageId).ShouldBe([$"<{claimed.Id}@minsheng-workflow>", $"<{claimed.Id}@minsheng-workflow>"]);
        await _post.AgreesAsync(_server);
    }

    [Fact]
    public async Task At_night_nothing_is_sent_but_tests()
    {
        _clock.Advance(TimeSpan.FromHours(10));
        await _post.WriteAsync("p1");
        await _post.SendAsync();
        _server.Mailbox().ShouldBeEmpty("it is 20:00");
        (await _post.Desk.TestAsync(Office.Place, PostOffice.Admin, "admin@example.cn", Ct)).Result.ShouldBe(DeliveryResult.Accepted);
        _clock.Advance(TimeSpan.FromHours(11) - TimeSpan.FromMinutes(1));
        await _post.SendAsync();
        _server.Mailbox().Count.ShouldBe(1, "it is 6:59");
        _clock.Advance(TimeSpan.FromMinutes(1));
        await _post.SendAsync();
        _server.Mailbox().Select(mail => mail.Subject).ShouldBe(["测试：民生实事票决工作平台能不能发出消息", "催办：通村公路"]);
    }

    [Fact]
    public async Task After_two_days_it_is_given_up_and_people_may_send_it_again_or_leave_it()
    {
        await _server.StopAsync();
        await _post.WriteAsync("p1");
        await _post.WriteAsync("p2");
        for (var hour = 0; hour < 49; hour++)
        {
            await _post.SendAsync();
            _clock.Advance(TimeSpan.FromHours(1));
        }
        (await _post.MessageAsync("p1")).State.ShouldBe(MessageState.GivenUp);
        (await _post.Ledger.UndeliveredAsync(Office.Place, Office.Staff, Ct)).ShouldBe(2);
        (await _post.Ledger.UndeliveredAsync(Office.Place, "p1", Ct)).ShouldBe(0, "not theirs to look after");

        await _server.StartAgainAsync();
        await _post.Deliveries.ResendAsync(Office.Place, Office.Staff, (await _post.MessageAsync("p1")).Id, Ct);
        await _post.Deliveries.StopAsync(Office.Place, Office.Staff, (await _post.MessageAsync("p2")).Id, Ct);
        await _post.SendAsync();

        _server.Mailbox().Single().To.ShouldBe(["p1@example.cn"]);
        (await _post.MessageAsync("p2")).State.ShouldBe(MessageState.Skipped);
        (await _post.Ledger.UndeliveredAsync(Office.Place, Office.Staff, Ct)).ShouldBe(0);
        await _post.AgreesAsync(_server);
        await using var db = _post.Office.Read();
        (await db.Audit.Where(entry => entry.Act.StartsWith("message-")).OrderBy(entry => entry.Seq).Select(entry => entry.Act).ToListAsync(Ct)).ShouldBe(["message-resent", "message-stopped"]);
    }

    [Fact]
    public async Task The_ledger_is_read_by_its_own_office_in_pages()
    {
        for (var number = 1; number <= 25; number++) await _post.WriteAsync("p1", $"第 {number} 件", number % 2 == 0 ? MessageKind.Reminder : MessageKind.Urge);
        await _post.AddressAsync("p1", "gone@example.cn");
        await _post.SendAsync();
        await _post.WriteAsync("p2", "等着的");

        var first = await _post.Ledger.ReadAsync(Office.Place, Office.Staff, new DeliveryFilter(), Ct);
        (first.Total.Number, first.Lines.Count, first.Waiting, first.GivenUp).ShouldBe((26, 20, 1, 25));
        (await _post.Ledger.ReadAsync(Office.Place, Office.Staff, new DeliveryFilter(Page: 2), Ct)).Lines.Count.ShouldBe(6);
        (await _post.Ledger.ReadAsync(Office.Place, Office.Staff, new DeliveryFilter(Kind: MessageKind.Reminder), Ct)).Total.Number.ShouldBe(12);
        (await _post.Ledger.ReadAsync(Office.Place, PostOffice.Admin, new DeliveryFilter(MessageState.Waiting, Text: "代表2"), Ct)).Lines.Single().Subject.ShouldBe("等着的");
        (await _post.Ledger.AttemptsAsync(Office.Place, Office.Staff, first.Lines[^1].Id, Ct)).Single().Address.ShouldBe("gone@example.cn");
        await Should.ThrowAsync<Runtime.NotAllowedException>(() => _post.Ledger.ReadAsync(Office.Place, "p1", new DeliveryFilter(), Ct));
        (await _post.Ledger.ReadAsync("elsewhere", "stranger", new DeliveryFilter(), Ct)).Total.Number.ShouldBe(0);
        await Should.ThrowAsync<Runtime.NotFoundException>(() => _post.Deliveries.ResendAsync("elsewhere", "stranger", first.Lines[0].Id, Ct));
    }
}

public sealed class SqliteOutboxTests : OutboxContract
{
    private protected override Task<DatabaseOptions> CreateAsync() => Databases.SqliteAsync();
}

public sealed class PostgresOutboxTests : OutboxContract
{
    private protected override Task<DatabaseOptions> CreateAsync() => Databases.PostgresAsync();
}

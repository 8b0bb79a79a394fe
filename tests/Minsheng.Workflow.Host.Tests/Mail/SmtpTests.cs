using System.Net;
using System.Net.Sockets;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Mail;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Mail;

/// <summary>Servers as they are, and what people are told about them.</summary>
public sealed class SmtpTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 11, 22, 2, 0, 0, TimeSpan.Zero));
    private DatabaseOptions _options = null!;
    private PostOffice _post = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _options = await Databases.SqliteAsync();
        // A patience of two seconds, so that a server that never answers is soon seen through.
        _post = await PostOffice.OpenAsync(_options, _clock, new() { ["Mail:Patience"] = "00:00:02" });
    }

    public async ValueTask DisposeAsync()
    {
        await _post.DisposeAsync();
        Databases.Delete(_options);
    }

    [Fact]
    public async Task A_lost_answer_is_followed_by_the_same_letter_which_can_be_told_by_its_Message_ID()
    {
        await using var server = await SmtpServer.StartAsync();
        await _post.ServerAsync(server);
        await _post.AddressAsync("p1", "lost@example.cn");
        await _post.AddressAsync("p2", "slow@example.cn");
        await _post.AddressAsync("p3", "never@example.cn");
        foreach (var person in (string[])["p1", "p2", "p3"]) await _post.WriteAsync(person);

        await _post.SendAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));
        await _post.SendAsync();

        (await _post.LedgerAsync()).ShouldBe("p1 Sent: Unknown Accepted; p2 Sent: Accepted; p3 Waiting: Unknown Unknown");
        (await _post.MessageAsync("p3")).LastError.ShouldBe("等了 2 秒，服务器没有答复，邮件可能已经收下；将用同一邮件编号再发。");
        var copies = server.Mailbox().Where(mail => mail.To[0] == "lost@example.cn").ToList();
        copies.Count.ShouldBe(2);
        copies[0].MessageId.ShouldBe(copies[1].MessageId);
        await _post.AgreesAsync(server);
    }

    [Fact]
    public async Task Signing_in_over_STARTTLS_works_and_a_wrong_password_is_called_one()
    {
        await using var server = await SmtpServer.StartAsync("renda", "qiang-mima", isEncrypted: true);
        MailSettings Good(MailSettings settings) => settings with { Encryption = MailEncryption.StartTls, User = "renda", Password = "qiang-mima", Fingerprint = server.Fingerprint };
        await _post.WriteAsync("p1");

        await _post.ServerAsync(server, settings => Good(settings) with { Password = "cuo" });
        await _post.SendAsync();
        (await _post.MessageAsync("p1")).LastError!.ShouldStartWith("服务器不认这个用户名和密码：请重新输入；QQ、163 等邮箱要用“授权码”代替密码");
        await SaysAsync(server, settings => Good(settings) with { Fingerprint = null }, "服务器 127.0.0.1 的证书不被信任：名称不符、过期或是自签的。");
        await SaysAsync(server, settings => Good(settings) with { Fingerprint = new string('A', 64) }, "服务器 127.0.0.1 的证书不被信任");
        await SaysAsync(server, settings => Good(settings) with { Encryption = MailEncryption.None }, "服务器要求加密：请把加密改为 STARTTLS。");
        await SaysAsync(server, settings => Good(settings) with { User = null, Password = null }, "服务器要求先登录：请填用户名和密码。");
        server.Mailbox().ShouldBeEmpty();
        _clock.Advance(TimeSpan.FromHours(1));

        // Saved anew, what waits is tried at once.
        await _post.ServerAsync(server, Good);
        await _post.SendAsync();
        server.Mailbox().Single().To.ShouldBe(["p1@example.cn"]);
        await _post.AgreesAsync(server);
    }

    [Fact]
    public async Task The_test_letter_explains_what_is_wrong()
    {
        await using var server = await SmtpServer.StartAsync();
        await SaysAsync(server, settings => settings with { Host = "no-such-host.invalid" }, "找不到服务器“no-such-host.invalid”：请核对名称");
        await SaysAsync(server, settings => settings with { Encryption = MailEncryption.StartTls }, $"服务器 127.0.0.1:{server.Port} 不支持 STARTTLS 加密：请换端口（一般是 587）");
        await _post.ServerAsync(server);
        (await _post.Desk.TestAsync(Office.Place, PostOffice.Admin, "relay@example.cn", Ct)).Detail.ShouldStartWith("服务器不肯代发到外面的地址：一般要先登录");
        (await _post.Desk.TestAsync(Office.Place, PostOffice.Admin, "gone@example.cn", Ct)).Detail.ShouldStartWith("收件地址被拒收，请核对地址。");

        // A port that waits for TLS says nothing at all.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        await SaysAsync(server, settings => settings with { Port = port }, $"连上了 127.0.0.1:{port}，但对方不说话：这个端口可能一连上就要加密（SSL，如 465），本平台不支持，请改用 587 和 STARTTLS。");
    }

    [Fact]
    public async Task A_server_at_fault_is_not_asked_again_for_each_of_those_who_wait()
    {
        await using var server = await SmtpServer.StartAsync();
        await _post.ServerAsync(server);
        for (var person = 1; person <= 9; person++) await _post.AddressAsync($"p{person}", $"relay{person}@example.cn");
        for (var person = 1; person <= 9; person++) await _post.WriteAsync($"p{person}");
        await _post.SendAsync();
        (await _post.LedgerAsync()).Split("; ").ShouldAllBe(line => line.EndsWith("Waiting: Failed"), "the settings are wrong, not the addresses: nobody is given up");
    }

    [Fact]
    public async Task Settings_are_the_system_administrator_s_and_their_password_is_never_shown()
    {
        await using var server = await SmtpServer.StartAsync();
        await Should.ThrowAsync<NotAllowedException>(() => _post.Desk.SetAsync(Office.Place, Office.Staff, new MailSettings(), Ct));
        await Should.ThrowAsync<NotAllowedException>(() => _post.Desk.TestAsync(Office.Place, Office.Staff, "a@example.cn", Ct));
        await _post.ServerAsync(server, settings => settings with { User = "renda", Password = "mimi-1234" });

        var (shown, hasPassword) = await _post.Desk.ReadAsync(Office.Place, PostOffice.Admin, Ct);
        (shown.Password, hasPassword).ShouldBe((null, true));
        await _post.Desk.SetAsync(Office.Place, PostOffice.Admin, shown with { SenderName = "县人大办" }, Ct);
        (await _post.Settings.ReadAsync(Ct)).Password.ShouldBe("mimi-1234", "not typed again, not changed");
        (await Should.ThrowAsync<FormRefusedException>(() => _post.Desk.SetAsync(Office.Place, PostOffice.Admin, shown with { Host = "evil.example.cn" }, Ct)))
            .Problems.Single().Sentence.ShouldBe("服务器或用户名改了，密码要重新输入。");
        (await EverythingStoredAsync()).ShouldNotContain("mimi-1234");
    }

    [Theory]
    [InlineData("host", "http://smtp.example.cn")]
    [InlineData("host", "")]
    [InlineData("port", "465")]
    [InlineData("port", "0")]
    [InlineData("senderAddress", "minsheng.example.cn")]
    [InlineData("senderAddress", "a@example.cn\r\nBcc: b@example.cn")]
    [InlineData("senderName", "人大办\r\nBcc: b@example.cn")]
    [InlineData("publicAddress", "javascript:alert(1)")]
    [InlineData("publicAddress", "minsheng.example.gov.cn")]
    [InlineData("retries", "1、0")]
    [InlineData("retries", "常常")]
    [InlineData("fingerprint", "AB:CD")]
    [InlineData("user", "a\nb")]
    public void Bad_settings_are_refused_with_a_sentence_beside_the_field(string field, string value)
    {
        var good = new MailSettings { Transport = MailTransport.Server, Host = "smtp.example.cn", SenderAddress = "minsheng@example.cn" };
        good.Checked().Problems.ShouldBeEmpty();
        var bad = field switch
        {
            "host" => good with { Host = value },
            "port" => good with { Port = int.Parse(value, System.Globalization.CultureInfo.InvariantCulture) },
            "senderAddress" => good with { SenderAddress = value },
            "senderName" => good with { SenderName = value },
            "publicAddress" => good with { PublicAddress = value },
            "retries" => good with { Retries = value },
            "fingerprint" => good with { Fingerprint = value },
            _ => good with { User = value },
        };
        var problem = bad.Checked().Problems.ShouldHaveSingleItem();
        problem.Path.ShouldBe(field);
        problem.Sentence.ShouldEndWith("。");
    }

    [Fact]
    public async Task Subjects_stay_one_line_and_what_is_too_big_is_refused_when_it_is_written()
    {
        await using var server = await SmtpServer.StartAsync();
        await _post.ServerAsync(server);
        await _post.WriteAsync("p1", "催办：通村公路\r\nBcc: evil@example.cn\r\n\r\n正文");
        var refused = await Should.ThrowAsync<RefusedException>(() => _post.WriteAsync("p2", "月报", text: new string('图', 30 * 1024 * 1024 / 3)));
        refused.Message.ShouldBe("“月报”的内容超过 2 MB，邮件服务器一般不收，请去掉大图或缩短内容后再发。");

        await _post.SendAsync();

        var mail = server.Mailbox().Single();
        mail.Subject.ShouldBe("催办：通村公路  Bcc: evil@example.cn    正文");
        mail.Headers.ShouldNotContain("Bcc");
        mail.To.ShouldBe(["p1@example.cn"]);
    }

    [Fact]
    public async Task The_folder_takes_letters_as_files_and_a_site_without_mail_says_so()
    {
        await _post.WriteAsync("p1");
        await _post.SendAsync();
        (await _post.MessageAsync("p1")).ShouldSatisfyAllConditions(
            message => message.State.ShouldBe(MessageState.Skipped),
            message => message.LastError.ShouldBe("本站没有设置发邮件；系统管理员在“管理 → 邮件”设好后可以重发。"));

        var folder = Directory.CreateTempSubdirectory("minsheng-eml").FullName;
        await using var post = PostOffice.Of(_options, _clock, new() { ["Mail:Transport"] = "Folder", ["Mail:Folder"] = folder });
        await post.Deliveries.ResendAsync(Office.Place, Office.Staff, (await post.MessageAsync("p1")).Id, Ct);
        await post.SendAsync();
        var file = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ShouldHaveSingleItem();
        Path.GetFileName(file).ShouldBe($"{(await post.MessageAsync("p1")).Id}.eml");
        (await File.ReadAllTextAsync(file, Ct)).ShouldContain("To: =?utf-8?");
        Directory.Delete(folder, recursive: true);
    }

    private async Task SaysAsync(SmtpServer server, Func<MailSettings, MailSettings> with, string sentence)
    {
        await _post.ServerAsync(server, with);
        var outcome = await _post.Desk.TestAsync(Office.Place, PostOffice.Admin, "admin@example.cn", Ct);
        outcome.Result.ShouldNotBe(DeliveryResult.Accepted);
        outcome.Detail.ShouldStartWith(sentence);
    }

    private async Task<string> EverythingStoredAsync()
    {
        await using var db = _post.Office.Read();
        return string.Join('\n', db.Settings.Select(row => row.Value).ToList().Concat(db.PlaceSettings.Select(row => row.Value).ToList()).Concat(db.Audit.Select(row => row.DetailsJson).ToList()).Concat(db.Deliveries.Select(row => row.Detail + row.Address).ToList()));
    }
}

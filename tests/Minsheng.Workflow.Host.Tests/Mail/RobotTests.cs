using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Mail;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Mail;

/// <summary>群机器人, against a server that answers as they do.</summary>
public sealed class RobotTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 11, 22, 2, 0, 0, TimeSpan.Zero));
    private readonly List<(string Query, JsonElement Body)> _said = [];
    private string _answer = """{"errcode":0,"errmsg":"ok"}""";
    private WebApplication _group = null!;
    private DatabaseOptions _options = null!;
    private PostOffice _post = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Address => $"{_group.Urls.Single()}/cgi-bin/webhook/send?key=qun-de-miyao";

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _group = builder.Build();
        _group.Run(async context =>
        {
            _said.Add((context.Request.QueryString.Value!, (await JsonDocument.ParseAsync(context.Request.Body)).RootElement.Clone()));
            await context.Response.WriteAsync(_answer);
        });
        await _group.StartAsync(Ct);
        _options = await Databases.SqliteAsync();
        _post = await PostOffice.OpenAsync(_options, _clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _group.DisposeAsync();
        await _post.DisposeAsync();
        Databases.Delete(_options);
    }

    [Fact]
    public async Task The_group_is_told_a_matter_once_and_only_of_the_kinds_it_is_for()
    {
        await _post.RobotDesk.SetAsync(Office.Place, Office.Staff, new Robot { Address = Address }, Ct);
        foreach (var person in (string[])["p1", "p2", "p3"]) await _post.WriteAsync(person, key: $"urge/t1/1/{person}");
        await _post.WriteAsync("p1", "事项", MessageKind.Notice);
        await _post.SendAsync();

        _said.Count.ShouldBe(1);
        _said[0].Body.GetProperty("msgtype").GetString().ShouldBe("markdown");
        _said[0].Body.GetProperty("markdown").GetProperty("content").GetString().ShouldBe("**催办：通村公路**\n\n周文静催办“通村公路”，请尽快办理。");
        await using var db = _post.Office.Read();
        (await db.Deliveries.SingleAsync(line => line.Channel == MessageChannel.Webhook, Ct)).Detail.ShouldBe("机器人 127.0.0.1 已收下。");
        (await db.PlaceSettings.SingleAsync(Ct)).Value.ShouldNotContain("qun-de-miyao");
        string.Concat(await db.Deliveries.Select(line => line.Address + line.Detail).Concat(db.Audit.Select(entry => entry.DetailsJson)).ToListAsync(Ct)).ShouldNotContain("qun-de-miyao");
    }

    [Fact]
    public async Task A_refusal_is_explained_and_tried_again()
    {
        await _post.RobotDesk.SetAsync(Office.Place, Office.Staff, new Robot { Address = Address }, Ct);
        _answer = """{"errcode":93000,"errmsg":"invalid webhook url"}""";
        await _post.WriteAsync("p1");
        await _post.SendAsync();
        (await _post.MessageAsync("")).ShouldSatisfyAllConditions(
            message => message.State.ShouldBe(MessageState.Waiting),
            message => message.LastError.ShouldBe("机器人地址已失效，请在群里重新添加机器人，再把新地址填到设置里。对方答复：93000 invalid webhook url"));
        _answer = """{"errcode":0,"errmsg":"ok"}""";
        _clock.Advance(TimeSpan.FromMinutes(1));
        await _post.SendAsync();
        (await _post.MessageAsync("")).State.ShouldBe(MessageState.Sent);

        _answer = "<html>";
        (await _post.RobotDesk.TestAsync(Office.Place, Office.Staff, Ct)).Detail.ShouldBe("127.0.0.1 的答复看不懂，它可能不是机器人地址，请核对。");
    }

    [Fact]
    public async Task DingTalk_gets_a_title_and_its_signature()
    {
        await _post.RobotDesk.SetAsync(Office.Place, Office.Staff, new Robot { Format = RobotFormat.DingTalk, Address = Address, Secret = "SECmi", Kinds = [MessageKind.Urge] }, Ct);
        (await _post.RobotDesk.TestAsync(Office.Place, Office.Staff, Ct)).Result.ShouldBe(DeliveryResult.Accepted);

        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(_said.Single().Query);
        var time = _clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        query["timestamp"].ToString().ShouldBe(time);
        query["sign"].ToString().ShouldBe(Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes("SECmi"), Encoding.UTF8.GetBytes($"{time}\nSECmi"))));
        _said[0].Body.GetProperty("markdown").GetProperty("title").GetString().ShouldBe("测试：民生实事票决工作平台能不能发出消息");
    }

    [Fact]
    public async Task Long_texts_are_cut_to_what_a_robot_takes()
    {
        await _post.RobotDesk.SetAsync(Office.Place, Office.Staff, new Robot { Address = Address }, Ct);
        await _post.WriteAsync("p1", text: new string('长', 5000));
        await _post.SendAsync();
        Encoding.UTF8.GetByteCount(_said.Single().Body.GetProperty("markdown").GetProperty("content").GetString()!).ShouldBeLessThan(4096);
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x")]
    [InlineData("http://8.8.8.8/send")]
    [InlineData("http://172.32.0.1/send")]
    [InlineData("ftp://10.0.0.1/send")]
    [InlineData("https://user:secret@example.cn/send")]
    [InlineData("weixin.qq.com")]
    public async Task Addresses_that_would_carry_the_secret_in_the_open_are_refused(string address) =>
        (await Should.ThrowAsync<FormRefusedException>(() => _post.RobotDesk.SetAsync(Office.Place, Office.Staff, new Robot { Address = address }, Ct))).Problems.Single().Path.ShouldBe("address");

    [Theory]
    [InlineData("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x")]
    [InlineData("http://10.1.2.3/send")]
    [InlineData("http://172.16.0.1/send")]
    [InlineData("http://192.168.1.1:8080/send")]
    public void Addresses_on_the_own_network_may_do_without_encryption(string address) => new Robot { Address = address }.Checked().Problems.ShouldBeEmpty();

    [Fact]
    public async Task Only_whoever_manages_the_place_sets_its_robot()
    {
        await Should.ThrowAsync<NotAllowedException>(() => _post.RobotDesk.SetAsync(Office.Place, "p1", new Robot { Address = Address }, Ct));
        await Should.ThrowAsync<NotAllowedException>(() => _post.RobotDesk.TestAsync(Office.Place, "stranger", Ct));
    }
}

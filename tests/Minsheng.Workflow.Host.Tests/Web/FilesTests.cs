using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Files;

namespace Minsheng.Workflow.Host.Tests.Web;

/// <summary>What is handed in with forms.</summary>
public sealed class FilesTests(TwoCounties counties) : IClassFixture<TwoCounties>
{
    private const int Megabyte = 1024 * 1024;

    private static readonly byte[] Picture = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. "not much of a picture"u8];
    private static readonly byte[] Paper = [.. "%PDF-1.7 "u8, .. "整改报告"u8];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_kept_once_and_comes_back_byte_for_byte()
    {
        var clerk = await counties.AsAsync(TwoCounties.Clerk);
        var first = await UploadAsync(clerk, "现场.png", Picture);
        (await UploadAsync(await counties.AsAsync(TwoCounties.Deputy), "another name.PNG", Picture)).ShouldBe(first);

        var answer = await clerk.GetAsync($"/api/v1/files/{first}");
        (await answer.Content.ReadAsByteArrayAsync(Ct)).ShouldBe(Picture);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        answer.Content.Headers.ContentDisposition.ShouldBeNull("a picture is shown on the page");
        answer.Headers.CacheControl!.ToString().ShouldContain("no-cache");
        await using (var db = counties.Open())
        {
            (await db.Files.Select(row => row.Name).SingleAsync(name => name == "现场.png", Ct)).ShouldNotBeNull();
            (await db.Audit.CountAsync(entry => entry.Act == "file-uploaded" && entry.Subject == first, Ct)).ShouldBe(1);
        }

        var report = await UploadAsync(clerk, "C:\\桌面\\整改报告.docx", Zip("word/document.xml"));
        var download = await clerk.GetAsync($"/api/v1/files/{report}");
        download.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment", "nothing but pictures opens inside the site");
        download.Content.Headers.ContentDisposition.FileNameStar.ShouldBe("整改报告.docx");
    }

    [Theory]
    [InlineData("病毒.exe", "MZ", "file-kind", "“病毒.exe”这种文件不能上传，请换成 PDF、JPG、PNG、Word（docx）或 Excel（xlsx）文件。")]
    [InlineData("图.svg", "<svg onload='alert(1)'/>", "file-kind", "“图.svg”这种文件不能上传")]
    [InlineData("没有扩展名", "%PDF-", "file-kind", "“没有扩展名”这种文件不能上传")]
    [InlineData("网页.pdf", "<script>alert(1)</script>", "file-content", "文件“网页.pdf”的内容和扩展名不符，可能损坏了或改过名，请用原来的软件另存后再传。")]
    [InlineData("照片.jpg", "%PDF-1.7", "file-content", "文件“照片.jpg”的内容和扩展名不符")]
    [InlineData("报告.docx", "PK\u0003\u0004 and nothing behind", "file-content", "文件“报告.docx”的内容和扩展名不符")]
    [InlineData("空.pdf", "", "file-empty", "文件“空.pdf”是空的，请检查后重新选择。")]
    public async Task What_cannot_be_kept_is_refused_with_the_reason_and_the_way_out(string name, string content, string code, string sentence)
    {
        var clerk = await counties.AsAsync(TwoCounties.Clerk);
        var refused = await clerk.PostBytesAsync($"/api/v1/files?name={Uri.EscapeDataString(name)}", Encoding.Latin1.GetBytes(content)).ShouldRefuseAsync(HttpStatusCode.Conflict, code);
        refused.GetProperty("title").GetString()!.ShouldStartWith(sentence);
    }

    [Fact]
    public async Task A_spreadsheet_called_a_text_is_refused_and_so_is_one_byte_too_many()
    {
        var clerk = await counties.AsAsync(TwoCounties.Clerk);
        await clerk.PostBytesAsync("/api/v1/files?name=a.docx", Zip("xl/workbook.xml")).ShouldRefuseAsync(HttpStatusCode.Conflict, "file-content");
        await clerk.PostBytesAsync("/api/v1/files", Picture).ShouldRefuseAsync(HttpStatusCode.Conflict, "file-kind");
        byte[] full = [.. Picture, .. new byte[10 * Megabyte - Picture.Length]];
        await UploadAsync(clerk, "full.png", full);
        (await clerk.PostBytesAsync("/api/v1/files?name=big.png", [.. full, 0]).ShouldRefuseAsync(HttpStatusCode.Conflict, "file-too-big"))
            .GetProperty("title").GetString().ShouldBe("文件“big.png”有 10.0 MB，超过上限 10 MB，请压缩后再传。");
    }

    [Fact]
    public async Task Another_countys_file_does_not_exist_and_cannot_be_handed_in()
    {
        var file = await UploadAsync(await counties.AsAsync(TwoCounties.Neighbour), "邻县.png", [.. Picture, 7]);
        var clerk = await counties.AsAsync(TwoCounties.Clerk);
        await clerk.GetAsync($"/api/v1/files/{file}").ShouldRefuseAsync(HttpStatusCode.NotFound, "not-found");
        var task = await counties.TaskAsync(Flow("far-file"), "far-file");
        var refused = await clerk.PostAsync($"/api/v1/tasks/{task}/act", new { outcome = "Done", values = new { photos = new[] { file } } }).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "form-invalid");
        refused.GetProperty("problems")[0].GetProperty("sentence").GetString().ShouldBe("“现场照片”中有一个文件没有上传成功，请删去后重新上传。");
        await using var db = counties.Open();
        (await db.TaskActs.AnyAsync(act => act.TaskId == task, Ct)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_form_takes_pictures_where_it_asks_for_pictures_and_shows_what_was_handed_in()
    {
        var clerk = await counties.AsAsync(TwoCounties.Clerk);
        var (picture, paper) = (await UploadAsync(clerk, "整改后.png", [.. Picture, 1]), await UploadAsync(clerk, "报告.pdf", Paper));
        var task = await counties.TaskAsync(Flow("pictures"), "pictures");
        foreach (var (values, path, sentence) in new (object, string, string)[]
        {
            (new { photos = Array.Empty<string>() }, "photos", "“现场照片”必填。"),
            (new { photos = new[] { paper } }, "photos", "“现场照片”只收 JPG、PNG 照片，“报告.pdf”不是照片。"),
            (new { photos = new[] { picture }, list = new[] { new { what = "一", proof = new[] { "0000" } } } }, "list[0].proof", "“凭据”中有一个文件没有上传成功，请删去后重新上传。"),
        })
        {
            var problem = (await clerk.PostAsync($"/api/v1/tasks/{task}/act", new { outcome = "Done", values }).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "form-invalid")).GetProperty("problems").EnumerateArray().ShouldHaveSingleItem();
            (problem.GetProperty("path").GetString(), problem.GetProperty("sentence").GetString()).ShouldBe((path, sentence));
        }

        await clerk.PostAsync($"/api/v1/tasks/{task}/act", new { outcome = "Done", values = new { photos = new[] { picture }, list = new[] { new { what = "一", proof = new[] { paper } } } } }).ShouldBeAsync(HttpStatusCode.NoContent);

        var entries = (await clerk.ReadAsync($"/api/v1/tasks/{task}")).GetProperty("opinions")[0].GetProperty("entries").EnumerateArray().ToList();
        entries.Select(entry => entry.GetProperty("files")[0].GetProperty("name").GetString()).ShouldBe(["整改后.png", "报告.pdf"]);
        entries[0].GetProperty("text").GetString().ShouldBe("", "an id is nothing to read");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("26")]
    [InlineData("很大")]
    public void A_limit_that_cannot_be_meant_stops_the_start(string value)
    {
        Should.Throw<RefusedException>(() => FileLimit.Read(Settings(value))).Message.ShouldBe($"设置 Files:MaxMegabytes 的值“{value}”不对，应为 1 到 25 的整数（兆字节）。");
        FileLimit.Read(Settings("25")).Bytes.ShouldBe(25 * Megabyte);
    }

    private static IConfiguration Settings(string value) => new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>("Files:MaxMegabytes", value)]).Build();

    private static byte[] Flow(string id) => Flows.Sequence(id, Flows.Step("Minsheng.HumanTask", "t",
        ("title", "整改"), ("assignees", new JsonArray(new JsonObject { ["person"] = TwoCounties.Clerk })),
        ("form", JsonNode.Parse("""
            {"fields":[
              {"name":"photos","label":"现场照片","type":"photo","required":true},
              {"name":"list","label":"清单","type":"table","columns":[{"name":"what","label":"事项"},{"name":"proof","label":"凭据","type":"attachment"}]}]}
            """)!)));

    private static async Task<string> UploadAsync(Visitor visitor, string name, byte[] bytes)
    {
        var answer = await visitor.PostBytesAsync($"/api/v1/files?name={Uri.EscapeDataString(name)}", bytes);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Ct));
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("id").GetString()!;
    }

    private static byte[] Zip(string part)
    {
        var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        using (var writer = new StreamWriter(archive.CreateEntry(part).Open())) writer.Write("<x/>");
        return buffer.ToArray();
    }
}

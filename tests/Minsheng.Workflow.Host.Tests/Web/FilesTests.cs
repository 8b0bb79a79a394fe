using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Files;
using Minsheng.Workflow.Runtime.Settings;
using Minsheng.Workflow.Runtime.Storage.Rows;
using Minsheng.Workflow.Runtime.Tasks;

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

    [Fact]
    public async Task A_small_picture_stands_for_a_photograph_and_only_a_small_picture()
    {
        var clerk = await counties.AsAsync(TwoCounties.Clerk);
        byte[] small = Png(320, 240), photograph = [.. Picture, 21];
        var id = await SendAsync(clerk, "工地.png", photograph, small);
        (await (await clerk.GetAsync($"/api/v1/files/{id}/thumbnail")).Content.ReadAsByteArrayAsync(Ct)).ShouldBe(small);
        (await (await clerk.GetAsync($"/api/v1/files/{id}")).Content.ReadAsByteArrayAsync(Ct)).ShouldBe(photograph);
        await (await counties.AsAsync(TwoCounties.Neighbour)).GetAsync($"/api/v1/files/{id}/thumbnail").ShouldRefuseAsync(HttpStatusCode.NotFound, "not-found");

        foreach (var (seed, wrong) in new[] { "<script>alert(1)</script>"u8.ToArray(), Png(4000, 10), Png(0, 10), [.. Png(10, 10), .. new byte[64 * 1024]], [0xFF, 0xD8, 0xFF, 0xE0, 0, 0] }.Index())
        {
            byte[] bytes = [.. Picture, 30, (byte)seed];
            var shown = await clerk.GetAsync($"/api/v1/files/{await SendAsync(clerk, "工地.png", bytes, wrong)}/thumbnail");
            (await shown.Content.ReadAsByteArrayAsync(Ct)).ShouldBe(bytes, "the photograph itself is shown instead");
            shown.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        }
        await clerk.GetAsync($"/api/v1/files/{await SendAsync(clerk, "文.pdf", [.. Paper, 3], small)}/thumbnail").ShouldRefuseAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_place_that_has_a_quota_is_told_when_it_is_full()
    {
        var clerk = await counties.AsAsync(TwoCounties.Neighbour);
        await SetAsync(TwoCounties.There, PlaceSettings.FileQuota.Name, "1");
        var id = await UploadAsync(clerk, "一.png", [.. Picture, .. new byte[600 * 1024]]);
        var refused = await clerk.PostBytesAsync("/api/v1/files?name=%E4%BA%8C.png", [.. Picture, .. new byte[500 * 1024]]).ShouldRefuseAsync(HttpStatusCode.Conflict, "files-full");
        refused.GetProperty("title").GetString().ShouldStartWith("本地附件已用 0.6 MB，上限 1 MB，放不下“二.png”，请联系系统管理员");
        (await UploadAsync(clerk, "同一个.png", [.. Picture, .. new byte[600 * 1024]])).ShouldBe(id, "what is here already takes no room");
        await SetAsync(TwoCounties.There, PlaceSettings.FileQuota.Name, "很大");
        await UploadAsync(clerk, "二.png", [.. Picture, .. new byte[500 * 1024]]);
    }

    [Fact]
    public async Task Uploads_that_were_never_handed_in_go_after_a_while_and_nothing_else_does()
    {
        var clerk = await counties.AsAsync(TwoCounties.Clerk);
        var (handedIn, drafted, fresh, stray) = (await UploadAsync(clerk, "交.png", [.. Picture, 41]), await UploadAsync(clerk, "稿.png", [.. Picture, 42]), await UploadAsync(clerk, "新.png", [.. Picture, 43]), await UploadAsync(clerk, "弃.png", [.. Picture, 44]));
        var task = await counties.TaskAsync(Flow("sweep"), "sweep");
        await clerk.PostAsync($"/api/v1/tasks/{task}/act", new { outcome = "Done", values = new { photos = new[] { handedIn } } }).ShouldBeAsync(HttpStatusCode.NoContent);
        await counties.Services.GetRequiredService<DraftDesk>().SaveAsync(TwoCounties.Here, TwoCounties.Clerk, "task/x", "{\"values\":{\"photos\":[\"" + drafted + "\"]}}", Ct);
        await using var db = counties.Open();
        var old = TimeProvider.System.GetUtcNow().AddDays(-31);
        string[] aged = [handedIn, drafted, stray];
        await db.Files.Where(row => aged.Contains(row.Digest)).ExecuteUpdateAsync(set => set.SetProperty(row => row.Uploaded, old), Ct);
        var sweep = counties.Services.GetRequiredService<FileSweep>();

        await SetAsync(TwoCounties.Here, PlaceSettings.KeepUnused.Name, "60");
        (await sweep.RunAsync(all: true, Ct)).ShouldBe(0, "the place keeps them for sixty days");
        await SetAsync(TwoCounties.Here, PlaceSettings.KeepUnused.Name, "30");
        (await sweep.RunAsync(all: true, Ct)).ShouldBe(1);

        (await db.Files.AsNoTracking().Where(row => aged.Contains(row.Digest) || row.Digest == fresh).Select(row => row.Digest).ToListAsync(Ct)).ShouldBe([handedIn, drafted, fresh], ignoreOrder: true);
        (await db.Audit.CountAsync(entry => entry.Act == "file-dropped" && entry.Subject == stray, Ct)).ShouldBe(1);
        (await sweep.RunAsync(all: false, Ct)).ShouldBe(0);
    }

    [Fact]
    public async Task People_units_and_places_of_elsewhere_cannot_be_named_and_read_only_fields_cannot_be_forged()
    {
        var clerk = await counties.AsAsync(TwoCounties.Clerk);
        var task = await counties.TaskAsync(Flows.Sequence("names", Flows.Step("Minsheng.HumanTask", "t",
            ("title", "指定"), ("assignees", new JsonArray(new JsonObject { ["person"] = TwoCounties.Clerk })),
            ("form", JsonNode.Parse("""
                {"fields":[
                  {"name":"who","label":"责任人","type":"person"},{"name":"unit","label":"单位","type":"unit"},{"name":"where","label":"地点","type":"region"},
                  {"name":"sign","label":"签名","type":"signature"},{"name":"budget","label":"原投资","type":"money","default":1280,"readOnly":true},{"name":"secret","label":"内部","default":"甲","hidden":true},
                  {"name":"list","label":"分工","type":"table","columns":[{"name":"who","label":"谁","type":"person"}]},{"name":"text","label":"正文","type":"richText"}]}
                """)!))), "names");
        var paper = await UploadAsync(clerk, "签.pdf", [.. Paper, 9]);
        foreach (var (values, path, sentence) in new (object, string, string)[]
        {
            (new { who = TwoCounties.Neighbour }, "who", "“责任人”所选的人不在本地名册里，请重新选择。"),
            (new { unit = "nowhere" }, "unit", "“单位”所选的单位不在本地名册里，请重新选择。"),
            (new { where = new { region = TwoCounties.There } }, "where", "“地点”所选的乡镇（街道）不属于本地，请重新选择。"),
            (new { list = new[] { new { who = TwoCounties.Neighbour } } }, "list[0].who", "“谁”所选的人不在本地名册里，请重新选择。"),
            (new { sign = paper }, "sign", "“签名”只收 JPG、PNG 照片，“签.pdf”不是照片。"),
        })
        {
            var problem = (await clerk.PostAsync($"/api/v1/tasks/{task}/act", new { outcome = "Done", values }).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "form-invalid")).GetProperty("problems").EnumerateArray().ShouldHaveSingleItem();
            (problem.GetProperty("path").GetString(), problem.GetProperty("sentence").GetString()).ShouldBe((path, sentence));
        }

        await clerk.PostAsync($"/api/v1/tasks/{task}/act", new
        {
            outcome = "Done",
            values = new { who = TwoCounties.Deputy, where = new { region = TwoCounties.Here, village = "<script>alert(1)</script>" }, budget = 1, secret = "乙", list = new[] { new { who = TwoCounties.Chair } }, text = "<p onclick='x'>一<script>alert(1)</script><b>二</b></p>" },
        }).ShouldBeAsync(HttpStatusCode.NoContent);
        await using var db = counties.Open();
        var stored = JsonDocument.Parse(await db.TaskActs.Where(act => act.TaskId == task).Select(act => act.ValuesJson).SingleAsync(Ct)).RootElement;
        stored.GetProperty("budget").GetDecimal().ShouldBe(1280);
        stored.TryGetProperty("secret", out _).ShouldBeFalse();
        stored.GetProperty("text").GetString().ShouldBe("<p>一<strong>二</strong></p>");
        var entries = (await clerk.ReadAsync($"/api/v1/tasks/{task}")).GetProperty("opinions")[0].GetProperty("entries").EnumerateArray().ToDictionary(entry => entry.GetProperty("label").GetString()!, entry => entry.GetProperty("text").GetString());
        (entries["责任人"], entries["地点"], entries["分工"], entries["正文"]).ShouldBe(("代表甲", "柞水县<script>alert(1)</script>", "谁 郑主持", "一二"));
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

    /// <summary>As the pages send a photograph.</summary>
    private static async Task<string> SendAsync(Visitor visitor, string name, byte[] bytes, byte[] thumbnail)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(thumbnail), "thumbnail", "small.jpg" }, { new ByteArrayContent(bytes), "file", "x" } };
        var answer = await visitor.PostContentAsync($"/api/v1/files?name={Uri.EscapeDataString(name)}", form);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Ct));
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("id").GetString()!;
    }

    private static byte[] Png(int width, int height)
    {
        var head = new byte[24];
        Picture[..8].CopyTo(head, 0);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(20), height);
        return head;
    }

    private async Task SetAsync(string place, string name, string value)
    {
        await using var db = counties.Open();
        await db.PlaceSettings.Where(row => row.JurisdictionId == place && row.Name == name).ExecuteDeleteAsync(Ct);
        db.Add(new PlaceSettingRow { JurisdictionId = place, Name = name, Value = value });
        await db.SaveChangesAsync(Ct);
    }

    private static byte[] Zip(string part)
    {
        var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        using (var writer = new StreamWriter(archive.CreateEntry(part).Open())) writer.Write("<x/>");
        return buffer.ToArray();
    }
}

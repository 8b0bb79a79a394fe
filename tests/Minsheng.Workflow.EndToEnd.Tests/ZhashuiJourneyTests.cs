using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using Minsheng.Workflow.EndToEnd.Tests.Harness;

namespace Minsheng.Workflow.EndToEnd.Tests;

/// <summary>One year of 柞水 as its people live it: from the start of the cycle over the secret vote to the second monthly report.</summary>
public sealed class ZhashuiJourneyTests(Browser browser) : IClassFixture<Browser>
{
    private const int Candidates = 12, Seats = 10, Deputies = 9, Quorum = 6;
    private const string ChairWords = "青山不老-2026", ScrutineerWords = "绿水长流-2026";
    private const string Dropped = "给一家公司门口修路";

    private static readonly string[] Titles =
    [
        "城区老旧供水管网改造", "农村饮水安全巩固提升", "乡镇卫生院中医馆建设", "县城第二公办幼儿园", "镇村日间照料中心", "通村公路安全防护",
        "困难老人家庭适老化改造", "农村生活污水治理", "校园食堂明厨亮灶", "公共停车场和充电设施", "农贸市场标准化改造", "县城北段滨河步道亮化", Dropped,
    ];

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private static string Today => TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private readonly Dictionary<string, Person> _people = [];
    private readonly Dictionary<int, string> _receipts = [];
    private string _cycle = "";

    private Person Clerk => Who("renda");
    private Person Government => Who("zhengfu");
    private Person Party => Who("dangwei");
    private Person Chair => Who("zhuren");
    private Person Scrutineer => Who("daibiao9");

    [Fact]
    public async Task From_the_first_proposal_to_the_second_monthly_report()
    {
        try
        {
            await LiveTheYearAsync();
        }
        catch (Exception)
        {
            foreach (var (account, person) in _people.Where(known => known.Value.HasPage)) await person.Page.ShootAsync($"journey-failed-{account}");
            throw;
        }
    }

    private async Task LiveTheYearAsync()
    {
        await StartTheYearAsync();
        await CollectAsync();
        await ScreenAsync();
        await ThreeReviewsAsync();
        await PrepareTheSessionAsync();
        var ballot = await OpenTheBoxAsync();
        await CastAsync(ballot, 1, 4);
        await LoseAndRegainPowerAsync(ballot);
        await CastAsync(ballot, 5, Deputies);
        await CloseAndCountAsync(ballot);
        await PlanAsync();
        await SuperviseAsync();
    }

    private async Task StartTheYearAsync()
    {
        var page = await Clerk.GoAsync("/cycles");
        await page.GetByRole(AriaRole.Button, new() { Name = "启动周期" }).First.ClickAsync();
        await page.Locator("#procedure").SelectOptionAsync("zhashui-three-reviews");
        await page.Locator("#year").SelectOptionAsync(new SelectOptionValue { Index = 0 });
        await page.GetByRole(AriaRole.Button, new() { Name = "启动", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "确认启动" }).ClickAsync();
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath.StartsWith("/cycles/", StringComparison.Ordinal));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("柞水县");
        _cycle = new Uri(page.Url).AbsolutePath.Split('/')[^1];
        await page.ShootAsync("journey-01-started");
    }

    private async Task CollectAsync()
    {
        await Party.ActAsync("登记县委关于票决制的实施意见", "已印发", person => person.FillAsync(("文号", "柞发〔2025〕8号"), ("印发日期", "2025-09-01"), ("主要内容", "按往年意见执行。")));

        var page = await Who("daibiao1").GoAsync("/pool/new");
        await Who("daibiao1").FillAsync(("建议名称", Titles[0]), ("领域", "市政建设"), ("主要内容", "更换老旧管网 12 公里，解决低压和水质问题。"), ("地点", "乾佑街道"), ("投资概算", "1280"), ("为什么要办", "管网使用三十多年，爆管频繁。"));
        await page.GetByLabel("网络", new() { Exact = true }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "提交", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("建议已收到，编号")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("回执号")).ToBeVisibleAsync();

        foreach (var (index, title) in Titles.Index().Skip(1))
        {
            var proposer = Who($"daibiao{index % 7 + 1}");
            await proposer.GoAsync("/pool");
            await proposer.CallAsync("items", new
            {
                cycleId = _cycle, title, content = $"{title}，当年完成。", domain = "公共服务", place = "全县", reason = "群众反映集中。",
                amount = 200 + index * 10, channel = "走访调研", proposerName = $"群众{index}",
            });
        }
        page = await Government.GoAsync("/pool");
        await Assertions.Expect(page.GetByText(Titles[5])).ToBeVisibleAsync();
        await Government.ActAsync("广泛征集", "结束征集");
    }

    private async Task ScreenAsync()
    {
        await Who("daibiao2").ActAsync("人大代表研判", "完成", person => person.AllAsync("建议列入"));
        await Who("zhuanjia1").ActAsync("有关专家研判", "完成", person => person.AllAsync("建议列入"));
        await Government.ActAsync("联席会议筛选", "完成", async person =>
        {
            await person.Page.Locator(".rvlist button").Filter(new() { HasText = Dropped }).ClickAsync();
            var row = person.Page.Locator(".verdicts");
            await Assertions.Expect(person.Page.Locator(".rvone")).ToContainTextAsync(Dropped);
            await row.GetByRole(AriaRole.Button, new() { Name = "不采纳", Exact = true }).ClickAsync();
            await row.GetByLabel("理由").FillAsync("只解决个别单位的需求，不作为推荐项目。");
            await row.GetByLabel("理由").BlurAsync();
            await person.AllAsync("列入初选");
        });
    }

    private async Task ThreeReviewsAsync()
    {
        foreach (var (person, body) in ((Person, string)[])[(Government, "县政府常务会议审核"), (Party, "县委常委会会议审定"), (Clerk, "县人大常委会会议审查")])
            await ReviewAsync(person, body);
        var page = await Clerk.GoAsync($"/cycles/{_cycle}");
        await Assertions.Expect(page.GetByText("登记票决办法表决情况").First).ToBeVisibleAsync();
        await page.ShootAsync("journey-02-reviewed");
    }

    private static Task ReviewAsync(Person person, string body) => person.ActAsync(body, "通过", async secretary =>
    {
        await secretary.FillAsync(("会议日期", Today), ("出席人数", "5"));
        await secretary.AllAsync("通过");
    });

    private async Task PrepareTheSessionAsync()
    {
        await Clerk.ActAsync("登记票决办法表决情况", "审议通过", person => person.FillAsync(
            ("会议日期", Today), ("应到代表", "9"), ("实到代表", "9"), ("赞成", "9"), ("反对", "0"), ("弃权", "0")));
        await Government.ActAsync("向大会说明候选项目", "已作说明", person => person.FillAsync(
            ("确定过程", "经征集、研判和三审确定。"), ("项目规划", "当年开工、当年完成。"), ("资金安排", "县级财政保障。")));
        await Clerk.ActAsync("记录代表审议意见和部门答复", "审议完毕", person => person.FillAsync(
            ("代表审议意见", "总体赞成，建议加快管网改造。"), ("到场部门", "县住建局、县水利局"), ("现场答复情况", "已逐项答复。")));
    }

    /// <returns>Address of the hall.</returns>
    private async Task<string> OpenTheBoxAsync()
    {
        var page = await Chair.GoAsync("/hall");
        await Assertions.Expect(page.GetByText($"{Candidates} 选 {Seats}")).ToBeVisibleAsync();
        var hall = (await page.Locator(".hall-list a.t1").First.GetAttributeAsync("href"))!;
        var ballot = hall.Split('/')[^1];

        page = await Who("daibiao1").GoAsync($"/ballot/{ballot}");
        await Assertions.Expect(page.GetByText("还没有开箱")).ToBeVisibleAsync();

        await OpenAsync(Chair, hall, ChairWords, $"{Quorum - 1}", "不足法定人数");
        await OpenAsync(Scrutineer, hall, ScrutineerWords, null, null);
        await Assertions.Expect(Scrutineer.Page.GetByRole(AriaRole.Heading, new() { Name = "投票情况" })).ToBeVisibleAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "投票（投出后不能修改）" })).ToBeVisibleAsync();
        page = await Clerk.GoAsync($"/ballot/{ballot}");
        await Assertions.Expect(page.GetByText("您不在这次的名册上")).ToBeVisibleAsync();
        return ballot;
    }

    private static async Task OpenAsync(Person keeper, string hall, string words, string? tooFew, string? warning)
    {
        var page = await keeper.GoAsync(hall);
        var open = page.GetByRole(AriaRole.Button, new() { Name = "开箱", Exact = true });
        await page.GetByLabel("口令", new() { Exact = false }).First.FillAsync(words);
        await page.GetByLabel("再输一遍").FillAsync(words);
        if (tooFew is not null)
        {
            await page.GetByLabel("实到人数").FillAsync(tooFew);
            await Assertions.Expect(page.GetByText(warning!)).ToBeVisibleAsync();
            await Assertions.Expect(open).ToBeDisabledAsync();
            await page.GetByLabel("实到人数").FillAsync($"{Deputies}");
        }
        await open.ClickAsync();
        await Assertions.Expect(open).ToHaveCountAsync(0);
    }

    /// <summary>The ninth prefers the last ten; everybody else the first ten. Before that each tries one too many.</summary>
    private async Task CastAsync(string ballot, int first, int last)
    {
        for (var number = first; number <= last; number++)
        {
            var deputy = Who($"daibiao{number}");
            var page = await deputy.GoAsync($"/ballot/{ballot}");
            var cast = page.GetByRole(AriaRole.Button, new() { Name = "投票（投出后不能修改）" });
            var items = page.Locator(".item");
            await Assertions.Expect(items).ToHaveCountAsync(Candidates);
            var stored = await StoredAsync(page);
            var from = number == Deputies ? Candidates - Seats : 0;
            for (var row = from; row < from + Seats; row++)
                await items.Nth(row).GetByRole(AriaRole.Button, new() { Name = "赞成" }).ClickAsync();
            await Assertions.Expect(page.Locator(".counts")).ToContainTextAsync($"已赞成 {Seats} / 最多 {Seats}");

            var extra = items.Nth(from == 0 ? Candidates - 1 : 0).GetByRole(AriaRole.Button, new() { Name = "赞成" });
            await extra.ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync($"超过 {Seats} 项");
            await Assertions.Expect(cast).ToBeDisabledAsync();
            if (number == 1) await page.ShootAsync("journey-03-too-many");
            await extra.ClickAsync();

            await cast.ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("已投票");
            if (number == 1) await page.ShootAsync("journey-04-receipt");
            _receipts[number] = await page.Locator(".receipt .code b").InnerTextAsync();
            page.Url.ShouldEndWith($"/ballot/{ballot}", Case.Sensitive, "no choice in the address");
            (await StoredAsync(page)).ShouldBe(stored, "no choice in the browser's storage");
        }
    }

    private static Task<string> StoredAsync(IPage page) => page.EvaluateAsync<string>("JSON.stringify([localStorage, sessionStorage, document.cookie])");

    /// <summary>The site is killed in the middle of the vote; the box stays open and nothing cast is lost.</summary>
    private async Task LoseAndRegainPowerAsync(string ballot)
    {
        await browser.Site.RestartAsync(Ct);

        var page = await Chair.GoAsync($"/hall/{ballot}/screen");
        await Assertions.Expect(page.Locator(".numbers .now")).ToHaveTextAsync("4");
        (await page.Locator("main").InnerTextAsync()).ShouldNotContain("赞成", Case.Sensitive, "the big screen shows turnout only");
        await page.ShootAsync("journey-05-screen-after-restart");
        page = await Who("daibiao1").GoAsync($"/ballot/{ballot}");
        await Assertions.Expect(page.GetByText("已投票").First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "投票" })).ToHaveCountAsync(0);

        page = await Scrutineer.GoAsync($"/hall/{ballot}");
        await page.GetByRole(AriaRole.Button, new() { Name = "看未投名单" }).ClickAsync();
        await Assertions.Expect(page.GetByText("未投 5 人")).ToBeVisibleAsync();
        page = await Clerk.GoAsync($"/hall/{ballot}");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "投票情况" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("看未投名单")).ToHaveCountAsync(0);
    }

    private async Task CloseAndCountAsync(string ballot)
    {
        var slips = SealedSlips();
        slips.Count.ShouldBe(Deputies);
        var page = await Scrutineer.GoAsync($"/hall/{ballot}");
        await page.GetByRole(AriaRole.Button, new() { Name = "封箱", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("到会的都已投。")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "确认封箱" }).ClickAsync();
        await UnsealAsync(page, "不是这个口令");
        await Assertions.Expect(page.GetByText("口令不正确")).ToBeVisibleAsync();
        await UnsealAsync(page, ScrutineerWords);
        await Assertions.Expect(page.GetByText("等主持人输入口令开封").First).ToBeVisibleAsync();

        page = await Chair.GoAsync($"/hall/{ballot}");
        await UnsealAsync(page, ChairWords);

        page = await Who("daibiao3").GoAsync($"/hall/{ballot}");
        await Assertions.Expect(page.Locator(".vote-result tbody tr")).ToHaveCountAsync(Candidates);
        await Assertions.Expect(page.GetByText("✓ 通过")).ToHaveCountAsync(Seats);
        await Assertions.Expect(page.Locator("tr.cut")).ToContainTextAsync("8");
        await Assertions.Expect(page.Locator(".figures")).ToContainTextAsync("收回 9");
        string.Join(',', await page.Locator(".receipts li").AllInnerTextsAsync()).ShouldBe(string.Join(',', _receipts.Values.Order(StringComparer.Ordinal)), "every receipt is in the list, in alphabetical order");
        await Chair.GoAsync($"/hall/{ballot}");
        await Assertions.Expect(Chair.Page.GetByText("✓ 通过")).ToHaveCountAsync(Seats);
        await Chair.Page.ShootAsync("journey-06-result");
        NothingIsLeftOf(slips);

        page = await Clerk.GoAsync($"/cycles/{_cycle}");
        await page.GetByRole(AriaRole.Link, new() { Name = "柞水县人民代表大会公告" }).ClickAsync();
        await Assertions.Expect(page.GetByText(Titles[0]).First).ToBeVisibleAsync();
        await page.ShootAsync("journey-07-announcement");
    }

    private List<byte[]> SealedSlips()
    {
        using var connection = new SqliteConnection($"Data Source={browser.Site.DatabaseFile};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = new SqliteCommand("SELECT sealed FROM ballot_slips", connection);
        using var reader = command.ExecuteReader();
        var slips = new List<byte[]>();
        while (reader.Read()) slips.Add(reader.GetFieldValue<byte[]>(0));
        return slips;
    }

    /// <summary>With nine browsers looking on, too, opened slips leave neither file nor log behind, and nobody's words or code are written down.</summary>
    private void NothingIsLeftOf(List<byte[]> slips)
    {
        var bytes = new[] { "", "-wal" }.Select(suffix => browser.Site.DatabaseFile + suffix).Where(File.Exists).SelectMany(Bytes).ToArray();
        foreach (var slip in slips) bytes.AsSpan().IndexOf(slip).ShouldBe(-1);
        foreach (var words in _receipts.Values.Select(code => code.Replace(" ", "", StringComparison.Ordinal)).Append(ChairWords).Append(ScrutineerWords))
            browser.Site.Output.ShouldNotContain(words);
    }

    private static byte[] Bytes(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static async Task UnsealAsync(IPage page, string words)
    {
        await page.GetByLabel("您开箱时设的口令").FillAsync(words);
        await page.GetByRole(AriaRole.Button, new() { Name = "开封", Exact = true }).ClickAsync();
    }

    private async Task PlanAsync()
    {
        var title = Titles[2];
        await Government.ActAsync(title, "完成", async person =>
        {
            await person.FillAsync(("责任领导", "副县长乙"), ("责任单位", "县住建局"), ("投资", "540"), ("完工日期", "2027-10-31"));
            await person.FillAsync(("节点", "主体完工"), ("完成日期", "2027-06-30"), ("累计进度（%）", "60"));
        });
        foreach (var task in (await Government.CallAsync("tasks"))!.Value.GetProperty("rows").EnumerateArray().ToList())
            await Government.CallAsync($"tasks/{task.GetProperty("id").GetString()}/act", new
            {
                outcome = "Done",
                values = new
                {
                    leader = "副县长乙", leadUnit = "zhashui-jiaotongju", budget = 300, finishDate = "2027-10-31",
                    milestones = new[] { new { name = "主体完工", due = "2027-06-30", planned = 60 } },
                },
            });
        var page = await Clerk.GoAsync("/projects");
        await Assertions.Expect(page.Locator("table.cards tbody tr")).ToHaveCountAsync(Seats);
        await Assertions.Expect(page.Locator("table.cards tbody").GetByText("县住建局")).ToHaveCountAsync(1);
        await page.ShootAsync("journey-08-projects");
    }

    private async Task SuperviseAsync()
    {
        var title = Titles[2];
        await Who("lingdao").GoAsync("/tasks");
        var row = Who("lingdao").Page.Locator("table.todo tr").Filter(new() { HasText = title });
        await Who("lingdao").GoAsync((await row.Locator("a.t1").First.GetAttributeAsync("href"))!);
        await Who("lingdao").FillAsync(("带队领导", "副主任戊"), ("对口工委", "财政经济工委"), ("对工作计划的意见", "计划可行，请按节点推进。"));
        await Who("lingdao").Page.GetByRole(AriaRole.Button, new() { Name = "计划可行" }).ClickAsync();
        await Assertions.Expect(Who("lingdao").Page.GetByText("已办：计划可行")).ToBeVisibleAsync();

        foreach (var (percent, text) in ((string, string)[])[("10", "完成招标。"), ("25", "基础完工。")])
            await ReportAsync(percent, text);

        var page = await Clerk.GoAsync("/projects");
        var project = page.Locator("table.cards tbody tr").Filter(new() { HasText = title });
        await Assertions.Expect(project).ToContainTextAsync("实际 25%");
        await page.ShootAsync("journey-09-reported");
        await Clerk.GoAsync((await project.Locator("a.t1").GetAttributeAsync("href"))!);
        await Assertions.Expect(page.GetByText("共 2 期")).ToBeVisibleAsync();
        await page.ShootAsync("journey-10-project");
    }

    private async Task ReportAsync(string percent, string text)
    {
        var page = await Clerk.GoAsync($"/cycles/{_cycle}");
        await page.Locator("tr").Filter(new() { HasText = "每月一次" }).First.GetByRole(AriaRole.Button, new() { Name = "提前启动" }).ClickAsync();
        await page.Locator(".reason input").FillAsync("演示：不等到月底。");
        await page.Locator(".reason").GetByRole(AriaRole.Button, new() { Name = "提前启动" }).ClickAsync();
        await Assertions.Expect(page.Locator(".reason")).ToHaveCountAsync(0);
        await Who("zhujian").ActAsync("月通报", "提交月通报", person => person.FillAsync(("完成进度（%）", percent), ("累计支付（万元）", "30"), ("进展情况", text)));
    }

    /// <summary>Deputies come with their phones; the chief scrutineer and everybody else sit at a desk.</summary>
    private Person Who(string account)
    {
        var hasPhone = account.StartsWith("daibiao", StringComparison.Ordinal) && account != "daibiao9";
        if (!_people.TryGetValue(account, out var person)) _people[account] = person = new Person(browser, account, hasPhone ? Screen.Phone : Screen.Desk);
        return person;
    }
}

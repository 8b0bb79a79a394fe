using System.Globalization;
using Microsoft.Playwright;
using Minsheng.Workflow.EndToEnd.Tests.Harness;

namespace Minsheng.Workflow.EndToEnd.Tests;

/// <summary>北关's year with everybody who has a part in it, from the party's study to the deputies' rating a year later.</summary>
public sealed partial class BeiguanYearTests : IClassFixture<BeiguanBrowser>
{
    private const int Candidates = 4, Seats = 3, Deputies = 14;
    private const string Words = "洹水安阳-2026", Unit = "beiguan-区住建局", Dropped = "给一家商户门前划车位";

    private static readonly string[] Titles = ["老旧小区雨污分流和路面修复", "社区日间照料中心新建", "安漳大道慢行系统改造", "曙光路农贸市场提升", Dropped];

    private static string Today => TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private readonly Dictionary<string, Person> _people = [];
    private readonly BeiguanBrowser _browser;
    private readonly OfficeLife _life;
    private string _cycle = "";

    public BeiguanYearTests(BeiguanBrowser browser)
    {
        _browser = browser;
        _life = new OfficeLife(browser.Site, "beiguan", "bg", Who, Clerk, Unit);
    }

    private Person Clerk => Who("bg-renda");
    private Person Government => Who("bg-zhengfu");
    private Person Party => Who("bg-dangwei");
    private Person Chair => Who("bg-zhuren");
    private Person Leader => Who("bg-lingdao");
    private Person Scrutineer => Who("bg-zongjianpiao");
    private Person Department => Who("bg-zhujian");

    private static IEnumerable<string> Voters => [.. Enumerable.Range(1, 12).Select(number => $"bg-daibiao{number}"), "bg-jianpiao", "bg-zongjianpiao"];

    [Fact]
    public async Task From_the_partys_study_to_the_rating_by_the_deputies()
    {
        try
        {
            await StartAsync();
            await CollectAsync();
            await ScreenAsync();
            await ReviewAsync();
            await PrepareAsync();
            await VoteAsync();
            await PlanAsync();
            await SuperviseAsync();
            await LookAsync();
            await AssessAsync();
            await RateAsync();
        }
        catch (Exception)
        {
            foreach (var (account, person) in _people.Where(known => known.Value.HasPage)) await person.Page.ShootAsync($"failed-{account}");
            throw;
        }
    }

    private async Task StartAsync()
    {
        var page = await Clerk.GoAsync("/cycles");
        await page.GetByRole(AriaRole.Button, new() { Name = "启动周期" }).First.ClickAsync();
        await page.Locator("#procedure").SelectOptionAsync("beiguan-three-party-rating");
        await page.Locator("#year").SelectOptionAsync(new SelectOptionValue { Index = 0 });
        await page.Locator("details.settings summary").ClickAsync();
        foreach (var (setting, value) in ((string, int)[])[("shortlist", Candidates), ("seats", Seats)])
        {
            await page.Locator($"#s-{setting}").FillAsync($"{value}");
            await page.Locator($"#s-{setting}").BlurAsync();
        }
        await page.ShootAsync("01-start", fullPage: true);
        await page.GetByRole(AriaRole.Button, new() { Name = "启动", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "确认启动" }).ClickAsync();
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath.StartsWith("/cycles/", StringComparison.Ordinal));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("北关区");
        _cycle = new Uri(page.Url).AbsolutePath.Split('/')[^1];
        await Party.ActAsync("登记区委常委会专题研究情况", "已研究", person => person.FillAsync(("会议日期", Today), ("征集和办理工作安排", "多渠道征集，列入督查台账。")));
    }

    private async Task CollectAsync()
    {
        var deputy = Who("bg-daibiao1");
        var page = await deputy.GoAsync("/pool/new");
        await deputy.FillAsync(("建议名称", Titles[0]), ("领域", "市政建设"), ("主要内容", "改造12个小区雨污管网，修复路面。"), ("地点", "灯塔路街道"), ("投资概算", "860"), ("为什么要办", "雨天积水，污水外溢。"), ("来源", "代表联络站"));
        await page.ShootAsync("02-proposal-phone", fullPage: true);
        await page.GetByRole(AriaRole.Button, new() { Name = "提交", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("建议已收到，编号")).ToBeVisibleAsync();
        foreach (var (index, title) in Titles.Index().Skip(1))
            await deputy.CallAsync("items", new
            {
                cycleId = _cycle, title, content = $"{title}，当年完成。", domain = "公共服务", place = "全区", reason = "群众反映集中。",
                amount = 200 + index * 10, channel = "代表联络站", proposerName = $"群众{index}",
            });
        await Clerk.ActAsync("民生实事海选", "结束征集");
        await Clerk.ActAsync("全部纳入民生实事项目库", "已全部入库", person => person.FillAsync(("分类情况", "市政、养老、交通、便民四类。")));
        await Clerk.ActAsync("民生实事建议项目公示", "核定并公布");
    }

    /// <summary>The government's officer hands the departments' lane to the department.</summary>
    private async Task ScreenAsync()
    {
        await Leader.ActAsync("专业代表论证", "完成", person => person.AllAsync("建议列入"));
        await Government.OpenTaskAsync("职能部门论证");
        var page = Government.Page;
        await page.Locator(".act .buttons").GetByRole(AriaRole.Button, new() { Name = "转办", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "转给谁" }).FillAsync("股长子");
        await page.GetByRole(AriaRole.Option).Filter(new() { HasText = "股长子" }).ClickAsync();
        await page.ShootAsync("03-hand-on");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "转办", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("已转办给").First).ToBeVisibleAsync();
        await Department.ActAsync("职能部门论证", "完成", async person =>
        {
            await Assertions.Expect(person.Page.GetByText("科长乙").First).ToBeVisibleAsync();
            await person.Page.ShootAsync("04-screen-phone", fullPage: true);
            await person.AllAsync("建议列入");
        });
        await Clerk.ActAsync("议事代表论证", "完成", person => person.AllAsync("建议列入"));
        await Clerk.ActAsync("三方论证筛选", "完成", async person =>
        {
            await person.Page.Locator(".rvlist button").Filter(new() { HasText = Dropped }).ClickAsync();
            var verdicts = person.Page.Locator(".verdicts");
            await Assertions.Expect(person.Page.Locator(".rvone")).ToContainTextAsync(Dropped);
            await verdicts.GetByRole(AriaRole.Button, new() { Name = "不采纳", Exact = true }).ClickAsync();
            await verdicts.GetByLabel("理由").FillAsync("只解决个别商户的需求。");
            await verdicts.GetByLabel("理由").BlurAsync();
            await person.Page.ShootAsync("05-screen");
            await person.AllAsync("列入初选");
        });
    }

    /// <summary>常委会 goes through the list item by item.</summary>
    private Task ReviewAsync() => Clerk.ActAsync("区人大常委会会议审议", "通过", async person =>
    {
        await person.FillAsync(("会议日期", Today), ("出席人数", "5"));
        var review = person.Page.Locator(".rvone");
        await review.GetByRole(AriaRole.Button, new() { Name = "通过", Exact = true }).ClickAsync();
        await review.GetByRole(AriaRole.Button, new() { Name = "记下，审下一项" }).ClickAsync();
        await Assertions.Expect(review).ToContainTextAsync("第 2 项");
        await person.Page.ShootAsync("06-review");
        await person.AllAsync("通过");
    });

    /// <summary>What the office recorded comes back from the government once and goes straight on again.</summary>
    private async Task PrepareAsync()
    {
        await Clerk.ActAsync("把街道民生实事候选项目交各街道议事代表会", "已交街道", person => person.FillAsync(("交街道票选的候选项目（件）", "1")));
        await PassRulesAsync();
        await Government.OpenTaskAsync("向各代表团说明候选项目");
        var page = Government.Page;
        await page.Locator(".act .buttons").GetByRole(AriaRole.Button, new() { Name = "退回", Exact = true }).ClickAsync();
        await page.GetByLabel("退回原因").FillAsync("票决办法没有附投票规则，请补上。");
        await page.ShootAsync("07-return");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "退回", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("已退回到").First).ToBeVisibleAsync();
        await Clerk.OpenTaskAsync("登记票决办法表决情况");
        await Assertions.Expect(Clerk.Page.GetByText("票决办法没有附投票规则").First).ToBeVisibleAsync();
        await Clerk.Page.ShootAsync("08-returned", fullPage: true);
        await PassRulesAsync();
        await Government.ActAsync("向各代表团说明候选项目", "已作说明", person => person.FillAsync(("建设内容", "四个项目当年完成。"), ("资金来源", "区财政保障。"), ("施工周期", "三月至十月。")));
        await Clerk.ActAsync("记录各团酝酿讨论情况", "酝酿完毕", person => person.FillAsync(("各团代表意见", "总体赞成。"), ("区政府答复", "逐项答复。")));
    }

    private Task PassRulesAsync() => Clerk.ActAsync("登记票决办法表决情况", "表决通过", person => person.FillAsync(
        ("会议日期", Today), ("应到代表", "14"), ("实到代表", "14"), ("赞成", "14"), ("反对", "0"), ("弃权", "0")));

    /// <summary>Deputies and departments come with their phones.</summary>
    private Person Who(string account)
    {
        var hasPhone = account.StartsWith("bg-daibiao", StringComparison.Ordinal) || account == "bg-zhujian";
        if (!_people.TryGetValue(account, out var person)) _people[account] = person = new Person(_browser, account, hasPhone ? Screen.Phone : Screen.Desk);
        return person;
    }
}

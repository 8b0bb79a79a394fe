using Microsoft.Playwright;
using Minsheng.Workflow.EndToEnd.Tests.Harness;

namespace Minsheng.Workflow.EndToEnd.Tests;

/// <summary>From the secret vote to the rating.</summary>
public sealed partial class BeiguanYearTests
{
    private const string Problem = "灯塔路段围挡没有夜间警示灯。";

    private async Task VoteAsync()
    {
        var (page, hall) = (await Chair.GoAsync("/hall"), "");
        await Assertions.Expect(page.GetByText($"{Candidates} 选 {Seats}")).ToBeVisibleAsync();
        hall = (await page.Locator(".hall-list a.t1").First.GetAttributeAsync("href"))!;
        var ballot = hall.Split('/')[^1];
        foreach (var keeper in new[] { Chair, Scrutineer })
        {
            page = await keeper.GoAsync(hall);
            await page.GetByLabel("口令", new() { Exact = false }).First.FillAsync(Words);
            await page.GetByLabel("再输一遍").FillAsync(Words);
            if (keeper == Chair) await page.GetByLabel("实到人数").FillAsync($"{Deputies}");
            await page.GetByRole(AriaRole.Button, new() { Name = "开箱", Exact = true }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "开箱", Exact = true })).ToHaveCountAsync(0);
        }

        page = await Who("bg-daibiao1").GoAsync($"/ballot/{ballot}");
        for (var row = 0; row < Seats; row++)
            await page.Locator(".item").Nth(row).GetByRole(AriaRole.Button, new() { Name = "赞成" }).ClickAsync();
        await page.ShootAsync("09-ballot-phone");
        await page.GetByRole(AriaRole.Button, new() { Name = "投票（投出后不能修改）" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("已投票");
        await CastAsync(ballot, [0, 0, 0, 1], Voters.Skip(1));
        await CountAsync(ballot);

        page = await Who("bg-daibiao1").GoAsync($"/hall/{ballot}");
        await Assertions.Expect(page.GetByText("✓ 通过")).ToHaveCountAsync(Seats);
        await page.ShootAsync("10-result-phone", fullPage: true);
        page = await Clerk.GoAsync($"/cycles/{_cycle}");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "人民代表大会公告" })).ToBeVisibleAsync();
        (await page.Locator(".year .months span").EvaluateAllAsync<bool>("spans => spans.every((span, i) => i === 0 || span.getBoundingClientRect().left >= spans[i - 1].getBoundingClientRect().right)")).ShouldBeTrue("months stand side by side");
        await page.ShootAsync("11-adopted", fullPage: true);
    }

    private async Task CastAsync(string ballot, int[] marks, IEnumerable<string> voters)
    {
        foreach (var account in voters)
        {
            if (!Who(account).HasPage) await Who(account).GoAsync($"/ballot/{ballot}");
            await Who(account).CallAsync($"ballots/{ballot}/cast", new { marks });
        }
    }

    private async Task CountAsync(string ballot)
    {
        await Scrutineer.CallAsync($"ballots/{ballot}/close", new { });
        foreach (var keeper in new[] { Scrutineer, Chair }) await keeper.CallAsync($"ballots/{ballot}/unseal", new { passphrase = Words });
    }

    private async Task PlanAsync()
    {
        await Party.ActAsync("列入全区年度重点工作督查台账", "已列入台账", person => person.FillAsync(("督查要求", "按月督查，年底考核。")));
        await Government.ActAsync("任务分解", "完成", async person =>
        {
            await person.FillAsync(("责任领导", "副区长"), ("责任单位", "区住建局"), ("投资", "860"), ("完工日期", "2027-10-31"));
            await person.FillAsync(("节点", "主体完工"), ("完成日期", "2027-06-30"), ("累计进度（%）", "60"));
            await person.Page.ShootAsync("12-plan", fullPage: true);
        });
        await _life.AnswerAsync("任务分解");
        await Government.ActAsync("工作计划、目标任务、工作措施", "报送", person => person.FillAsync(("报告正文", "三个项目的目标任务和工作措施已经明确。")));
        await Clerk.ActAsync("听取专题询问", "登记", person => person.FillAsync(("会议日期", Today), ("出席人数", "5")));
        await Leader.ActAsync("成立评估专班", "已制定", person => person.FillAsync(("评估专班组成", "副主任戊任组长"), ("评估流程、方法、指标", "实地察看、问卷测评。"), ("评估时间计划表", "五月、八月、十一月。")));
        await Leader.ActAsync("确定督办专班和分包代表", "班子组成", person => person.FillAsync(("专班组长", "副主任戊"), ("参加部门（监委、财政、审计、督察局等）", "区财政局、区审计局"), ("分包联系的人大代表", "代表01")));
        await _life.AnswerAsync("确定督办专班");
    }

    /// <summary>One month, one quarter with a problem, one assessment; the days come early.</summary>
    private async Task SuperviseAsync()
    {
        await FireAsync("一月一调度");
        await Department.ActAsync("进度：", "提交进度", person => person.FillAsync(("完成进度（%）", "25"), ("累计支付（万元）", "60"), ("进展情况", "完成招标，已进场。")));
        await Leader.ActAsync("调度：", "调度完毕", person => person.FillAsync(("调度意见", "抓紧推进。")));

        await FireAsync("一季一督办");
        await Leader.ActAsync("督办：", "登记视察结果", async person =>
        {
            await person.FillAsync(("视察日期", Today), ("视察路线", "灯塔路"), ("参加人数", "6"));
            var verdicts = person.Page.Locator(".verdicts");
            await verdicts.GetByRole(AriaRole.Button, new() { Name = "发现问题", Exact = true }).ClickAsync();
            await verdicts.GetByLabel("理由（将告知责任单位）").FillAsync(Problem);
            await verdicts.GetByLabel("理由").BlurAsync();
            await person.Page.ShootAsync("13-inspection", fullPage: true);
        });
        await Department.ActAsync("整改：", "提交整改情况", async person =>
        {
            await Assertions.Expect(person.Page.GetByText(Problem).First).ToBeVisibleAsync();
            await person.FillAsync(("整改措施和结果", "已装警示灯。"), ("整改完成日期", Today));
            await person.Page.ShootAsync("14-rectify-phone", fullPage: true);
        });
        await Leader.ActAsync("复查：", "通过", person => person.FillAsync(("复查日期", Today)));

        await FireAsync("阶段性、中期、结项评估");
        await Who("bg-zhuanjia").ActAsync("评估报告", "提交报告", async person =>
        {
            await person.FillAsync(("办理周期", "按期。"), ("序时进度", "正常。"), ("社会效果", "群众认可。"));
            await person.Page.ShootAsync("15-third-party", fullPage: true);
        });
        await Leader.ActAsync("交办评估意见", "已交区政府", person => person.FillAsync(("评估意见", "继续推进。")));
    }

    private async Task FireAsync(string day)
    {
        var page = await Clerk.GoAsync($"/cycles/{_cycle}");
        var all = page.GetByRole(AriaRole.Button, new() { Name = "全部日子" });
        await Assertions.Expect(page.GetByText("等日子到").First).ToBeVisibleAsync();
        if (await all.CountAsync() > 0) await all.ClickAsync();
        await page.Locator("tr").Filter(new() { HasText = $"{day} 到时自动往下走" }).First.GetByRole(AriaRole.Button, new() { Name = "提前启动" }).ClickAsync();
        await page.Locator(".reason input").FillAsync("演示：不等到那一天。");
        await page.Locator(".reason").GetByRole(AriaRole.Button, new() { Name = "提前启动" }).ClickAsync();
        await Assertions.Expect(page.Locator(".reason")).ToHaveCountAsync(0);
    }

    private async Task LookAsync()
    {
        var page = await Leader.GoAsync("/supervision");
        await Assertions.Expect(page.GetByText("已销号 1 条").First).ToBeVisibleAsync();
        await page.ShootAsync("16-supervision", fullPage: true);
        await Leader.GoAsync("/wall");
        await Assertions.Expect(page.Locator(".wall tbody tr")).ToHaveCountAsync(Seats);
        await Assertions.Expect(page.Locator(".wall")).ToContainTextAsync("实际 25%");
        await page.ShootAsync("17-wall", fullPage: true);
        await Leader.GoAsync("/projects");
        await Assertions.Expect(page.Locator("table.cards tbody tr")).ToHaveCountAsync(Seats);
        await page.Locator("table.cards tbody tr").Filter(new() { HasText = "25%" }).Locator("a.t1").First.ClickAsync();
        await Assertions.Expect(page.Locator(".found li")).ToContainTextAsync(Problem);
        await page.ShootAsync("18-project", fullPage: true);
        await Leader.GoAsync("/cycles");
        await page.ShootAsync("19-cycles");
        page = await Who("bg-daibiao1").GoAsync("/projects");
        (await page.EvaluateAsync<bool>("document.querySelector('main').scrollWidth > document.querySelector('main').clientWidth")).ShouldBeFalse();
        await page.ShootAsync("20-projects-phone", fullPage: true);
    }

    /// <summary>The rest of the year goes by; the assessor scores on the page.</summary>
    private async Task AssessAsync()
    {
        await _life.LiveAsync(() => _life.Read("SELECT id FROM tasks WHERE state = 'Open' AND title LIKE '%三方共评%' AND jurisdiction_id = $place").Count > 0);
        await Who("bg-zhuanjia").ActAsync("三方共评：专业评估", "完成", async person =>
        {
            foreach (var title in Titles.Take(Seats))
            {
                await person.Main.GetByLabel(title).First.FillAsync("92");
                await person.Main.GetByLabel(title).First.BlurAsync();
            }
            await person.Page.ShootAsync("21-assess", fullPage: true);
        });
    }

    private async Task RateAsync()
    {
        List<string[]> Ratings() => _life.Read("SELECT id FROM ballots WHERE title LIKE '%满意度测评%' AND jurisdiction_id = $place");
        await _life.LiveAsync(() => Ratings().Count > 0);
        var ballot = Ratings()[0][0];
        await Chair.CallAsync($"ballots/{ballot}/open", new { passphrase = Words, present = Deputies });
        await Scrutineer.CallAsync($"ballots/{ballot}/open", new { passphrase = Words });
        var page = await Who("bg-daibiao1").GoAsync($"/ballot/{ballot}");
        await Assertions.Expect(page.Locator(".item")).ToHaveCountAsync(Seats);
        await page.ShootAsync("22-rating-phone", fullPage: true);
        await CastAsync(ballot, [0, 0, 0], Voters);
        await CountAsync(ballot);

        page = await Clerk.GoAsync($"/cycles/{_cycle}");
        await Assertions.Expect(page.GetByText("已办结").First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "满意度测评结果通报" }).First).ToBeVisibleAsync();
        await page.ShootAsync("23-ended", fullPage: true);
    }
}

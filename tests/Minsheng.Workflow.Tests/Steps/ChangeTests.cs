using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine;

namespace Minsheng.Workflow.Tests.Steps;

/// <summary>Project i1: 100.50 万元, to be finished on 30 November 2026.</summary>
public class ChangeTests
{
    private static readonly DateOnly November = new(2026, 11, 30);

    private static FakeCycle Place(JurisdictionLevel level = JurisdictionLevel.County) =>
        new FakeCycle { Cycle = new CycleFact("c26", 2026, "zs", "柞水", level, new DateOnly(2026, 3, 1)) }
            .With("交通局", "交通局经办人").With("GovOffice", "政府办秘书").With("CountyNpcStaff", "人大办")
            .With("人大常委会", "常委会秘书").With("乡镇人大主席团", "主席团秘书").With("人大街道工委", "工委秘书").With("联席会议", "联席会议秘书")
            .WithItems(ItemStage.Project, 1).WithItems(ItemStage.NotChosen, 1)
            .Change("i1", item => item with { LeadUnitId = "交通局", Finish = November });

    private static StepRun Changing(FakeCycle cycle, object? inputs = null) => StepRun.Of(cycle, "Minsheng.Change", inputs ?? new { });

    private static object Asked(string kind = "调整", string? amount = null, string? finish = null, string scope = "否", string? replacement = null, string? publicity = null) => new
    {
        kind, newAmount = amount, newFinish = finish, scopeChanged = scope, replacement, publicity, cause = "资金", reason = "材料涨价", alternatives = "分期实施",
    };

    private static readonly object Met = new { meetingDate = "2026-04-14", documentNo = "柞人发〔2026〕9 号" };

    [Theory]
    [InlineData("110.55", "2026-12-30", "幅度正好 10%，工期正好推迟 30 天")]
    [InlineData("90.45", null, "减少正好 10%")]
    [InlineData(null, "2026-08-31", "提前完工")]
    public void What_stays_within_the_tolerance_is_recorded_at_once(string? amount, string? finish, string because)
    {
        var run = Changing(Place());

        run.Act("交通局经办人", "Done", Asked(amount: amount, finish: finish));

        run.Outcome.ShouldBe("Approved", because);
        var change = run.All<ChangeProject>().ShouldHaveSingleItem();
        (change.Kind, change.IsApproved, change.NeedsCongress, change.Reason).ShouldBe((ChangeKind.Minor, true, false, "资金：材料涨价"));
        (change.Amount, change.Finish).ShouldBe((amount is null ? null : decimal.Parse(amount), finish is null ? null : DateOnly.Parse(finish)));
        run.History.Single().ShouldStartWith("交通局办公室登记一般调整：ZS26-0001 项目1，");
    }

    [Theory]
    [InlineData("110.56", null, "否", "金额超出 10%")]
    [InlineData(null, "2026-12-31", "否", "推迟 31 天")]
    [InlineData(null, "2027-01-01", "否", "跨年")]
    [InlineData(null, null, "是", "内容变化")]
    public void What_goes_beyond_waits_for_the_consent_of_the_standing_committee(string? amount, string? finish, string scope, string because)
    {
        var run = Changing(Place(), new { toleranceDays = 30 });

        run.Act("交通局经办人", "Done", Asked(amount: amount, finish: finish, scope: scope, publicity: "现予公告。"));
        run.All<ChangeProject>().ShouldBeEmpty(because);
        run.Task.Title.ShouldBe("人大常委会审议重大调整：ZS26-0001 项目1");
        run.Act("常委会秘书", "Approved", Met);

        run.Outcome.ShouldBe("Approved");
        var change = run.Last<ChangeProject>();
        (change.Kind, change.IsApproved, change.By, change.NeedsCongress).ShouldBe((ChangeKind.Material, true, "人大常委会", true));
        run.History.Single().ShouldContain("2026年4月14日人大常委会同意重大调整（柞人发〔2026〕9 号）");
        run.History.Single().ShouldEndWith("须向下次人民代表大会报告。");
        run.Last<PublishDocument>().Body.ShouldBe("现予公告。");
    }

    [Fact]
    public void A_finish_past_the_year_is_material_however_many_days_are_allowed()
    {
        var run = Changing(Place(), new { toleranceDays = 400 });

        run.Act("交通局经办人", "Done", Asked(finish: "2027-01-01"));

        run.Task.Title.ShouldContain("重大调整");
    }

    [Fact]
    public void A_refusal_leaves_the_project_as_it_was()
    {
        var cycle = Place();
        var run = Changing(cycle);
        run.Act("交通局经办人", "Done", Asked(amount: "500", publicity: "现予公告。"));

        run.Act("常委会秘书", "Rejected", Met, opinion: "资金没有来源。");

        run.Outcome.ShouldBe("Rejected");
        var change = run.Last<ChangeProject>();
        (change.IsApproved, change.NeedsCongress).ShouldBe((false, false));
        cycle.Item("i1").Amount.ShouldBe(100.50m);
        run.All<PublishDocument>().ShouldBeEmpty();
        run.History.Single().ShouldContain("不同意重大调整");
        run.History.Single().ShouldEndWith("意见：资金没有来源。项目按原方案实施。");
    }

    [Theory]
    [InlineData(JurisdictionLevel.Township, "主席团秘书", true, "须提请下次人民代表大会确认。")]
    [InlineData(JurisdictionLevel.County, "常委会秘书", true, "须向下次人民代表大会报告。")]
    [InlineData(JurisdictionLevel.Street, "工委秘书", false, "")]
    public void A_substitution_is_decided_by_the_body_of_the_level(JurisdictionLevel level, string secretary, bool needsCongress, string owed)
    {
        var cycle = Place(level);
        var run = Changing(cycle);
        run.Act("交通局经办人", "Done", Asked("替换", replacement: "ZS26-0002"));

        run.Task.Instructions.ShouldBe($"同意之前不得实施。{owed}");
        run.Act(secretary, "Approved", Met);

        var change = run.Last<ChangeProject>();
        (change.Kind, change.ReplacedBy, change.NeedsCongress, change.Summary).ShouldBe((ChangeKind.Substitution, "i2", needsCongress, "替换为 ZS26-0002 项目2"));
        (cycle.Item("i1").State, cycle.Item("i2").Stage).ShouldBe((ProjectState.Stopped, ItemStage.Project));
        run.Instance.Variables["ChangeKind"].ShouldBe("Substitution");
    }

    [Fact]
    public void Small_changes_add_up()
    {
        var run = StepRun.Of(
            Place(),
            [StepRun.Step("change", "Minsheng.Change", new { }), StepRun.Step("again", "Minsheng.HumanTask", new { title = "再来", assignees = new[] { new { role = "GovOffice" } } })],
            "change:Approved->again", "again->change");
        run.Act("交通局经办人", "Done", Asked(amount: "109"));
        run.Act("政府办秘书", "Done");

        run.Act("交通局经办人", "Done", Asked(amount: "117"));

        run.Task.Title.ShouldContain("重大调整", Case.Sensitive, "117 is within 10% of 109, but not of the 100.50 that were voted");
    }

    [Fact]
    public void In_a_cycle_one_of_several_projects_is_chosen()
    {
        var run = Changing(Place().WithItems(ItemStage.Project, 1), new { body = "联席会议" });
        var values = new { project = "i3", kind = "终止", scopeChanged = "否", cause = "土地", reason = "土地没有批下来", fundsReturned = "80" };

        run.Act("交通局经办人", "Done", values);
        run.Act("联席会议秘书", "Approved", Met);

        var change = run.Last<ChangeProject>();
        (change.ItemId, change.Kind, change.By, change.Summary).ShouldBe(("i3", ChangeKind.Stop, "联席会议", "终止实施，收回资金 80.00 万元"));
    }

    [Theory]
    [InlineData("调整", null, "100.50", "2026-11-30", "no-change")]
    [InlineData("调整", null, null, "2026-04-14", "finish-passed")]
    [InlineData("替换", null, null, null, "no-replacement")]
    [InlineData("替换", "ZS26-0001", null, null, "no-replacement")]
    public void A_request_that_says_nothing_or_nonsense_is_refused(string kind, string? replacement, string? amount, string? finish, string code) =>
        Should.Throw<StimulusRefusedException>(() => Changing(Place()).Act("交通局经办人", "Done", Asked(kind, amount, finish, replacement: replacement))).Code.ShouldBe(code);

    [Fact]
    public void Without_an_amount_to_start_from_any_amount_needs_consent()
    {
        var run = Changing(Place().Change("i1", item => item with { Amount = null }));

        run.Act("交通局经办人", "Done", Asked(amount: "1"));

        run.Task.Title.ShouldContain("重大调整");
    }

    [Fact]
    public void A_stopped_project_is_not_asked_about_any_more()
    {
        var cycle = Place().Change("i1", item => item with { State = ProjectState.Stopped });
        cycle.Project = cycle.Item("i1");

        Changing(cycle).Outcome.ShouldBe("Approved");
    }

    [Fact]
    public void A_tolerance_that_is_no_ratio_is_refused() =>
        StepRun.Problems("Minsheng.Change", new { toleranceAmount = "一成" }).Single().Code.ShouldBe("bad-ratio");
}

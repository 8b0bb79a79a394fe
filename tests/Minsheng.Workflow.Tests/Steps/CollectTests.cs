using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Tests.Steps;

public class CollectTests
{
    private static FakeCycle Office() => new FakeCycle().With("GovOffice", "秘书").With("CountyNpcStaff", "经办人");

    private static DateTimeOffset CloseOfBusiness(int year, int month, int day) => new(year, month, day, 18, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void The_window_stays_open_for_the_days_given_and_closes_by_itself()
    {
        var run = StepRun.Of(Office(), "Minsheng.Collect", new { days = 30, channels = new[] { "群众", "代表" }, domains = new[] { "交通" } });
        var opened = run.Last<OpenCollection>();
        opened.Until.ShouldBe(CloseOfBusiness(2026, 5, 15));
        opened.Channels.ShouldBe(["群众", "代表"]);
        opened.Domains.ShouldBe(["交通"]);
        run.Cycle.WithItems(ItemStage.Proposal, 3);

        run.Ring("close");

        run.Outcome.ShouldBe("Done");
        run.All<CloseCollection>().Count.ShouldBe(1);
        run.Instance.Variables["ProposalCount"].ShouldBe(3d);
        run.Waits.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("09-30", 2026, 9, 30)]
    [InlineData("4-16", 2026, 4, 16)]
    [InlineData("04-15", 2027, 4, 15)]
    [InlineData("02-29", 2027, 2, 28)]
    public void A_month_and_day_mean_the_next_such_day(string monthDay, int year, int month, int day) =>
        StepRun.Of(Office(), "Minsheng.Collect", new { untilMonthDay = monthDay }).Last<OpenCollection>().Until.ShouldBe(CloseOfBusiness(year, month, day));

    [Fact]
    public void The_clerk_may_close_it_early()
    {
        var run = StepRun.Of(Office(), "Minsheng.Collect", new { });

        run.Act("秘书", "Done");

        run.Outcome.ShouldBe("Done");
        run.All<CloseCollection>().Count.ShouldBe(1);
        run.Waits.ShouldBeEmpty("the timer must not ring for a window that is closed");
    }

    [Fact]
    public void Extending_moves_the_end_the_timer_and_the_task()
    {
        var run = StepRun.Of(Office(), "Minsheng.Collect", new { days = 30 });

        run.Act("秘书", "Extend", new { reason = "群众反映时间不够", until = "2026-06-30" });

        run.Outcome.ShouldBeNull();
        run.Last<OpenCollection>().Until.ShouldBe(CloseOfBusiness(2026, 6, 30));
        run.Waits.Select(wait => (wait.Kind, wait.Due)).ShouldBe(
            [(WaitKind.Task, CloseOfBusiness(2026, 6, 30)), (WaitKind.Timer, CloseOfBusiness(2026, 6, 30))], "the timer of the old end is taken back");
        run.History.Last().ShouldBe("秘书把征集截止日期由2026年5月15日延长到2026年6月30日，理由：群众反映时间不够");

        run.Act("秘书", "Extend", new { reason = "再延长", until = "2026-07-10" });
        run.Ring("close");
        run.Now.ShouldBe(CloseOfBusiness(2026, 7, 10));
        run.Outcome.ShouldBe("Done");
    }

    [Fact]
    public void It_cannot_be_extended_backwards_or_without_a_reason()
    {
        var run = StepRun.Of(Office(), "Minsheng.Collect", new { days = 30 });
        var form = run.Task.Form;

        form.Check(new Dictionary<string, object?> { ["reason"] = "", ["until"] = "2026-05-15" }).Problems.Select(problem => problem.Path).ShouldBe(["reason", "until"]);
        var act = new Activities.Tasks.TaskAct(run.Task.Participants[0], "Extend", null, new() { ["reason"] = "理由", ["until"] = "2026-05-15" });
        Should.Throw<StimulusRefusedException>(() => run.Resume(run.Tasks.Single(), act)).Message.ShouldBe("延长后的截止日期应晚于2026年5月15日，请改正后再提交。");
        run.Waits.Count.ShouldBe(2);
    }

    [Fact]
    public void The_notice_is_published_with_its_places_filled_in()
    {
        var run = StepRun.Of(Office(), "Minsheng.Collect", new { days = 30, notice = "{{cycle.jurisdiction}}征集{{cycle.year}}年民生实事项目，截至{{until}}。" });

        var notice = run.Last<PublishDocument>();
        notice.Kind.ShouldBe("征集公告");
        notice.Title.ShouldBe("关于公开征集2026年民生实事项目建议的公告");
        notice.Body.ShouldBe("柞水县征集2026年民生实事项目，截至2026年5月15日。");
    }

    [Theory]
    [InlineData("""{"days":0}""", "out-of-range")]
    [InlineData("""{"untilMonthDay":"九月底"}""", "bad-month-day")]
    [InlineData("""{"untilMonthDay":"02-30"}""", "bad-month-day")]
    [InlineData("""{"assignees":[{}]}""", "bad-assignee")]
    [InlineData("""{"notice":"{{foo}}"}""", "unknown-placeholder")]
    public void A_definition_that_could_never_work_is_refused(string inputs, string code) =>
        StepRun.Problems("Minsheng.Collect", System.Text.Json.Nodes.JsonNode.Parse(inputs)!).Select(problem => problem.Code).ShouldBe([code]);
}

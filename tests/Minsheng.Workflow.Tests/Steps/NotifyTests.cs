using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine.Running;
using Notice = Minsheng.Workflow.Activities.Effects.Notify;

namespace Minsheng.Workflow.Tests.Steps;

public class NotifyTests
{
    private static FakeCycle Place() => new FakeCycle().With("GovOffice", "甲", "乙").With("交通局", "丙").WithItems(ItemStage.Project, 2).Change("i1", item => item with { LeadUnitId = "交通局" });

    private static StepRun Telling(object to, object? more = null) => StepRun.Of(
        Place(),
        [
            StepRun.Step("tell", "Minsheng.Notify", more ?? new { to, subject = "{{cycle.year}}年部署", text = "共 {{count}} 项。" }),
            StepRun.Step("again", "Minsheng.HumanTask", new { title = "再来", assignees = new[] { new { role = "GovOffice" } } }),
        ],
        "tell->again", "again->tell");

    [Fact]
    public void Everybody_is_told_once_a_passage_and_the_step_goes_on()
    {
        var run = Telling(new[] { new { role = "GovOffice" } });

        run.Act("甲", "Done");

        run.All<Notice>().Select(notice => (string.Join(' ', notice.To), notice.Subject, notice.Text)).ShouldBe([("甲 乙", "2026年部署", "共 2 项。"), ("甲 乙", "2026年部署", "共 2 项。")]);
        run.All<Notice>().Select(notice => notice.Key).Distinct().Count().ShouldBe(2, "the key is the passage's own");
    }

    [Fact]
    public void With_a_mark_of_its_own_the_key_stays_the_same()
    {
        var run = Telling("", new { to = new[] { new { role = "GovOffice" } }, subject = "部署", text = "请办理。", key = "kick-off" });

        run.Act("甲", "Done");

        run.All<Notice>().Select(notice => notice.Key).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void The_lead_department_in_a_cycle_is_every_project_s() =>
        Telling(new[] { new { role = "LeadDepartment" } }).Last<Notice>().To.ShouldBe(["丙"]);

    [Fact]
    public void Nobody_to_tell_does_not_stop_the_run()
    {
        var run = Telling(new[] { new { group = "没有的小组" } });

        run.All<Notice>().ShouldBeEmpty();
        run.History.Single().ShouldBe("通知“2026年部署”没有找到收件人，没有发出。");
        run.Waits.Single().Kind.ShouldBe(WaitKind.Task);
    }
}

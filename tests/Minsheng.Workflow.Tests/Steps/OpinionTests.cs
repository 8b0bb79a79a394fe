using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine;

namespace Minsheng.Workflow.Tests.Steps;

public class OpinionTests
{
    private const string Body = "县人大常委会会议";

    private static FakeCycle Office() => new FakeCycle()
        .With("CountyNpcStaff", "经办人").With("GovOffice", "秘书").With("财经委", "财经委主任").With(Body, "常委会秘书").WithItems(ItemStage.Project, 2);

    private static StepRun Begun(object? inputs = null) => StepRun.Of(Office(), "Minsheng.Opinion", inputs ?? new { title = "民生实事审议意见", body = Body });

    private static void Draft(StepRun run) => run.Act("经办人", "Done", new { text = "加快进度", documentNo = "柞人常〔2026〕5号" });

    private static void Handle(StepRun run, string report = "已研究处理") => run.Act("秘书", "Done", new { report });

    private static void Deliberate(StepRun run, bool accepted, int attendance = 20, string day = "2026-04-15") =>
        run.Act("常委会秘书", accepted ? "Accepted" : "Rework", new { meetingDate = day, attendance, opinion = "请继续巩固" }, accepted ? null : "资金仍未到位");

    [Fact]
    public void It_is_written_handed_over_handled_and_deliberated_again()
    {
        var run = Begun();
        run.Tasks.Single().Due.ShouldBeNull();
        run.Task.Participants.Single().Name.ShouldBe("经办人");

        Draft(run);
        var paper = run.Last<OpenFinding>();
        (paper.Kind, paper.ItemId, paper.Title, paper.Text, paper.IssuedBy, paper.IssuedTo)
            .ShouldBe(("审议意见", null, "民生实事审议意见（柞人常〔2026〕5号）", "加快进度", Body, "GovOffice办公室"));
        paper.Due.ShouldBe(new DateTimeOffset(2026, 7, 15, 18, 0, 0, TimeSpan.FromHours(8)), "three months by default");
        (run.Tasks.Single().Name, run.Tasks.Single().Due, run.Task.Body).ShouldBe(("handle", paper.Due, "加快进度"));

        Handle(run);
        run.Last<AdvanceFinding>().ShouldBe(new AdvanceFinding(paper.FindingId, FindingState.Answered, "已研究处理", "GovOffice办公室"));
        run.Task.Title.ShouldBe("县人大常委会会议再次审议：民生实事审议意见");

        Deliberate(run, accepted: true);
        run.Outcome.ShouldBe("Accepted");
        run.Last<AdvanceFinding>().ShouldBe(new AdvanceFinding(paper.FindingId, FindingState.Closed, "2026年4月15日县人大常委会会议再次审议，出席 20 人，同意办理情况报告。请继续巩固", Body));
    }

    [Fact]
    public void A_committee_comments_before_the_written_report()
    {
        var run = Begun(new { body = Body, committee = new[] { new { body = "财经委" } } });
        Draft(run);

        Handle(run, "初步处理情况");
        run.All<AdvanceFinding>().ShouldBeEmpty("it is not reported yet");
        run.Task.Body.ShouldBe("加快进度\n处理情况：初步处理情况");
        run.Act("财经委主任", "Done", new { comments = "请补充资金安排" });
        run.Task.Body.ShouldBe("加快进度\n委员会意见：请补充资金安排");
        run.Task.Form.Fields[0].Default.ShouldBe("初步处理情况");
        Handle(run, "补充后的报告");

        run.Last<AdvanceFinding>().Text.ShouldBe("补充后的报告");
        Deliberate(run, accepted: true);
        run.Outcome.ShouldBe("Accepted");
    }

    [Fact]
    public void Three_days_to_write_and_three_to_hand_over_and_the_months_run_from_there()
    {
        var run = Begun(new { body = Body, draftWorkingDays = 3, handOverWorkingDays = 3, handleMonths = 6 });
        run.Tasks.Single().Due.ShouldBe(At(4, 20));

        Draft(run);
        run.All<OpenFinding>().ShouldBeEmpty();
        (run.Tasks.Single().Name, run.Tasks.Single().Due).ShouldBe(("hand-over", At(4, 20)));
        Should.Throw<StimulusRefusedException>(() => run.Act("经办人", "Done", new { handedOverOn = "2026-04-17" })).Code.ShouldBe("future-day");
        run.Now = run.Now.AddDays(2);
        run.Act("经办人", "Done", new { handedOverOn = "2026-04-16" });

        run.Last<OpenFinding>().Due.ShouldBe(At(10, 16));
        run.Last<OpenFinding>().Title.ShouldEndWith("（柞人常〔2026〕5号）");

        static DateTimeOffset At(int month, int day) => new(2026, month, day, 18, 0, 0, TimeSpan.FromHours(8));
    }

    [Fact]
    public void Sent_back_it_goes_on_where_it_is_handled_and_can_still_be_accepted()
    {
        var run = Looped();
        Draft(run);
        Handle(run);
        run.Now = run.Now.AddMonths(1);

        Deliberate(run, accepted: false);

        run.Done.Last(line => !line.StartsWith("root:", StringComparison.Ordinal)).ShouldBe("opinion:Rework");
        run.Last<AdvanceFinding>().State.ShouldBe(FindingState.Open);
        run.Tasks.Single().Name.ShouldBe("handle");
        run.Task.Body.ShouldBe("加快进度\n第 1 次退回：资金仍未到位");
        run.Tasks.Single().Due.ShouldBe(new DateTimeOffset(2026, 8, 15, 18, 0, 0, TimeSpan.FromHours(8)), "three months from the day it came back");
        Handle(run, "资金已到位");
        Deliberate(run, accepted: true);

        run.Done.Last(line => !line.StartsWith("root:", StringComparison.Ordinal)).ShouldBe("opinion:Accepted");
        run.All<OpenFinding>().Count.ShouldBe(1, "it is one opinion throughout");
        run.All<AdvanceFinding>().Select(step => step.State).ShouldBe([FindingState.Answered, FindingState.Open, FindingState.Answered, FindingState.Closed]);
    }

    [Fact]
    public void Sent_back_twice_it_is_handed_up()
    {
        var run = Looped();
        Draft(run);
        Handle(run);
        Deliberate(run, accepted: false);
        Handle(run);
        Deliberate(run, accepted: false);

        run.Done.Last(line => !line.StartsWith("root:", StringComparison.Ordinal)).ShouldBe("opinion:Escalated");
        run.Waits.ShouldBeEmpty();
        run.Last<AdvanceFinding>().ShouldBe(new AdvanceFinding(
            run.Last<OpenFinding>().FindingId, FindingState.Escalated, "2026年4月15日县人大常委会会议再次审议，出席 20 人，第 2 次退回办理，提请采取进一步措施：资金仍未到位", Body));
    }

    [Fact]
    public void A_second_opinion_at_the_same_step_is_written_anew()
    {
        var run = StepRun.Of(Office(),
            [StepRun.Step("opinion", "Minsheng.Opinion", new { body = Body }), StepRun.Step("next", "Minsheng.HumanTask", new { title = "下一次会议", assignees = new[] { new { role = "GovOffice" } } })],
            "opinion:Accepted->next", "opinion:Rework->opinion", "next->opinion");
        Draft(run);
        Handle(run);
        Deliberate(run, accepted: false);
        Handle(run);
        Deliberate(run, accepted: true);
        run.Act("秘书", "Done");

        run.Tasks.Single().Name.ShouldBe("draft");
        Draft(run);
        run.All<OpenFinding>().Select(paper => paper.FindingId).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void A_meeting_without_more_than_half_its_members_cannot_deliberate()
    {
        var run = Begun(new { body = Body, members = 20 });
        Draft(run);
        Handle(run);

        Should.Throw<StimulusRefusedException>(() => Deliberate(run, accepted: true, attendance: 10)).Code.ShouldBe("no-quorum");
        Should.Throw<StimulusRefusedException>(() => Deliberate(run, accepted: false, attendance: 21)).Code.ShouldBe("no-quorum");
        Should.Throw<StimulusRefusedException>(() => Deliberate(run, accepted: true, attendance: 11, day: "2026-04-16")).Code.ShouldBe("future-day");
        run.All<AdvanceFinding>().Count.ShouldBe(1);
        run.Tasks.Single().Name.ShouldBe("deliberate");

        Deliberate(run, accepted: true, attendance: 11);
        run.Outcome.ShouldBe("Accepted");
    }

    [Fact]
    public void Sending_back_needs_a_reason_and_only_the_secretary_may_record_the_meeting()
    {
        var run = Begun();
        Draft(run);
        Handle(run);

        Should.Throw<StimulusRefusedException>(() => run.Act("常委会秘书", "Rework", new { meetingDate = "2026-04-15", attendance = 20 })).Code.ShouldBe("no-opinion");
        Should.Throw<StimulusRefusedException>(() => run.Act("秘书", "Accepted", new { meetingDate = "2026-04-15", attendance = 20 })).Code.ShouldBe("not-yours");
        run.Tasks.Single().Name.ShouldBe("deliberate");
    }

    [Fact]
    public void In_the_run_of_one_project_the_opinion_is_about_that_project()
    {
        var cycle = Office();
        cycle.Project = cycle.Item("i2");
        var run = StepRun.Of(cycle, "Minsheng.Opinion", new { body = Body });

        Draft(run);

        run.Last<OpenFinding>().ItemId.ShouldBe("i2");
    }

    [Fact]
    public void Settings_no_run_could_mend_are_refused() =>
        StepRun.Problems("Minsheng.Opinion", new { body = " ", draftWorkingDays = -1, handOverWorkingDays = -1, handleMonths = 0, members = -1, maxRounds = 0 })
            .Select(problem => problem.Path.Split('.')[^1]).Order().ShouldBe(["body", "draftWorkingDays", "handleMonths", "handOverWorkingDays", "maxRounds", "members"]);

    private static StepRun Looped() => StepRun.Of(Office(), [StepRun.Step("opinion", "Minsheng.Opinion", new { title = "民生实事审议意见", body = Body })], "opinion:Rework->opinion");
}

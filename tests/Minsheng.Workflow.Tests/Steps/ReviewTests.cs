using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Tests.Steps;

public class ReviewTests
{
    private static FakeCycle Shortlist(int count = 3) => new FakeCycle().With("县委常委会会议", "秘书").WithItems(ItemStage.Shortlisted, count);

    private static StepRun Reviewing(int members = 0, FakeCycle? cycle = null) =>
        StepRun.Of(cycle ?? Shortlist(), "Minsheng.Review", new { body = "县委常委会会议", verb = "审定", to = "Candidate", members });

    private static object Minutes(int attendance, string last = "不通过") => new
    {
        meetingDate = "2026-04-20",
        attendance,
        documentNo = "柞常纪〔2026〕3号",
        decisions = new object[]
        {
            new { item = "i1", verdict = "通过" },
            new { item = "i2", verdict = "通过" },
            new { item = "i3", verdict = last, reason = "与专项规划重复" },
        },
    };

    [Fact]
    public void The_secretary_records_item_by_item_what_the_meeting_decided()
    {
        var run = Reviewing();
        run.Task.Title.ShouldBe("县委常委会会议审定");
        run.Task.Participants.Single().Name.ShouldBe("秘书");

        run.Act("秘书", "Approved", Minutes(9));

        run.Outcome.ShouldBe("Approved");
        run.Last<DecideItems>().Decisions.Select(decision => (decision.ItemId, decision.Stage, decision.Verdict, decision.By)).ShouldBe(
        [
            ("i1", ItemStage.Candidate, "审定通过", "县委常委会会议"),
            ("i2", ItemStage.Candidate, "审定通过", "县委常委会会议"),
            ("i3", ItemStage.NotChosen, "审定不通过", "县委常委会会议"),
        ]);
        run.Last<DecideItems>().Decisions[2].Reason.ShouldBe("与专项规划重复");
        run.History.Last().ShouldBe("2026年4月20日县委常委会会议审定（柞常纪〔2026〕3号）：出席 9 人，通过 2 项，不通过 1 项。");
    }

    [Fact]
    public void More_than_all_members_cannot_attend()
    {
        var asked = Activities.Tasks.TaskSpec.Of(Reviewing(members: 11).Tasks.Single()).Form;
        asked.Fields.Single(field => field.Name == "attendance").Max.ShouldBe(11);
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    [InlineData(11, true)]
    public void Of_eleven_members_more_than_half_must_attend(int attendance, bool counts)
    {
        var run = Reviewing(members: 11);

        if (counts)
        {
            run.Act("秘书", "Approved", Minutes(attendance));
            run.Outcome.ShouldBe("Approved");
            return;
        }
        Should.Throw<StimulusRefusedException>(() => run.Act("秘书", "Approved", Minutes(attendance))).Code.ShouldBe("no-quorum");
        run.Effects.OfType<DecideItems>().ShouldBeEmpty();
        run.Tasks.Count().ShouldBe(1);
    }

    [Fact]
    public void Exactly_half_is_not_more_than_half()
    {
        var run = Reviewing(members: 10);

        Should.Throw<StimulusRefusedException>(() => run.Act("秘书", "Approved", Minutes(5)))
            .Message.ShouldBe("出席 5 人，没有超过组成人员 10 人的半数，会议不能作出决定；请核对出席人数，或待会议合法召开后再登记。");
        run.Incident.ShouldBeNull();

        run.Act("秘书", "Approved", Minutes(6));
        run.Outcome.ShouldBe("Approved");
    }

    [Fact]
    public void With_somebody_to_sign_afterwards_it_is_the_secretary_who_hears_that_the_meeting_cannot_decide()
    {
        var run = Reviewing(members: 10);
        run.Resume(run.Tasks.Single(), new TaskMove(TaskActKind.AddAfter, run.Task.Participants[0], [new PersonFact("主任", "主任", "", "")]));

        Should.Throw<StimulusRefusedException>(() => run.Act("秘书", "Approved", Minutes(5))).Code.ShouldBe("no-quorum");
        run.Act("秘书", "Approved", Minutes(6));
        run.Effects.OfType<DecideItems>().ShouldBeEmpty("nothing is decided before the last has signed");
        run.History.ShouldBeEmpty();
        run.Resume(run.Tasks.Single(), new TaskAct(new PersonFact("主任", "主任", "", ""), "Approved", null, []));

        run.Outcome.ShouldBe("Approved");
        run.All<DecideItems>().Count.ShouldBe(1);
    }

    [Fact]
    public void The_meeting_s_own_way_back_is_told_apart_from_one_person_s_act() =>
        Reviewing().Task.Actions.Select(action => action.Label).ShouldBe(["通过", "会议退回"]);

    [Fact]
    public void Sending_back_needs_an_opinion_but_no_form_and_decides_nothing()
    {
        var run = Reviewing(members: 11);

        Should.Throw<StimulusRefusedException>(() => run.Act("秘书", "Returned")).Code.ShouldBe("no-opinion");
        run.Act("秘书", "Returned", opinion: "请补充资金来源");

        run.Outcome.ShouldBe("Returned");
        run.Effects.OfType<DecideItems>().ShouldBeEmpty();
        run.History.Last().ShouldBe("县委常委会会议审定后退回：请补充资金来源");
    }

    [Fact]
    public void Approving_nothing_would_leave_the_year_without_projects_so_it_has_to_be_sent_back()
    {
        var run = Reviewing(cycle: Shortlist(1));

        Should.Throw<StimulusRefusedException>(() => run.Act("秘书", "Approved", new
        {
            meetingDate = "2026-04-20",
            attendance = 9,
            decisions = new[] { new { item = "i1", verdict = "不通过", reason = "资金没有落实" } },
        })).Code.ShouldBe("none-left");
        run.Effects.OfType<DecideItems>().ShouldBeEmpty();
        run.Act("秘书", "Returned", opinion: "请补充项目");

        run.Outcome.ShouldBe("Returned");
    }

    [Fact]
    public void An_empty_list_cannot_be_approved_only_sent_back()
    {
        var run = Reviewing(cycle: Shortlist(0));

        Should.Throw<StimulusRefusedException>(() => run.Act("秘书", "Approved", new { meetingDate = "2026-04-20", attendance = 9 })).Code.ShouldBe("no-items");
        run.Act("秘书", "Returned", opinion: "没有项目");

        run.Outcome.ShouldBe("Returned");
    }

    [Fact]
    public void Another_secretary_may_be_named()
    {
        var cycle = Shortlist().With("CountyNpcStaff", "经办人");
        var run = StepRun.Of(cycle, "Minsheng.Review", new { body = "县政府常务会议", secretary = new[] { new { role = "CountyNpcStaff" } } });

        run.Task.Participants.Single().Name.ShouldBe("经办人");
        run.Act("经办人", "Approved", Minutes(3, last: "通过"));
        run.Last<DecideItems>().Decisions.ShouldAllBe(decision => decision.Stage == ItemStage.Shortlisted, "an earlier review leaves them on the shortlist");
    }

    [Theory]
    [InlineData("""{}""", "missing-input")]
    [InlineData("""{"body":""}""", "missing-input")]
    [InlineData("""{"body":"会","members":-1}""", "out-of-range")]
    [InlineData("""{"body":"会","to":"Somewhere"}""", "wrong-value")]
    public void A_definition_that_could_never_work_is_refused(string inputs, string code) =>
        StepRun.Problems("Minsheng.Review", System.Text.Json.Nodes.JsonNode.Parse(inputs)!).Select(problem => problem.Code).ShouldBe([code]);
}

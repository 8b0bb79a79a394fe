using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;

namespace Minsheng.Workflow.Tests.Steps;

/// <summary>Limits, empty posts, the same person twice, copies.</summary>
public class HumanTaskRulesTests
{
    private static FakeCycle Cycle() => new FakeCycle().With("ScLeader", "甲", "乙").With("GovOffice", "丙").With("CountyNpcStaff", "经办人");

    private static StepRun Run(FakeCycle cycle, object inputs) => StepRun.Of(cycle, "Minsheng.HumanTask", inputs);

    [Fact]
    public void A_reminder_goes_once_to_whoever_has_it_and_to_the_office_and_the_task_stays()
    {
        var run = Run(Cycle(), new { title = "审核", assignees = new[] { new { role = "ScLeader" } }, dueWorkingDays = 3, onTimeout = "Remind" });

        run.Ring("due");

        run.Last<Notify>().To.ShouldBe(["甲", "乙", "经办人"]);
        run.Waits.Count.ShouldBe(1);
        run.Act("乙", "Done");
        run.Outcome.ShouldBe("Done");
    }

    [Fact]
    public void When_the_limit_passes_the_task_goes_to_others_and_both_names_stay()
    {
        var run = Run(Cycle(), new { title = "审核", assignees = new[] { new { role = "ScLeader" } }, dueWorkingDays = 3, onTimeout = "HandOver", handOverTo = new[] { new { role = "GovOffice" } } });

        run.Ring("due");

        run.Last<TaskCirculated>().Shares.Select(share => $"{share.Holder.Name} {share.State} {share.Kind} {share.FromName}").ShouldBe(["甲 Passed Given ", "丙 Open Transferred 甲", "乙 Passed Given "]);
        run.History.ShouldContain("“审核”已到期，由甲、乙转交丙办理。");
        Should.Throw<StimulusRefusedException>(() => run.Act("甲", "Done")).Message.ShouldBe("甲已把“审核”转给丙，不用再办理。");
        run.Act("丙", "Done");
        run.Outcome.ShouldBe("Done");
    }

    [Theory]
    [InlineData("Pass", "Done", null)]
    [InlineData("Stop", null, "“审核”找不到办理人，请先在人员管理中补上，再重试这一步。")]
    public void Nobody_to_ask_passes_or_stops_as_the_step_says(string rule, string? outcome, string? incident)
    {
        var run = Run(Cycle(), new { title = "审核", assignees = new[] { new { role = "Expert" } }, whenNobody = rule });

        run.Outcome.ShouldBe(outcome);
        run.Incident.ShouldBe(incident);
    }

    [Fact]
    public void Whoever_has_just_acted_is_not_asked_again_where_the_step_says_so()
    {
        object Asked(bool skip) => new { title = "审核", assignees = new[] { new { role = "GovOffice" } }, skipSamePerson = skip };
        var run = StepRun.Of(Cycle(), [StepRun.Step("first", "Minsheng.HumanTask", Asked(false)), StepRun.Step("second", "Minsheng.HumanTask", Asked(true)), StepRun.Step("third", "Minsheng.HumanTask", Asked(false))], "first->second", "second->third");

        run.Act("丙", "Done");

        run.Tasks.Single().ActivityId.ShouldBe("third");
        run.History.ShouldContain("“审核”的办理人丙刚办过上一步，自动按“完成”通过。");
    }

    [Fact]
    public void Copies_ratio_and_signature_are_told_to_the_host()
    {
        var run = Run(Cycle(), new
        {
            title = "审核", assignees = new[] { new { role = "ScLeader" } }, cc = new[] { new { role = "GovOffice" } }, signature = true, mode = "Ratio", ratio = "1/2",
            actions = new[] { new { outcome = "A", label = "同意" }, new { outcome = "B", label = "不同意" } },
        });

        (run.Task.Ratio, run.Task.NeedsSignature, run.Task.IsQuick).ShouldBe(("1/2", true, false));
        run.Task.Copies!.Select(person => person.Name).ShouldBe(["丙"]);
    }

    [Theory]
    [InlineData("Before", "Refuse", "Agree")]
    [InlineData("Beside", "Refuse", "Refuse")]
    [InlineData("After", "Refuse", "Refuse")]
    public void A_signer_without_a_vote_turns_the_answer_only_beside_and_after(string where, string said, string outcome)
    {
        var run = Run(Cycle(), new { title = "审核", assignees = new[] { new { role = "GovOffice" } }, actions = new[] { new { outcome = "Agree", label = "同意" }, new { outcome = "Refuse", label = "不同意" } } });
        var (holder, signer) = (run.Task.Participants[0], new Activities.Facts.PersonFact("甲", "甲", "", ""));
        run.Resume(run.Tasks.Single(), new TaskMove(Enum.Parse<TaskActKind>($"Add{where}"), holder, [signer]));

        foreach (var (who, what) in where == "After" ? [("丙", "Agree"), ("甲", said)] : new[] { ("甲", said), ("丙", "Agree") }) run.Act(who, what);

        run.Outcome.ShouldBe(outcome);
    }
}

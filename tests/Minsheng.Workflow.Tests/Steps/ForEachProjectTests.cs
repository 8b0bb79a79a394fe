using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Tests.Steps;

public class ForEachProjectTests
{
    private static StepRun Starting(int projects) =>
        StepRun.Of(new FakeCycle().WithItems(ItemStage.Project, projects), "Minsheng.ForEachProject", new { childDefinitionId = "supervision", title = "督办" });

    [Fact]
    public void A_child_is_started_for_every_project()
    {
        var children = Starting(3).All<StartChild>();

        children.Count.ShouldBe(3);
        children.ShouldAllBe(child => child.DefinitionId == "supervision" && child.Notice == ChildNotice.WhenFinished);
        children.Select(child => child.Key).Distinct().Count().ShouldBe(3);
        children[1].Input["projectId"].ShouldBe("i2");
        children[1].Input["projectNumber"].ShouldBe("ZS26-0002");
        children[1].Input["projectTitle"].ShouldBe("项目2");
        children[1].Input["title"].ShouldBe("督办：项目2");
    }

    [Fact]
    public void It_waits_until_every_child_has_reported_once()
    {
        var run = Starting(2);
        var keys = run.All<StartChild>().Select(child => child.Key).ToList();
        run.Waits.Single().Name.ShouldBe("projects");

        run.Report(keys[0], SubStatus.Cancelled);
        run.Report(keys[0], SubStatus.Cancelled);
        run.Report("somebody else's");
        run.Outcome.ShouldBeNull("a report repeated or misdirected must not stand for a child still running");
        run.Report(keys[1]);

        run.Outcome.ShouldBe("Done");
        run.History.Single().ShouldContain("没有正常办完");
    }

    [Fact]
    public void Without_projects_it_goes_on_at_once()
    {
        var run = Starting(0);

        run.Outcome.ShouldBe("Done");
        run.All<StartChild>().ShouldBeEmpty();
    }

    [Fact]
    public void A_second_passage_starts_children_of_its_own()
    {
        var cycle = new FakeCycle().With("GovOffice", "秘书").WithItems(ItemStage.Project, 1);
        var run = StepRun.Of(
            cycle,
            [
                StepRun.Step("each", "Minsheng.ForEachProject", new { childDefinitionId = "supervision" }),
                StepRun.Step("again", "Minsheng.HumanTask", new { title = "再来一次", assignees = new[] { new { role = "GovOffice" } } }),
            ],
            "each->again", "again->each");
        run.Report(run.Last<StartChild>().Key);

        run.Act("秘书", "Done");

        run.All<StartChild>().Select(child => child.Key).Distinct().Count().ShouldBe(2);
        run.Waits.Single().Kind.ShouldBe(WaitKind.Child);
    }

    [Fact]
    public void A_step_without_a_child_definition_is_refused() =>
        StepRun.Problems("Minsheng.ForEachProject", new { childDefinitionId = " " }).Single().Code.ShouldBe("missing-input");

    [Fact]
    public void Only_projects_of_the_scope_get_a_child_and_stopped_ones_never()
    {
        var cycle = new FakeCycle().WithItems(ItemStage.Project, 4)
            .Change("i1", item => item with { State = ProjectState.Stopped }).Change("i2", item => item with { State = ProjectState.Finished });

        Ids("All").ShouldBe(["i2", "i3", "i4"]);
        Ids("Underway").ShouldBe(["i3", "i4"]);
        Ids("Finished").ShouldBe(["i2"]);
        StepRun.Of(cycle, "Minsheng.ForEachProject", new { childDefinitionId = "look-back", scope = "CarriedOver" }).History.Single().ShouldBe("“这一步”没有延续到下一年度的项目，不启动子方案。");

        string?[] Ids(string scope) => [.. StepRun.Of(cycle, "Minsheng.ForEachProject", new { childDefinitionId = "look-back", scope }).All<StartChild>().Select(child => child.Input["projectId"] as string)];
    }

    [Fact]
    public void Told_to_go_on_at_once_it_waits_for_nobody()
    {
        var run = StepRun.Of(new FakeCycle().WithItems(ItemStage.Project, 2), "Minsheng.ForEachProject", new { childDefinitionId = "supervision", goOn = "AtOnce" });

        run.Outcome.ShouldBe("Done");
        run.All<StartChild>().ShouldAllBe(child => child.Notice == ChildNotice.Never);
        run.All<StartChild>().Count.ShouldBe(2);
    }
}

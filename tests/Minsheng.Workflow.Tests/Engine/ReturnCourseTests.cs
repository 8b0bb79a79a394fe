using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;
using Shouldly;
using Xunit;

namespace Minsheng.Workflow.Tests.Engine;

public class ReturnCourseTests
{
    [Fact]
    public void The_step_gone_back_to_waits_again_and_every_level_runs_again()
    {
        var run = Chart("a>b b>c").Resume("a").Resume("b").Return("c", "a");
        run.Waits.ShouldBe(["a"]);
        run.Resume("a").Waits.ShouldBe(["b"]);
        run.Resume("b").Resume("c").Status.ShouldBe("Finished/Finished");
    }

    [Fact]
    public void Straight_back_hands_the_returning_step_out_anew_at_once()
    {
        var run = Chart("a>b b>c").Resume("a").Resume("b").Return("c", "a", straightBack: true);
        run.Waits.ShouldBe(["a"]);
        run.Resume("a").Waits.ShouldBe(["c"]);
        run.Resume("c").Status.ShouldBe("Finished/Finished");
    }

    [Fact]
    public void Straight_back_another_way_follows_the_chart()
    {
        var run = Chart("a:Done>b a:No>d b>c").Resume("a").Resume("b").Return("c", "a", straightBack: true);
        run.Resume("a", "No").Waits.ShouldBe(["d"]);
    }

    [Fact]
    public void Parallel_branches_that_do_not_rest_on_the_step_go_on()
    {
        var run = Chart("s>a s>p a>b b>j p>j j>k").Resume("s").Resume("a").Resume("p").Return("b", "a");
        run.Waits.ShouldBe(["a"]);
        run.Resume("a").Resume("b").Waits.ShouldBe(["j"]);
    }

    [Fact]
    public void Both_branches_begin_again_when_one_goes_back_to_before_the_fork()
    {
        var run = Chart("a>b a>c b>j c>j").Resume("a").Resume("b").Return("c", "a");
        run.Waits.ShouldBe(["a"]);
        run.Resume("a").Waits.ShouldBe(["b", "c"]);
        run.Resume("c").Waits.ShouldBe(["b"]);
        run.Resume("b").Waits.ShouldBe(["j"]);
    }

    [Fact]
    public void A_loop_counts_as_though_the_undone_lap_had_not_been_run()
    {
        var run = Chart("a>b b:Again>a b:Done>c").Resume("a").Resume("b", "Again").Resume("a").Return("b", "a");
        run.Waits.ShouldBe(["a"]);
        run.Resume("a").Resume("b", "Again").Resume("a").Resume("b").Waits.ShouldBe(["c"]);
    }

    [Fact]
    public void A_branch_that_lost_a_race_begins_again_when_the_race_is_undone()
    {
        var run = Chart("s>a s>p a>j p>j j>k", join: "j").Resume("s").Resume("a");
        run.Waits.ShouldBe(["k"]);
        run.Return("k", "a").Waits.ShouldBe(["p", "a"]);
        run.Resume("p").Waits.ShouldBe(["k"]);
    }

    [Fact]
    public void A_return_while_another_waits_to_go_straight_back_keeps_both_in_order()
    {
        var run = Chart("a>b b>c c>d").Resume("a").Resume("b").Resume("c");
        run.Return("d", "b", straightBack: true).Return("b", "a", straightBack: true);
        run.Waits.ShouldBe(["a"]);
        run.Resume("a").Waits.ShouldBe(["b"]);
        run.Resume("b").Waits.ShouldBe(["d"]);
    }

    [Fact]
    public void Targets_are_told_newest_first_and_only_those_that_led_here()
    {
        var run = Chart("s>a s>p a>b b>c").Resume("s").Resume("p").Resume("a").Resume("b");
        run.TargetsAt(0).Select(target => target.ActivityId).ShouldBe(["b", "a", "s"]);
    }

    [Fact]
    public void Nobody_goes_back_over_what_cannot_be_undone()
    {
        var run = Chart("a>x x>b b>c", barrier: "x").Resume("a").Resume("x", input: "ok").Resume("b");
        run.TargetsAt(0).Select(target => target.ActivityId).ShouldBe(["b"]);
        Should.Throw<ReturnRefusedException>(() => run.Return("c", "a")).Message
            .ShouldBe("“x”已经办理，结果不能收回，所以不能退回到它前面的“a”；请退回到它之后的步骤，或者在这一步写明意见办理。");
    }

    [Fact]
    public void A_withdrawn_answer_opens_the_step_again_with_what_it_had_kept()
    {
        var run = Chart("a>b").Resume("a").Reopen("root:a", kept: new { others = 2 });
        run.Waits.ShouldBe(["a"]);
        run.Resume("a").Waits.ShouldBe(["b"]);
    }

    [Fact]
    public void A_run_stored_before_passages_were_remembered_still_loads()
    {
        var definition = FlowRun.Compile(ElsaJson.Read(Json("a>b b>c", null, null)));
        var instance = Burst.Start(definition, "run", default).Instance;
        var old = System.Text.RegularExpressions.Regex.Replace(System.Text.Encoding.UTF8.GetString(InstanceJson.Write(instance)), ",\"passages\":\\[[^\\]]*\\]", "");
        old.ShouldNotContain("passages");
        var loaded = InstanceJson.Read(System.Text.Encoding.UTF8.GetBytes(old), definition);
        Burst.Resume(definition, loaded, new Stimulus("w1"), default);
        Returns.Of(definition, loaded, loaded.Bookmarks.Single()).Single().ActivityId.ShouldBe("a");
    }

    private static FlowRun Chart(string arrows, string? join = null, string? barrier = null) => FlowRun.Start(Json(arrows, join, barrier));

    /// <summary>Steps that wait, and arrows as "a>b" or "a:No>b".</summary>
    private static string Json(string arrows, string? join, string? barrier)
    {
        var drawn = arrows.Split(' ').Select(arrow => arrow.Split('>')).Select(ends => (From: ends[0].Split(':')[0], Port: ends[0].Contains(':') ? ends[0].Split(':')[1] : "Done", To: ends[1])).ToList();
        var steps = drawn.SelectMany(arrow => new[] { arrow.From, arrow.To }).Distinct().Select(id =>
            $$"""{ "id": "{{id}}", "type": "{{(id == join ? "Elsa.FlowJoin" : id == barrier ? "Elsa.RunTask" : "Minsheng.Wait")}}", "version": 1, "mode": { "typeName": "FlowJoinMode", "expression": { "type": "Literal", "value": "WaitAny" } } }""");
        var connections = drawn.Select(arrow => $$"""{ "source": { "activity": "{{arrow.From}}", "port": "{{arrow.Port}}" }, "target": { "activity": "{{arrow.To}}", "port": "In" } }""");
        return $$"""{ "definitionId": "d", "name": "d", "root": { "id": "root", "type": "Elsa.Flowchart", "version": 1, "activities": [ {{string.Join(',', steps)}} ], "connections": [ {{string.Join(',', connections)}} ] } }""";
    }
}

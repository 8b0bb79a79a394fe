using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Moving;
using Minsheng.Workflow.Engine.Running;
using Shouldly;
using Xunit;

namespace Minsheng.Workflow.Tests.Engine.Moving;

/// <summary>A run goes on under another version of its definition.</summary>
public class VersionMoveTests
{
    [Fact]
    public void A_step_put_in_ahead_is_run_and_one_behind_is_not()
    {
        var run = Charts.Run("a>b b>c c>d").Resume("a").Resume("b");
        var plan = run.Move(Charts.Of("a>x x>b b>c c>y y>d"));
        plan.Questions.ShouldBeEmpty();
        run.Waits.ShouldBe(["c"]);
        run.Resume("c").Waits.ShouldBe(["y"]);
        run.Resume("y").Resume("d").Status.ShouldBe("Finished/Finished");
    }

    [Fact]
    public void A_step_put_in_right_before_an_open_one_lies_behind_it()
    {
        var run = Charts.Run("a>b b>c").Resume("a");
        run.Move(Charts.Of("a>x x>b b>c")).Begins.ShouldBeEmpty();
        run.Resume("b").Waits.ShouldBe(["c"]);
    }

    [Fact]
    public void In_a_loop_the_next_lap_runs_what_was_put_in()
    {
        var run = Charts.Run("s>a a>b b>c c:Again>a c:Done>e").Resume("s").Resume("a").Resume("b").Resume("c", "Again").Resume("a");
        run.Move(Charts.Of("s>a a>x x>b b>y y>c c:Again>a c:Done>e")).Questions.ShouldBeEmpty();
        run.Resume("b").Waits.ShouldBe(["y"]);
        run.Resume("y").Resume("c", "Again").Resume("a").Waits.ShouldBe(["x"]);
        run.Resume("x").Resume("b").Resume("y").Resume("c").Waits.ShouldBe(["e"]);
    }

    [Fact]
    public void An_open_step_that_is_gone_is_asked_about_and_the_run_goes_on_where_it_is_told()
    {
        var run = Charts.Run("a>b b>c c>d").Resume("a");
        var now = Charts.Of("a>c c>d");
        var plan = run.PlanMove(now);
        plan.IsReady.ShouldBeFalse();
        var question = plan.Questions.ShouldHaveSingleItem();
        (question.Kind, question.Title, question.Sentence).ShouldBe((MoveQuestionKind.Gone, "b", "正在办“b”，新版里没有这一步。"));
        question.Options.Select(option => option.Key).ShouldBe(["go-to:c", "go-to:a", "go-to:d", "withdraw"]);

        var moved = run.Move(now, _ => "go-to:c");
        moved.Withdrawn.ShouldHaveSingleItem().ActivityId.ShouldBe("b");
        run.Waits.ShouldBe(["c"]);
        run.Resume("c").Resume("d").Status.ShouldBe("Finished/Finished");
    }

    [Fact]
    public void Going_on_further_ahead_passes_by_what_lies_between()
    {
        var run = Charts.Run("a>b b>c c>d d>e").Resume("a");
        run.Move(Charts.Of("a>c c>d d>e"), _ => "go-to:d");
        run.Waits.ShouldBe(["d"]);
        run.Resume("d").Waits.ShouldBe(["e"]);
    }

    [Fact]
    public void Going_back_to_a_step_that_is_done_runs_it_and_what_follows_again()
    {
        var run = Charts.Run("a>b b>c c>d").Resume("a").Resume("b");
        run.Move(Charts.Of("a>b b>d"), _ => "go-to:b");
        run.Waits.ShouldBe(["b"]);
        run.Resume("b").Waits.ShouldBe(["d"]);
    }

    [Fact]
    public void A_withdrawn_step_ends_its_branch_and_a_join_behind_it_does_not_wait_for_it()
    {
        var run = Charts.Run("s>a s>b a>j b>j j>e").Resume("s");
        run.Move(Charts.Of("s>a a>j j>e"), _ => "withdraw");
        run.Waits.ShouldBe(["a"]);
        run.Resume("a").Waits.ShouldBe(["j"]);

        var last = Charts.Run("s>a s>b a>j b>j j>e").Resume("s").Resume("a");
        last.Move(Charts.Of("s>a a>j j>e"), question => question.Kind == MoveQuestionKind.Gone ? "withdraw" : "start").Questions.Select(question => question.Kind).ShouldBe([MoveQuestionKind.Gone, MoveQuestionKind.Owed]);
        last.Waits.ShouldBe(["j"]);
    }

    [Fact]
    public void A_new_branch_beside_the_open_step_is_asked_about_and_its_join_does_not_wait_for_ever()
    {
        foreach (var (answer, waits) in new[] { ("start", new[] { "b", "n" }), ("skip", ["b"]) })
        {
            var run = Charts.Run("a>b b>j").Resume("a");
            var plan = run.Move(Charts.Of("a>b a>n n>j b>j"), _ => answer);
            plan.Questions.ShouldHaveSingleItem().Sentence.ShouldBe("新版里“n”前面的步骤都已办过，这件事却没有经过它。");
            run.Waits.ShouldBe(waits);
            foreach (var wait in waits) run.Resume(wait);
            run.Waits.ShouldBe(["j"]);
        }
    }

    [Fact]
    public void A_join_that_waited_only_for_an_arrow_that_is_gone_is_asked_about()
    {
        var run = Charts.Run("s>a s>b a>j b>j j>e b>k").Resume("s").Resume("a");
        var now = Charts.Of("s>a s>b a>j j>e b>k");
        run.PlanMove(now).Questions.ShouldHaveSingleItem().Kind.ShouldBe(MoveQuestionKind.Owed);
        run.Move(now, _ => "start").Begins.ShouldHaveSingleItem().Id.ShouldBe("j");
        run.Waits.ShouldBe(["b", "j"]);
        run.Resume("j").Resume("b").Waits.ShouldBe(["e", "k"]);
    }

    [Fact]
    public void A_done_step_that_now_comes_later_is_done_again_or_not_as_chosen()
    {
        var again = Charts.Run("a>b b>c c>d").Resume("a").Resume("b");
        again.Move(Charts.Of("a>c c>b b>d"), question => question.Kind == MoveQuestionKind.Earlier ? "again" : throw new InvalidOperationException(question.Sentence));
        again.Waits.ShouldBe(["c"]);
        again.Resume("c").Waits.ShouldBe(["b"]);
        again.Resume("b").Waits.ShouldBe(["d"]);
    }

    [Fact]
    public void An_open_step_that_now_waits_for_another_is_taken_back_or_goes_on_as_chosen()
    {
        var back = Charts.Run("s>a s>b a>e b>e").Resume("s");
        back.Move(Charts.Of("s>a s>b a>b b>e"), question => question.Kind == MoveQuestionKind.Overtaken ? "wait" : throw new InvalidOperationException(question.Sentence)).Withdrawn.Single().ActivityId.ShouldBe("b");
        back.Waits.ShouldBe(["a"]);
        back.Resume("a").Waits.ShouldBe(["b"]);
        back.Resume("b").Waits.ShouldBe(["e"]);

        var on = Charts.Run("s>a s>b a>e b>e").Resume("s");
        on.Move(Charts.Of("s>a s>b a>b b>e"), _ => "go-on");
        on.Waits.ShouldBe(["a", "b"]);
        on.Resume("a").Waits.ShouldBe(["b"]);
        on.Resume("b").Waits.ShouldBe(["e"]);
    }

    [Fact]
    public void A_join_of_all_ways_whose_new_way_was_not_taken_is_asked_about()
    {
        var now = Charts.Of("a:Yes>b a:No>j b>j j>e", all: "j");
        var run = Charts.Run("a:Yes>b b>j j>e", all: "j").Resume("a", "Yes");
        run.PlanMove(now).Questions.ShouldHaveSingleItem().Kind.ShouldBe(MoveQuestionKind.Doomed);
        run.Move(now, _ => "enter");
        run.Resume("b").Waits.ShouldBe(["e"]);
    }

    [Fact]
    public void A_way_that_was_not_taken_is_not_taken_by_an_arrow_drawn_later()
    {
        var run = Charts.Run("a:Yes>b b>e").Resume("a", "Yes");
        run.Move(Charts.Of("a:Yes>b a:No>x x>e b>e")).Questions.ShouldBeEmpty();
        run.Resume("b").Waits.ShouldBe(["e"]);
    }

    [Fact]
    public void A_step_of_another_kind_is_handed_out_anew()
    {
        var run = Charts.Run("a>b b>c").Resume("a");
        var plan = run.Move(Charts.Of("a>b b>c", step: "b"), question => question.Options[0].Key);
        plan.Questions.ShouldHaveSingleItem().Sentence.ShouldBe("正在办“b”，新版里换成了另一种步骤。");
        run.Waits.ShouldBe(["b"]);
        run.Instance.Bookmarks.Single().Id.ShouldNotBe("w2");
        run.Resume("b").Waits.ShouldBe(["c"]);
    }

    [Fact]
    public void A_sequence_goes_on_from_the_open_step_wherever_it_stands_now()
    {
        var run = FlowRun.Start(Charts.SequenceJson("Elsa.Sequence", "a b c")).Resume("a");
        run.Move(Charts.Sequence("x a y b z c")).Questions.ShouldBeEmpty();
        run.Resume("b").Waits.ShouldBe(["z"]);
        run.Move(Charts.Sequence("a b c"), question => question.Options[0].Key);
        run.Waits.ShouldBe(["c"]);
    }

    [Fact]
    public void Of_steps_done_at_the_same_time_one_may_go_and_another_may_come()
    {
        var run = FlowRun.Start(Charts.SequenceJson("Elsa.Parallel", "a b c")).Resume("a");
        run.Move(FlowRun.Compile(ElsaJson.Read(Charts.SequenceJson("Elsa.Parallel", "a c d"))), question => question.Options[0].Key);
        run.Waits.ShouldBe(["c", "d"]);
        run.Resume("c").Resume("d").Status.ShouldBe("Finished/Finished");
    }

    [Theory]
    [InlineData("Elsa.Flowchart")]
    [InlineData("Elsa.Sequence")]
    public void A_step_put_into_a_container_stays_open_there_and_comes_out_again(string type)
    {
        var run = Charts.Run("a>b b>c c>d").Resume("a");
        var framed = Charts.Framed("a>f f>d", "f", type, "x b c");
        var plan = run.Move(framed);
        (plan.Questions.Count, plan.Withdrawn.Count, plan.Begins.Count).ShouldBe((0, 0, 0));
        run.Instance.Bookmarks.Single().Execution.Place.NodeId.ShouldBe("root:f:b");
        run.Resume("b").Waits.ShouldBe(["c"]);
        run.Move(Charts.Of("a>b b>c c>d d>e")).Questions.ShouldBeEmpty();
        run.Instance.Bookmarks.Single().Execution.Place.NodeId.ShouldBe("root:c");
        run.Resume("c").Resume("d").Resume("e").Status.ShouldBe("Finished/Finished");
        run.Done.Count(step => step is "a" or "b" or "c" or "x").ShouldBe(3);
    }

    [Fact]
    public void On_a_later_lap_a_step_put_into_a_container_goes_on_and_what_is_behind_it_is_waited_for()
    {
        var run = Charts.Run("s>a a>b b>c c:Again>a c:Done>e").Resume("s").Resume("a").Resume("b").Resume("c", "Again").Resume("a");
        run.Move(Charts.Framed("s>a a>f f>c c:Again>a c:Done>e", "f", "Elsa.Flowchart", "b y")).Questions.ShouldBeEmpty();
        run.Resume("b").Waits.ShouldBe(["y"]);
        run.Resume("y").Waits.ShouldBe(["c"]);
        run.Resume("c", "Again").Resume("a").Resume("b").Resume("y").Resume("c").Waits.ShouldBe(["e"]);
    }

    [Fact]
    public void A_step_put_where_things_are_done_at_the_same_time_or_again_and_again_is_asked_about_with_the_reason()
    {
        foreach (var (type, why) in new[] { ("Elsa.Parallel", "“f”要重复、分路或同时办，不能从中间办起"), ("Elsa.While", "“f”要重复、分路或同时办，不能从中间办起") })
        {
            var run = Charts.Run("a>b b>c").Resume("a");
            var now = Charts.Framed("a>f f>c", "f", type, "b");
            var question = run.PlanMove(now).Questions.ShouldHaveSingleItem();
            question.Sentence.ShouldBe($"正在办“b”，新版把它移到了“f”里，不能原样接着办：{why}。");
            (question.Options[0].Key, question.Options[0].Words).ShouldBe(("go-to:f", "撤销它，从“f”开头办起，“b”在它里面"));
            run.Move(now, _ => question.Options[0].Key).Withdrawn.ShouldHaveSingleItem();
            run.Waits.ShouldBe(["b"]);
            run.Instance.Bookmarks.Single().Execution.Place.Parent!.Id.ShouldBe("f");
        }
        var inside = Charts.Start("a>f f>c", "f", "Elsa.Parallel", "b y").Resume("a");
        var taken = inside.PlanMove(Charts.Of("a>b b>c")).Questions.ShouldHaveSingleItem();
        (taken.Sentence, taken.Options[0].Key, taken.Options[0].Words).ShouldBe(("正在办“b”，新版把它移到了最外面一层，不能原样接着办：“f”要重复、分路或同时办，不能从中间办起。", "go-to:b", "撤销它，按新版重新办“b”"));
    }

    [Fact]
    public void A_done_step_that_comes_again_with_its_new_container_and_an_undone_one_that_does_not_are_told()
    {
        var again = Charts.Run("a>b b>c c>d").Resume("a").Resume("b");
        again.PlanMove(Charts.Framed("a>c c>f f>d", "f", "Elsa.Sequence", "b")).Notes.ShouldContain(note => note.IsGrave && note.Sentence == "“b”已经办过，新版把它移到了别处：轮到“f”时会再办一次。");
        var never = Charts.Run("a>b b>c c>d").Resume("a");
        never.PlanMove(Charts.Framed("a>f f>b b>d", "f", "Elsa.Sequence", "c")).Notes.ShouldContain(note => note.IsGrave && note.Sentence == "“c”还没有办过，新版把它移到了已经办到的步骤之前：不会再办。");
    }

    [Fact]
    public void What_stands_in_a_container_that_is_taken_back_is_withdrawn_with_it_and_nothing_begins_in_it()
    {
        var run = Charts.Start("s>a s>f", "f", "Elsa.Flowchart", "b c").Resume("s");
        var plan = run.Move(Charts.Framed("s>a a>f", "f", "Elsa.Flowchart", "b c"), _ => "wait");
        plan.Withdrawn.ShouldHaveSingleItem().ActivityId.ShouldBe("b");
        run.Waits.ShouldBe(["a"]);
        run.Resume("a").Resume("b").Resume("c").Status.ShouldBe("Finished/Finished");
    }

    [Fact]
    public void Settings_stay_as_at_the_start_and_variables_come_or_are_converted()
    {
        const string Before = """ "inputs": [{ "name": "days", "type": "Int32", "defaultValue": 60 }], "variables": [{ "id": "1", "name": "sum", "typeName": "String", "value": "12" }, { "id": "2", "name": "word", "typeName": "String", "value": "很多" }], """;
        const string After = """ "inputs": [{ "name": "days", "type": "Int32", "defaultValue": 45 }, { "name": "more", "type": "Int32", "defaultValue": 5 }], "variables": [{ "id": "1", "name": "sum", "typeName": "Int32", "value": "0" }, { "id": "2", "name": "word", "typeName": "Int32", "value": "7" }, { "id": "3", "name": "new", "typeName": "String", "value": "甲" }], """;
        var run = Charts.Run("a>b", extra: Before);
        var plan = run.Move(Charts.Of("a>b", extra: After));
        (run.Instance.Input["days"], run.Instance.Input["more"]).ShouldBe((60d, 5d));
        (run.Instance.Variables["sum"], run.Instance.Variables["word"], run.Instance.Variables["new"]).ShouldBe((12d, 7d, "甲"));
        plan.Notes.Select(note => note.Sentence).ShouldBe(
        [
            "设置“days”的默认值改为“45”，这件事仍按启动时定的“60”。",
            "新加的设置“more”取默认值“5”。",
            "办理中记下的“sum”改了填法，已记下的“12”照旧使用。",
            "办理中记下的“word”改了填法，已记下的“很多”用不上，改从“7”算起。",
        ]);
    }

    [Fact]
    public void Going_back_over_what_was_moved_is_kept_where_nothing_there_changed_and_forgotten_elsewhere()
    {
        var ahead = Charts.Run("a>b b>c c>d").Resume("a").Resume("b");
        ahead.Move(Charts.Of("a>b b>c c>x x>d"));
        ahead.TargetsAt(0).Select(target => target.ActivityId).ShouldBe(["b", "a"]);
        ahead.Return("c", "a").Waits.ShouldBe(["a"]);

        var behind = Charts.Run("a>b b>c c>d").Resume("a").Resume("b");
        behind.Move(Charts.Of("a>x x>b b>c c>d")).Notes.Select(note => note.Sentence).ShouldHaveSingleItem().ShouldContain("不能再退回");
        behind.TargetsAt(0).ShouldBeEmpty();
        behind.Resume("c").TargetsAt(0).Select(target => target.ActivityId).ShouldBe(["c"]);
    }

    [Fact]
    public void A_button_that_leads_nowhere_any_more_is_told()
    {
        var run = Charts.Run("a>b b:No>a b:Done>c").Resume("a");
        run.PlanMove(Charts.Of("a>b b:Done>c")).Notes.ShouldContain(note => note.IsGrave && note.Sentence.Contains("如果办成“No”"));
    }

    [Fact]
    public void What_has_ended_is_not_moved()
    {
        var run = Charts.Run("a>b").Resume("a").Resume("b");
        run.PlanMove(Charts.Of("a>b b>c")).Refusals.ShouldHaveSingleItem();
        FlowRun.Start(Charts.SequenceJson("Elsa.Sequence", "a b")).PlanMove(Charts.Of("a>b")).Refusals.ShouldHaveSingleItem().ShouldContain("接不上");
    }
}

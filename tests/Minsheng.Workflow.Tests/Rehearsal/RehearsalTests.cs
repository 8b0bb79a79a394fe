using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Rehearsal;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Tests.Rehearsal;

public sealed class RehearsalTests
{
    private static RehearsalPlan Loop(string type, string member, string value) => new(new WorkflowDefinition(JsonNode.Parse($$"""
        {"definitionId": "loop", "name": "循环", "root": {"type": "Elsa.Flowchart", "id": "root",
         "activities": [{"id": "again", "type": "{{type}}", "{{member}}": {"typeName": "String", "expression": {"type": "Literal", "value": "{{value}}"} } } ],
         "connections": [{"source": {"activity": "again", "port": "Done"}, "target": {"activity": "again", "port": "In"} } ] } }
        """)!.AsObject()), new DateOnly(2026, 1, 5));

    private static RehearsalReport Play(RehearsalPlan plan) => Activities.Rehearsal.Rehearsal.Play(plan);

    [Fact]
    public void The_same_seed_gives_the_same_report_to_the_letter()
    {
        var first = Shipped.Play().ToJsonText();

        Shipped.Play().ToJsonText().ShouldBe(first);
        Shipped.Play(change: plan => plan with { Seed = 2 }).ToJsonText().ShouldNotBe(first);
    }

    [Fact]
    public void A_restart_after_every_burst_changes_nothing() =>
        Shipped.Play(change: plan => plan with { Reload = false }).ToJsonText().ShouldBe(Shipped.Play().ToJsonText());

    [Theory, InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7)]
    public void Other_people_and_other_luck_come_to_the_end_as_well(int seed)
    {
        var report = Shipped.Play(change: plan => plan with { Seed = seed, Deputies = 54, Proposals = 200 });

        report.Status.ShouldBe(RehearsalStatus.Finished);
        report.Events.ShouldNotContain(line => line.Kind == "refused" || line.Kind == "fault");
        report.Items.Adopted.ShouldBe(10);
    }

    [Fact]
    public void The_report_has_the_members_the_command_line_promises()
    {
        var json = Shipped.Play().ToJson().AsObject();

        json.Select(member => member.Key).ShouldBe(["status", "days", "events", "items", "ballots", "ratings", "documents", "mails"]);
        json["events"]![0]!.AsObject().Select(member => member.Key).ShouldBe(["at", "step", "activityId", "instance", "actor", "kind", "text", "outcome"]);
        json["status"]!.GetValue<string>().ShouldBe("Finished");
        json["events"]![0]!["at"]!.GetValue<string>().ShouldBe("2026-01-05T09:00:00+08:00");
        json["items"]!.AsObject().Select(member => member.Key).ShouldBe(["proposals", "shortlisted", "candidates", "adopted", "notChosen", "merged", "finished", "carriedOver", "stopped"]);
    }

    [Fact]
    public void Time_never_runs_backwards_and_people_work_by_day()
    {
        var report = Shipped.Play();

        report.Events.Zip(report.Events.Skip(1)).ShouldAllBe(pair => pair.First.At <= pair.Second.At);
        report.Events.Where(line => line.Kind == "task").ShouldAllBe(line => line.At.Hour >= 9 && line.At.Hour < 18 && line.At.DayOfWeek != DayOfWeek.Sunday || line.At.Month == 5);
    }

    [Fact]
    public void Played_to_a_day_it_says_what_is_still_waited_for()
    {
        var report = Shipped.Play(change: plan => plan with { Until = new DateOnly(2026, 3, 1) });

        report.Status.ShouldBe(RehearsalStatus.Suspended);
        report.Events[^1].Kind.ShouldBe("stall");
        report.Events[^1].Text.ShouldContain("“广泛征集”");
    }

    [Fact]
    public void When_nobody_answers_it_stands_still_and_says_where()
    {
        var report = Shipped.PlayToTheVote("""{"explain": {"never": true}}""");

        report.Status.ShouldBe(RehearsalStatus.Suspended);
        report.Events[^1].Text.ShouldStartWith("没有到期的事项");
        report.Events[^1].Text.ShouldContain("“县政府作候选项目说明”");
    }

    [Fact]
    public void Answers_are_given_on_the_day_and_with_the_values_scripted()
    {
        var report = Shipped.Play("""
            {"party-opinion": {"on": "2026-02-03", "values": {"documentNo": "柞发〔2020〕12 号"}},
             "collect": [{"outcome": "Extend", "on": "2026-03-02", "values": {"reason": "群众反映时间不够", "until": "2026-06-10"}}]}
            """);

        report.Events.First(line => line.ActivityId == "party-opinion").At.Date.ShouldBe(new DateTime(2026, 2, 3));
        report.Events.Where(line => line.ActivityId == "collect").ShouldContain(line => line.Text.Contains("延长到2026年6月10日"));
        report.Events.First(line => line.ActivityId == "joint-meeting").At.Date.ShouldBeGreaterThan(new DateTime(2026, 6, 10));
    }

    [Fact]
    public void One_project_can_be_scripted_apart_from_the_others()
    {
        var number = Shipped.Play().Ratings[2].Number;
        var report = Shipped.Play($$"""{"monthly-report@{{number}}": {"values": {"percent": 7} } }""");

        report.Events.Where(line => line is { ActivityId: "monthly-report", Kind: "progress" } && line.Instance == number).ShouldAllBe(line => line.Text.Contains("累计完成 7%"));
        report.Events.Where(line => line is { ActivityId: "monthly-report", Kind: "progress" } && line.Instance != number).ShouldContain(line => !line.Text.Contains("累计完成 7%"));
    }

    [Fact]
    public void Votes_can_be_given_row_by_row()
    {
        var report = Shipped.PlayToTheVote("""{"ballot": [{"present": 130, "votes": {"1": 129, "2": 5}}]}""");

        var ballot = report.Ballots[0];
        (ballot.Present, ballot.Rows[0].Counts[0], ballot.Rows[1].Counts[0]).ShouldBe((130, 129, 5));
    }

    [Theory]
    [InlineData(3, 21)]
    [InlineData(5, 54)]
    [InlineData(10, 54)]
    [InlineData(24, 327)]
    [InlineData(24, 33)]
    public void A_ballot_left_to_itself_has_a_clear_result(int seats, int deputies)
    {
        var report = Shipped.PlayToTheVote(change: plan => plan with { Deputies = deputies, Input = new Dictionary<string, object?> { ["seats"] = seats } });

        var ballot = report.Ballots.ShouldHaveSingleItem();
        (ballot.Outcome, ballot.Seats, ballot.Due, ballot.Valid).ShouldBe(("Adopted", seats, deputies, ballot.Returned));
        ballot.Rows.Count.ShouldBe(seats + (seats + 4) / 5, "a fifth more than the seats, rounded up");
    }

    [Fact]
    public void A_ballot_without_quorum_is_void() =>
        Shipped.PlayToTheVote("""{"ballot": [{"present": 128}]}""").Ballots[0].Sentences.ShouldHaveSingleItem().ShouldContain("不足法定人数");

    [Fact]
    public void A_scripted_value_that_does_not_fit_is_refused_and_the_default_taken()
    {
        var report = Shipped.Play("""{"party-opinion": {"values": {"issuedOn": "去年"}}}""");

        report.Status.ShouldBe(RehearsalStatus.Finished);
        report.Events.Single(line => line.Kind == "refused").Text.ShouldContain("“印发日期”应为日期");
    }

    [Fact]
    public void Answers_for_steps_that_do_not_exist_are_refused_before_anything_is_played() =>
        Should.Throw<RehearsalException>(() => Shipped.Play("""{"balot": {}}""")).Message.ShouldContain("“balot”");

    [Fact]
    public void A_broken_answer_file_is_refused_with_a_sentence() =>
        Should.Throw<RehearsalException>(() => RehearsalAnswers.Parse("""{"ballot": {"vote": 3}}""")).Message.ShouldContain("答案文件不正确");

    [Fact]
    public void A_child_that_is_not_there_is_a_fault()
    {
        var report = Shipped.Play(change: plan => plan with { Others = null });

        report.Events.ShouldContain(line => line.Kind == "fault" && line.Text.Contains("project-supervision-zhashui"));
        report.Status.ShouldNotBe(RehearsalStatus.Finished);
    }

    [Fact]
    public void A_loop_of_waits_without_end_is_stopped()
    {
        var report = Play(Loop("Elsa.Delay", "timeSpan", "00:10:00") with { MaxBursts = 500 });

        report.Status.ShouldBe(RehearsalStatus.Faulted);
        report.Events[^1].Text.ShouldContain("停不下来的循环");
    }

    [Fact]
    public void A_loop_without_a_wait_is_stopped()
    {
        var report = Play(Loop("Elsa.SetName", "value", "又一圈"));

        report.Status.ShouldBe(RehearsalStatus.Faulted);
        report.Events.ShouldContain(line => line.Kind == "fault" && line.Text.Contains("没有等待"));
    }
}

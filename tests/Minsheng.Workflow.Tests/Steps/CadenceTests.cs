using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Tests.Steps;

public class CadenceTests
{
    private static StepRun Loop(object inputs, DateTime? from = null) => StepRun.At(
        from ?? new DateTime(2026, 4, 15, 9, 0, 0), new FakeCycle(), [StepRun.Step("cadence", "Minsheng.Cadence", inputs)], "cadence:Due->cadence");

    /// <summary>Rings until the cadence has ended: local dates and what each was called.</summary>
    private static List<(string Day, string Period)> Play(StepRun run)
    {
        var played = new List<(string, string)>();
        while (run.Waits.Count > 0)
        {
            run.Ring("Due");
            played.Add((run.Cycle.Dates.Today(run.Now).ToString("yyyy-MM-dd"), (string)run.Instance.Variables["Period"]!));
            run.Instance.Variables["PeriodIndex"].ShouldBe((double)played.Count);
            played.Count.ShouldBeLessThan(500, "a cadence must end");
        }
        run.Done.ShouldContain("cadence:Ended");
        run.Instance.Status.ShouldBe(WorkflowStatus.Finished);
        return played;
    }

    [Fact]
    public void Twelve_monthly_reports_on_day_5_move_off_weekends_and_holidays()
    {
        Play(Loop(new { every = "Month", day = 5 })).ShouldBe(
        [
            ("2026-05-06", "2026年5月"), ("2026-06-05", "2026年6月"), ("2026-07-06", "2026年7月"), ("2026-08-05", "2026年8月"),
            ("2026-09-07", "2026年9月"), ("2026-10-08", "2026年10月"), ("2026-11-05", "2026年11月"), ("2026-12-07", "2026年12月"),
            ("2027-01-05", "2027年1月"), ("2027-02-05", "2027年2月"), ("2027-03-05", "2027年3月"), ("2027-04-05", "2027年4月"),
        ]);
    }

    [Theory]
    [InlineData("Before", "2026-09-04")]
    [InlineData("Same", "2026-09-05")]
    [InlineData("After", "2026-09-07")]
    public void The_workday_rule_says_where_a_day_off_moves(string workday, string september) =>
        Play(Loop(new { every = "Month", day = 5, workday }))[4].ShouldBe((september, "2026年9月"));

    [Fact]
    public void A_month_end_that_moves_into_the_next_month_keeps_its_name() =>
        Play(Loop(new { every = "Month", day = 31 })).Take(2).ShouldBe([("2026-06-01", "2026年5月"), ("2026-06-30", "2026年6月")]);

    [Fact]
    public void Four_quarters_fall_due_right_after_each_has_ended() =>
        Play(Loop(new { every = "Quarter", day = 5 })).ShouldBe(
            [("2026-07-06", "2026年第2季度"), ("2026-10-08", "2026年第3季度"), ("2027-01-05", "2026年第4季度"), ("2027-04-05", "2027年第1季度")]);

    [Fact]
    public void Two_halves_fall_due_in_July_and_January() =>
        Play(Loop(new { every = "HalfYear", day = 1 })).ShouldBe([("2026-07-01", "2026年上半年"), ("2027-01-01", "2026年下半年")]);

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(7), InlineData(12)]
    public void A_year_holds_twelve_months_four_quarters_and_two_halves_whenever_it_begins(int month)
    {
        var from = new DateTime(2025, month, 28, 10, 0, 0);

        Play(Loop(new { every = "Month", day = 5 }, from)).Count.ShouldBe(12);
        Play(Loop(new { every = "Quarter", day = 5 }, from)).Count.ShouldBe(4);
        Play(Loop(new { every = "HalfYear", day = 5 }, from)).Count.ShouldBe(2);
        Play(Loop(new { every = "Year", day = 5 }, from)).Count.ShouldBe(1);
    }

    [Fact]
    public void A_yearly_one_falls_in_the_month_the_offset_names() =>
        Play(Loop(new { every = "Year", day = 20, startOffsetMonths = 8 })).ShouldBe([("2026-12-21", "2026年")]);

    [Fact]
    public void Only_the_months_named_are_kept() =>
        Play(Loop(new { every = "Month", day = 1, inMonths = new[] { 9, 12 } })).ShouldBe([("2026-09-01", "2026年9月"), ("2026-12-01", "2026年12月")]);

    [Fact]
    public void A_month_still_running_is_not_waited_for_until_next_year() =>
        Play(Loop(new { every = "Month", day = 1, inMonths = new[] { 4 }, startOffsetMonths = 0 })).ShouldBe([("2026-04-15", "2026年4月")]);

    [Fact]
    public void Weeks_have_their_number_and_the_count_may_be_limited() =>
        Play(Loop(new { every = "Week", day = 1, occurrences = 2 })).ShouldBe([("2026-05-06", "2026年第19周"), ("2026-05-11", "2026年第20周")]);

    [Fact]
    public void It_stops_after_so_many_occurrences() => Play(Loop(new { every = "Month", day = 5, occurrences = 3 })).Count.ShouldBe(3);

    [Fact]
    public void It_begins_when_the_day_begins_here()
    {
        var run = Loop(new { every = "Month", day = 5 });

        run.Waits.Single().Due.ShouldBe(new DateTimeOffset(2026, 5, 6, 0, 0, 0, TimeSpan.FromHours(8)));
    }

    [Fact]
    public void The_loop_hands_out_a_task_each_time_while_it_already_waits_for_the_next()
    {
        var cycle = new FakeCycle().With("LeadDepartment", "交通局").WithItems(ItemStage.Project, 1);
        cycle.Project = cycle.Item("i1");
        var run = StepRun.Of(
            cycle,
            [
                StepRun.Step("cadence", "Minsheng.Cadence", new { every = "Month", day = 5, occurrences = 3 }),
                StepRun.Step("report", "Minsheng.HumanTask", new
                {
                    title = "月报", assignees = new[] { new { role = "LeadDepartment" } }, progress = true,
                    form = new { fields = new object[] { new { name = "percent", label = "进度", type = "number" } } },
                }),
                StepRun.Step("end", "Minsheng.HumanTask", new { title = "总结", assignees = new[] { new { role = "LeadDepartment" } } }),
            ],
            "cadence:Due->report", "cadence:Due->cadence", "cadence:Ended->end");

        run.Ring("Due");
        run.Waits.Select(wait => wait.Kind).ShouldBe([WaitKind.Timer, WaitKind.Task], ignoreOrder: true);
        run.Act("交通局", "Done", new { percent = 10 }, task: "report");
        run.Ring("Due");
        run.Ring("Due");
        run.Tasks.Select(task => task.Name).ShouldBe(["report", "report", "end"], ignoreOrder: true);

        foreach (var wait in run.Tasks.Where(task => task.Name == "report").ToList())
            run.Resume(run.Tasks.First(open => open.Id == wait.Id), new Activities.Tasks.TaskAct(Activities.Tasks.TaskSpec.Of(wait).Participants[0], "Done", null, new() { ["percent"] = 50m }));
        run.Act("交通局", "Done");

        run.All<RecordProgress>().Select(progress => progress.Period).ShouldBe(["2026年5月", "2026年6月", "2026年7月"], "a late report keeps the period it was given for");
        run.Instance.SubStatus.ShouldBe(SubStatus.Finished);
    }

    [Theory]
    [InlineData("Each", "2026年5月 2026年6月 2026年7月 2026年8月")]
    [InlineData("Once", "2026年7月 2026年8月")]
    [InlineData("Skip", "2026年8月")]
    public void After_a_pause_the_catch_up_rule_decides_about_what_was_missed(string catchUp, string periods)
    {
        var run = Loop(new { every = "Month", day = 5, occurrences = 4, catchUp, title = "月通报" });
        var played = new List<string>();
        // The first timer rings only on 20 July: May is late, June and July have passed as well.
        run.Now = new DateTimeOffset(2026, 7, 20, 9, 0, 0, TimeSpan.FromHours(8));

        while (run.Waits.Count > 0)
        {
            var done = run.Done.Count(step => step == "cadence:Due");
            run.Ring("Due");
            if (run.Done.Count(step => step == "cadence:Due") > done) played.Add((string)run.Instance.Variables["Period"]!);
        }

        string.Join(' ', played).ShouldBe(periods);
        run.History.Where(line => line.Contains("错过", StringComparison.Ordinal)).ShouldBe(catchUp switch
        {
            "Skip" => ["月通报：2026年5月已经错过，按规定不补。", "月通报：2026年6月已经错过，按规定不补。", "月通报：2026年7月已经错过，按规定不补。"],
            "Once" => ["月通报：错过 2 次，合并到2026年7月补办。"],
            _ => [],
        });
    }

    [Theory]
    [InlineData("Each", "10:01 10:02 10:03 10:04 10:05")]
    [InlineData("Once", "10:03 10:04 10:05")]
    [InlineData("Skip", "10:04 10:05")]
    public void Every_minute_with_the_server_off_over_three_of_them(string catchUp, string minutes)
    {
        var run = Loop(new { every = "Minutes", minutes = 1, occurrences = 5, catchUp }, new DateTime(2026, 4, 15, 10, 0, 0));
        run.Waits.Single().Due.ShouldBe(run.Now.AddMinutes(1));
        var played = new List<string>();
        run.Now = new DateTimeOffset(2026, 4, 15, 10, 3, 59, TimeSpan.FromHours(8));
        // The third one's own minute is not over at 10:03:59, so where one is left out it must be later.
        if (catchUp == "Skip") run.Now = run.Now.AddSeconds(1);
        while (run.Waits.Count > 0)
        {
            var done = run.Done.Count(step => step == "cadence:Due");
            run.Ring("Due");
            if (run.Done.Count(step => step == "cadence:Due") > done) played.Add(((string)run.Instance.Variables["Period"]!)[^5..]);
        }
        string.Join(' ', played).ShouldBe(minutes);
    }

    [Fact]
    public void The_end_of_the_year_and_of_each_quarter_may_be_named()
    {
        Play(Loop(new { every = "Year", month = 12, day = 31, workday = "Before" })).ShouldBe([("2026-12-31", "2026年")]);
        Play(Loop(new { every = "Quarter", month = 3, day = 31, workday = "Same", occurrences = 2 })).ShouldBe([("2026-06-30", "2026年第2季度"), ("2026-09-30", "2026年第3季度")]);
    }

    [Fact]
    public void Days_may_be_named_one_by_one_and_a_leap_day_comes_in_leap_years() =>
        Play(Loop(new { every = "Custom", dates = new[] { "06-15", "2027-03-10", "02-29" }, months = 36, workday = "Same" })).Select(round => round.Day)
            .ShouldBe(["2026-06-15", "2027-03-10", "2027-06-15", "2028-02-29", "2028-06-15"]);

    [Theory]
    [InlineData("""{}""", "missing-input")]
    [InlineData("""{"every":"Custom"}""", "bad-cadence")]
    [InlineData("""{"every":"Custom","dates":["02-31"]}""", "bad-cadence")]
    [InlineData("""{"every":"Quarter","month":4}""", "bad-cadence")]
    [InlineData("""{"every":"Fortnight"}""", "wrong-value")]
    [InlineData("""{"every":"Minutes"}""", "bad-cadence")]
    [InlineData("""{"every":"Month","day":32}""", "bad-cadence")]
    [InlineData("""{"every":"Week","day":8}""", "bad-cadence")]
    [InlineData("""{"every":"Month","months":0}""", "out-of-range")]
    [InlineData("""{"every":"Month","catchUp":"Never"}""", "wrong-value")]
    [InlineData("""{"every":"Month","inMonths":[9,0]}""", "bad-months")]
    [InlineData("""{"every":"Quarter","inMonths":[9]}""", "months-not-monthly")]
    public void A_definition_that_could_never_work_is_refused(string inputs, string code) =>
        StepRun.Problems("Minsheng.Cadence", System.Text.Json.Nodes.JsonNode.Parse(inputs)!).Select(problem => problem.Code).ShouldBe([code]);
}

using System.Diagnostics;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Tests.Rehearsal;

namespace Minsheng.Workflow.Tests.Design;

/// <summary>What is wrong while a procedure is drawn, and the cures that take it away at a press.</summary>
public sealed class DesignCheckTests
{
    private static readonly DesignRoster Roster = new(["县政府常务会议", "县人大常委会会议", "乡镇人大主席团"], ["专家组"], ["住建局"], new HashSet<string>(["zhang"]),
        one => one.Role == "GovOffice" || one.Body == "县政府常务会议" || one.Person == "zhang" ? [new PersonFact("zhang", "张某", "科长", "县政府办")] : [], [("child", "逐项督办")]);

    private static readonly DesignPlace County = BallotHelpTests.Place with { Roster = Roster };
    private static readonly DesignPlace Township = County with { Level = JurisdictionLevel.Township };

    private static ProcedureDesign Open(string activities, string ways = "") => ProcedureDesign.Open($$$"""
        {"definitionId":"d","name":"甲","root":{"id":"root","type":"Elsa.Flowchart","activities":[{{{activities}}}],"connections":[{{{ways}}}]}}
        """);

    private static string Step(string id, string type, string inputs = "") => $$$"""
        {"id":"{{{id}}}","type":"{{{type}}}","metadata":{"displayText":"{{{id}}}"}{{{(inputs.Length > 0 ? "," + inputs : "")}}} }
        """;

    private static string Is(string name, string value) => $$$"""
        "{{{name}}}":{"typeName":"Object","expression":{"type":"{{{(value[0] == '[' ? "Object" : "Literal")}}}","value":{{{value}}}}}
        """;

    private static string Way(string from, string port, string to) => $$$"""
        {"source":{"activity":"{{{from}}}","port":"{{{port}}}"},"target":{"activity":"{{{to}}}","port":"In"}}
        """;

    private static IReadOnlyList<DesignProblem> Check(ProcedureDesign design, DesignPlace? place = null) => DesignCheck.Of(design, new NoOthers(), place ?? County);

    private static DesignProblem Only(ProcedureDesign design, string code, DesignPlace? place = null) => Check(design, place).Where(problem => problem.Problem.Code == code).ToList().ShouldHaveSingleItem();

    /// <summary>A press makes it go away, and one step back brings it again.</summary>
    private static void Cures(ProcedureDesign design, string code, string words, DesignPlace? place = null)
    {
        var before = design.Write();
        var problem = Check(design, place).First(problem => problem.Problem.Code == code);
        var cure = problem.Cures.FirstOrDefault(cure => cure.Words == words).ShouldNotBeNull($"{problem.Message} — {string.Join(" | ", problem.Cures.Select(one => one.Words))}");

        design.Cure(cure);
        Check(design, place).ShouldNotContain(other => other.Problem.Code == code && other.Problem.Path == problem.Problem.Path && other.Message == problem.Message);

        design.Undo().ShouldBeTrue();
        design.Write().ShouldBe(before);
    }

    private static ProcedureDesign Vote() => Open(
        $"{Step("票决", "Minsheng.Ballot", Is("seats", "10"))},{Step("公告", "Minsheng.Announce", Is("title", "\"公告\"") + "," + Is("template", "\"甲\""))}",
        $"{Way("票决", "Adopted", "公告")},{Way("票决", "Shortfall", "票决")}");

    [Fact]
    public void A_void_vote_that_leads_nowhere_is_led_back_to_the_vote()
    {
        Only(Vote(), "dead-end").Message.ShouldContain("“票决”走“票决无效”以后没有下一步");
        Cures(Vote(), "dead-end", "接到“票决”自己，表示重新投票");
    }

    [Fact]
    public void Branches_handled_at_the_same_time_that_meet_without_a_join_get_one()
    {
        var steps = string.Join(',', Step("分开", "Elsa.FlowFork", Is("branches", "[\"财政\",\"发改\"]")), Step("财政局", "Elsa.WriteLine"), Step("发改局", "Elsa.WriteLine"), Step("汇总", "Elsa.WriteLine"));
        var ways = string.Join(',', Way("分开", "财政", "财政局"), Way("分开", "发改", "发改局"), Way("财政局", "Done", "汇总"), Way("发改局", "Done", "汇总"));

        Only(Open(steps, ways), "implicit-join").Message.ShouldContain("“财政局”、“发改局”");
        Cures(Open(steps, ways), "implicit-join", "在“汇总”前加一个“汇合”，走到的各路都到齐再往下走");
    }

    [Fact]
    public void Ways_that_exclude_each_other_may_meet_without_a_word()
    {
        var steps = string.Join(',', Step("够不够", "Elsa.FlowDecision", Is("condition", "true")), Step("甲办", "Elsa.WriteLine"), Step("乙办", "Elsa.WriteLine"), Step("汇总", "Elsa.WriteLine"));
        var ways = string.Join(',', Way("够不够", "True", "甲办"), Way("够不够", "False", "乙办"), Way("甲办", "Done", "汇总"), Way("乙办", "Done", "汇总"));

        Check(Open(steps, ways)).ShouldNotContain(problem => problem.Problem.Code == "implicit-join");
    }

    private static ProcedureDesign Tasks(params (string Title, string? Days)[] tasks) => Open(string.Join(',', tasks.Select(task => Step(task.Title, "Minsheng.HumanTask",
        Is("title", $"\"{task.Title}\"") + "," + Is("assignees", "[{\"role\":\"GovOffice\"}]") + (task.Days is null ? "" : "," + Is("dueWorkingDays", task.Days))))),
        string.Join(',', tasks.Zip(tasks.Skip(1), (from, to) => Way(from.Title, "Done", to.Title))));

    [Fact]
    public void A_step_without_a_limit_is_offered_what_the_others_have_and_no_limit_at_all()
    {
        var design = Tasks(("甲", null), ("乙", "10"), ("丙", "10"), ("丁", "5"));
        const string Usual = "限 10 个工作日（默认，与“乙”等 2 步相同）";

        var open = Only(design, DesignCheck.OpenLimit);
        (open.Title, open.IsAt("dueWorkingDays")).ShouldBe(("甲", true));
        open.Cures.Select(cure => cure.Words).ShouldBe([Usual, "写明不限期"]);
        Cures(design, DesignCheck.OpenLimit, Usual);
        Cures(design, DesignCheck.OpenLimit, "写明不限期");
    }

    [Fact]
    public void Nothing_is_suggested_where_the_procedure_states_no_limit_and_all_steps_are_cured_in_one_act()
    {
        var design = Tasks(("甲", null), ("乙", null));
        var before = design.Write();
        var open = Check(design).Where(problem => problem.Problem.Code == DesignCheck.OpenLimit).ToList();

        DesignCures.Common(open).ShouldHaveSingleItem().Words.ShouldBe("2 步都写明不限期");
        design.Cure(DesignCures.Common(open)[0]);
        Check(design).ShouldNotContain(problem => problem.Problem.Code == DesignCheck.OpenLimit);
        design.Undo().ShouldBeTrue();
        design.Write().ShouldBe(before);
    }

    [Fact]
    public void A_step_given_to_nobody_is_given_to_somebody_from_a_list()
    {
        Cures(Open(Step("审核", "Minsheng.HumanTask", Is("title", "\"审核\""))), "missing-input", "由“GovOffice”办");
        Cures(Open(Step("审核", "Minsheng.HumanTask", Is("title", "\"审核\"") + "," + Is("assignees", "[]"))), "no-assignees", "由“县政府常务会议”办");
        Cures(Open(Step("一审", "Minsheng.Review")), "missing-input", "改为“县政府常务会议”");
        Cures(Open(Step("督办", "Minsheng.ForEachProject")), "missing-input", "改用“逐项督办”");
    }

    [Fact]
    public void What_a_township_does_not_have_is_replaced_by_what_it_has()
    {
        Cures(Open(Step("票决", "Minsheng.Ballot", Is("seats", "3") + "," + Is("votingBody", "\"StandingCommittee\""))), "wrong-body", "改为由人民代表大会票决", Township);
        Cures(Open(Step("三审", "Minsheng.Review", Is("body", "\"县人大常委会会议\""))), "wrong-body", "改为“乡镇人大主席团”", Township);
        Cures(Open(Step("票选", "Minsheng.Ballot", Is("seats", "3") + "," + Is("votingBody", "\"StreetCouncil\""))), "needs-confirmation", "改为经街道党工委确认", County with { Level = JurisdictionLevel.Street });
    }

    [Fact]
    public void Bodies_and_people_that_the_place_lacks_are_told_and_so_are_posts_nobody_holds()
    {
        var design = Open(string.Join(',',
            Step("一审", "Minsheng.Review", Is("body", "\"县政府党组会议\"")),
            Step("审核", "Minsheng.HumanTask", Is("title", "\"审核\"") + "," + Is("assignees", "[{\"person\":\"li\"}]")),
            Step("评估", "Minsheng.HumanTask", Is("title", "\"评估\"") + "," + Is("assignees", "[{\"role\":\"Expert\"}]")),
            Step("实施", "Minsheng.HumanTask", Is("title", "\"实施\"") + "," + Is("assignees", "[{\"role\":\"LeadDepartment\"}]"))), Way("一审", "Approved", "审核"));

        var found = Check(design).Where(problem => problem.Problem.Code is "unknown-people" or "nobody").Select(problem => (problem.Title, problem.Problem.Code, problem.IsError)).ToList();
        found.ShouldBe([("一审", "unknown-people", false), ("审核", "unknown-people", false), ("评估", "nobody", false)], ignoreOrder: true);
        Cures(design, "unknown-people", "改为“县政府常务会议”");
        Cures(design, "nobody", "由“GovOffice”办");
    }

    [Fact]
    public void An_arrow_to_a_step_that_is_gone_is_taken_out()
    {
        Cures(Open(Step("甲", "Elsa.WriteLine"), Way("甲", "Done", "没有")), "dangling-connection", "删去这条连线");
    }

    [Fact]
    public void Three_hundred_steps_are_checked_in_a_moment()
    {
        var steps = string.Join(',', Enumerable.Range(0, 300).Select(number => Step($"s{number}", "Minsheng.HumanTask", Is("title", "\"办理\"") + "," + Is("assignees", "[{\"role\":\"GovOffice\"}]"))));
        var ways = string.Join(',', Enumerable.Range(0, 299).Select(number => Way($"s{number}", "Done", $"s{number + 1}")).Concat(Enumerable.Range(0, 100).Select(number => Way($"s{number}", "Done", $"s{number + 100}"))));
        var design = Open(steps, ways);
        Check(design);

        var watch = Stopwatch.StartNew();
        Check(design);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Recurring_work_inside_a_group_may_end_without_a_next_step()
    {
        var cadence = Step("每月", "Minsheng.Cadence", Is("every", "\"Month\""));
        var group = $$$"""
            {"id":"组","type":"Elsa.Flowchart","metadata":{"displayText":"组"},"activities":[{{{cadence}}},{{{Step("通报", "Elsa.WriteLine")}}}],"connections":[{{{Way("每月", "Due", "通报")}}}]}
            """;

        Check(Open(group)).ShouldNotContain(problem => problem.Problem.Code == "dead-end");
        Only(Open($"{cadence},{Step("通报", "Elsa.WriteLine")}", Way("每月", "Due", "通报")), "dead-end").Message.ShouldContain("到头");
    }

    [Fact]
    public void Joins_that_nobody_wrote_down_are_few_in_the_shipped_procedures()
    {
        var told =
            from file in Directory.GetFiles(Shipped.Folder(), "*.json")
            from problem in DesignCheck.Of(ProcedureDesign.Open(File.ReadAllText(file)), new NoOthers())
            where problem.Problem.Code == "implicit-join"
            select $"{Path.GetFileName(file)} {problem.Title}";
        told.ShouldBe(["beiguan-three-party-rating.json 群众评价意见书"]);
    }

    private sealed class NoOthers : IDefinitionSource
    {
        public WorkflowDefinition? FindById(string definitionId) => null;
        public WorkflowDefinition? FindByActivityType(string type) => null;
    }
}

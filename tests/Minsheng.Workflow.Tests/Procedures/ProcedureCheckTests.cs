using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Procedures;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Tests.Steps;

namespace Minsheng.Workflow.Tests.Procedures;

public class ProcedureCheckTests
{
    private static readonly object Office = new[] { new { role = "GovOffice" } };

    private static WorkflowDefinition Procedure(string? level, string type, object inputs, string id = "test")
    {
        var definition = StepRun.Definition([StepRun.Step("step", type, inputs)]);
        definition.Json["definitionId"] = id;
        definition.Json["name"] = id;
        if (level is not null) definition.Json["customProperties"] = new JsonObject { ["level"] = level };
        return definition;
    }

    private static DefinitionProblem? Problem(WorkflowDefinition definition, params WorkflowDefinition[] others)
    {
        var problems = ProcedureCheck.Of(definition, new Known(others));
        problems.Count.ShouldBeLessThan(2, string.Join('\n', problems));
        return problems.Count == 1 ? problems[0] : null;
    }

    public static TheoryData<string, object> StandingCommitteeSteps => new()
    {
        { "Minsheng.Review", new { body = "县人大常委会主任会议" } },
        { "Minsheng.Opinion", new { body = "县人大常委会会议" } },
        { "Minsheng.Change", new { body = "人大常委会" } },
        { "Minsheng.Report", new { title = "报告", meeting = "县人大常委会会议" } },
        { "Minsheng.HumanTask", new { title = "督办", assignees = new[] { new { role = "ScLeader" } } } },
        { "Minsheng.HumanTask", new { title = "督办", assignees = new[] { new { body = "县人大常委会办公室" } } } },
        { "Minsheng.Screen", new { decider = Office, lanes = new[] { new { name = "常委会", assignees = new[] { new { role = "ScMember" } } } } } },
        { "Minsheng.Rate", new { } },
    };

    [Theory, MemberData(nameof(StandingCommitteeSteps))]
    public void A_township_has_no_standing_committee_to_ask(string type, object inputs)
    {
        var problem = Problem(Procedure("Township", type, inputs)).ShouldNotBeNull();

        (problem.ActivityId, problem.Code, problem.IsError).ShouldBe(("step", "wrong-body", true));
        problem.Message.ShouldStartWith("“这一步”");
        problem.Message.ShouldContain("乡镇不设人大常委会");
        problem.Message.ShouldContain("请改为");
        Problem(Procedure("County", type, inputs)).ShouldBeNull("a county has one");
        Problem(Procedure(null, type, inputs)).ShouldBeNull("it does not say that it is for townships");
    }

    [Fact]
    public void A_township_s_own_bodies_are_welcome()
    {
        Problem(Procedure("Township", "Minsheng.Review", new { body = "乡镇人大主席团" })).ShouldBeNull();
        Problem(Procedure("Township", "Minsheng.Change", new { })).ShouldBeNull();
        Problem(Procedure("Township", "Minsheng.Rate", new { raters = new[] { new { role = "Deputy" } } })).ShouldBeNull();
        Problem(Procedure("Township", "Minsheng.Notify", new { to = new[] { new { body = "县人大常委会办公室" } }, subject = "结果", text = "请阅。" })).ShouldBeNull("telling the county is no decision of it");
    }

    [Theory, InlineData("Congress", "人民代表大会票决"), InlineData("StandingCommittee", "人大常委会票决")]
    public void A_street_has_no_congress_to_vote(string body, string words)
    {
        var problem = Problem(Procedure("Street", "Minsheng.Ballot", new { seats = 5, votingBody = body })).ShouldNotBeNull();

        (problem.Code, problem.Path).ShouldBe(("wrong-body", "$.root.activities[0].votingBody"));
        problem.Message.ShouldContain(words);
        problem.Message.ShouldContain("街道不设人民代表大会");
    }

    [Fact]
    public void A_procedure_for_several_levels_must_do_for_all_of_them()
    {
        var definition = Procedure(null, "Minsheng.Review", new { body = "县人大常委会会议" });
        definition.Json["customProperties"] = new JsonObject { ["levels"] = new JsonArray("County", "Township") };

        Problem(definition).ShouldNotBeNull().Code.ShouldBe("wrong-body");
    }

    [Fact]
    public void What_it_does_not_say_is_asked_of_the_place_that_uses_it()
    {
        var definition = DefinitionCompiler.Compile(Procedure(null, "Minsheng.Review", new { body = "县人大常委会会议" }), StepCatalog.All);

        ProcedureCheck.Beyond(definition, new Known(), JurisdictionLevel.County).ShouldBeEmpty();
        ProcedureCheck.Beyond(definition, new Known(), JurisdictionLevel.Township).ShouldHaveSingleItem().Code.ShouldBe("wrong-body");
        var countys = DefinitionCompiler.Compile(Procedure("County", "Minsheng.Change", new { }, "三审"), StepCatalog.All);
        ProcedureCheck.Beyond(countys, new Known(), JurisdictionLevel.Street).ShouldHaveSingleItem().Message
            .ShouldBe("方案“三审”用于县级，这里是街道，办理机构不同；请改用街道的方案。");
    }

    [Fact]
    public void What_serves_several_levels_leaves_its_settings_to_the_place_that_starts_it()
    {
        var definition = Procedure(null, "Minsheng.Review", new { body = "?" });
        definition.Json["customProperties"] = new JsonObject { ["levels"] = new JsonArray("County", "Township") };
        definition.Root!["activities"]![0]!["body"] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Input", ["value"] = new JsonObject { ["name"] = "body" } } };
        definition.Json["inputs"] = new JsonArray(new JsonObject { ["name"] = "body", ["type"] = "String", ["defaultValue"] = "县人大常委会会议" });

        Problem(definition).ShouldBeNull();
        Starting(new Dictionary<string, object?>()).ShouldHaveSingleItem().Code.ShouldBe("wrong-body");
        Starting(new Dictionary<string, object?> { ["body"] = "乡镇人大主席团" }).ShouldBeEmpty();

        IReadOnlyList<DefinitionProblem> Starting(Dictionary<string, object?> settings) => ProcedureCheck.Beyond(
            DefinitionCompiler.Compile(ProcedureCheck.With(definition, settings), StepCatalog.All), new Known(), JurisdictionLevel.Township, isStart: true);
    }

    [Fact]
    public void A_level_that_is_none_is_named() => Problem(Procedure("Village", "Minsheng.Change", new { })).ShouldNotBeNull().Message
        .ShouldBe("方案的适用层级写成了“Village”，应为 County（县级）、Township（乡镇）或 Street（街道），请改正。");

    [Theory]
    [InlineData("Minsheng.ForEachProject", "childDefinitionId")]
    [InlineData("Elsa.ExecuteWorkflow", "workflowDefinitionId")]
    [InlineData("Elsa.DispatchWorkflow", "workflowDefinitionId")]
    [InlineData("Elsa.BulkDispatchWorkflows", "workflowDefinitionId")]
    public void A_child_that_does_not_exist_is_refused(string type, string member)
    {
        var parent = Procedure(null, type, new Dictionary<string, string> { [member] = "rectification" });

        var problem = Problem(parent).ShouldNotBeNull();
        (problem.ActivityId, problem.Code, problem.Path).ShouldBe(("step", "missing-child", $"$.root.activities[0].{member}"));
        problem.Message.ShouldBe("“这一步”要启动的子方案“rectification”不存在，请先导入并发布它，或改选一个已有的方案。");
        Problem(parent, Procedure(null, "Minsheng.Change", new { }, "rectification")).ShouldBeNull();
        Problem(Procedure(null, type, new Dictionary<string, string> { [member] = "test" })).ShouldBeNull("it may start itself");
    }

    [Fact]
    public void A_child_must_do_for_the_level_of_its_parent()
    {
        var parent = Procedure("Township", "Minsheng.ForEachProject", new { childDefinitionId = "child" });

        Problem(parent, Procedure("County", "Minsheng.Change", new { }, "child")).ShouldNotBeNull().Message.ShouldContain("用于县级，不适用于乡镇");
        Problem(parent, Procedure(null, "Minsheng.Review", new { body = "县人大常委会会议" }, "child")).ShouldNotBeNull().Message
            .ShouldStartWith("“这一步”启动的子方案“child”中，“这一步”由“县人大常委会会议”办理，而乡镇不设人大常委会");
        Problem(parent, Procedure(null, "Minsheng.ForEachProject", new { childDefinitionId = "child" }, "child")).ShouldBeNull("a child that starts itself is looked at once");
    }

    [Theory]
    [InlineData("Minsheng.Ballot", "seats", "0", "“应选数”填的是 0，不能小于 1")]
    [InlineData("Minsheng.Ballot", "quorum", "3/2", "应大于 0、不超过 100%")]
    [InlineData("Minsheng.Collect", "days", "0", "“征集天数”填的是 0，不能小于 1")]
    [InlineData("Minsheng.Collect", "untilMonthDay", "02-30", "不是日期")]
    [InlineData("Minsheng.Cadence", "months", "0", "“持续月数”填的是 0，不能小于 1")]
    [InlineData("Minsheng.Cadence", "months", "1200", "没有尽头")]
    public void An_impossible_setting_is_refused_written_down_or_as_the_default_of_an_input(string type, string member, string value, string words)
    {
        var inputs = new Dictionary<string, string> { ["seats"] = "5", ["every"] = "Month", [member] = value };
        var written = Procedure(null, type, inputs.Where(input => type == "Minsheng.Ballot" ? input.Key is not "every" : type == "Minsheng.Cadence" ? input.Key is not "seats" : input.Key == member).ToDictionary());
        Problem(written).ShouldNotBeNull().Message.ShouldContain(words);

        var asked = (WorkflowDefinition)new(written.Json.DeepClone().AsObject());
        asked.Root!["activities"]![0]![member] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Input", ["value"] = new JsonObject { ["name"] = "setting" } } };
        asked.Json["inputs"] = new JsonArray(new JsonObject { ["name"] = "setting", ["type"] = "String", ["defaultValue"] = value });
        Problem(asked).ShouldNotBeNull().Message.ShouldContain(words);
    }

    private sealed class Known(params WorkflowDefinition[] definitions) : IDefinitionSource
    {
        public WorkflowDefinition? FindById(string definitionId) => definitions.FirstOrDefault(definition => definition.DefinitionId == definitionId);

        public WorkflowDefinition? FindByActivityType(string type) => null;
    }
}

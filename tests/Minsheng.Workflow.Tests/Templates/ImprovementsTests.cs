using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Templates;
using Minsheng.Workflow.Activities.Versions;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Tests.Rehearsal;

namespace Minsheng.Workflow.Tests.Templates;

/// <summary>A place's copy remembers its template; what the template does better later is taken piece by piece.</summary>
public sealed class ImprovementsTests
{
    private const string Id = "zhashui-three-reviews";

    private static readonly TemplateOrigin Old = new(Id, "old", 1), New = new(Id, "new", 2);

    private static WorkflowDefinition Template => Shipped.Read(Id);

    private static WorkflowDefinition Copy(string id = Id) =>
        new TemplateCopy(id, "山阳三审票决", "山阳县", JurisdictionLevel.County, new Dictionary<string, string> { ["project-supervision-zhashui"] = "project-supervision-shanyang" }).Of(Template, Old);

    /// <summary>Limit of a step, default of a setting, and a step between two others.</summary>
    private static WorkflowDefinition Better()
    {
        var design = new ProcedureDesign(Template);
        Set(design.Definition, "seats", 8);
        Step(design.Definition, "review-gov")["dueWorkingDays"] = Literal(7);
        design.Disconnect("", [new Way("review-gov", "Approved", "review-party").Key]);
        var made = design.Add("", "Minsheng.HumanTask", 100, 100).Id;
        design.Connect("", "review-gov", "Approved", made);
        design.Connect("", made, "Done", "review-party");
        return design.Definition;
    }

    private static Improvements Offered => Improvements.Of(Template, Better(), DesignNames.Plain);

    [Fact]
    public void A_copy_bears_its_own_name_and_place_and_says_where_it_comes_from()
    {
        var copy = Copy("shanyang");

        (copy.DefinitionId, copy.Name, copy.CustomProperties!["jurisdiction"]!.ToString()).ShouldBe(("shanyang", "山阳三审票决", "山阳县"));
        TemplateOrigin.Of(ElsaJson.Read(ElsaJson.Write(copy))).ShouldBe(Old);
        ProcedureCard.Of(copy, new Only("project-supervision-shanyang")).Children.ShouldBe(["project-supervision-shanyang"]);
        VersionComparison.Of(Template, copy, DesignNames.Plain).Matters.Select(change => change.Sentence).ShouldNotContain(sentence => sentence.Contains("template"));
    }

    [Theory]
    [InlineData("zhashui-three-reviews", "渭源县", "渭源三审票决"), InlineData("zhashui-three-reviews", "西安市新城区（演示）", "新城三审票决"), InlineData("zhashui-three-reviews", "柞水县", "柞水三审票决")]
    [InlineData("beiguan-three-party-rating", "柞水县", "柞水三方共评"), InlineData("standard-six-links", "柞水县", "柞水三阶段六环节（通用）"), InlineData("hohhot-four-questions", "子长市", "子长四问票决")]
    public void The_name_offered_bears_the_own_place(string template, string place, string name) => TemplateName.For(Shipped.Read(template), place).ShouldBe(name);

    [Fact]
    public void At_another_level_a_copy_is_for_that_level()
    {
        var copy = new TemplateCopy("x", "镇里的", "王庄镇", JurisdictionLevel.Township, new Dictionary<string, string>()).Of(Template, Old);

        Activities.Procedures.Levels.Of(copy).ShouldBe([JurisdictionLevel.Township]);
    }

    [Fact]
    public void Each_improvement_stands_by_itself_and_says_what_it_does()
    {
        var offered = Offered;

        offered.All.Count.ShouldBe(3);
        offered.All.ShouldContain(one => one.Sentences.Any(sentence => sentence.Contains("应选项目数") && sentence.Contains("由 10 改为 8")));
        // A step comes with the arrows around it.
        offered.All.Single(one => one.Sentences.Any(sentence => sentence.StartsWith("新增步骤", StringComparison.Ordinal))).Sentences.Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Taking_all_gives_the_new_template()
    {
        var offered = Offered;

        VersionComparison.Of(offered.With([.. offered.All.Select(one => one.Key)]), Better(), DesignNames.Plain).Matters.ShouldBeEmpty();
    }

    [Fact]
    public void Taking_none_changes_nothing_but_the_origin()
    {
        var merged = Merge(Copy(), []);

        TemplateOrigin.Of(merged).ShouldBe(New);
        VersionComparison.Of(Copy(), merged, DesignNames.Plain).Matters.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_left_is_not_taken_and_what_the_place_has_changed_stays()
    {
        var mine = Copy();
        Set(mine, "planDays", 30);
        var step = Offered.All.Single(one => one.Sentences.Any(sentence => sentence.StartsWith("新增步骤", StringComparison.Ordinal)));

        var merged = Merge(mine, [step.Key]);

        (Value(merged, "planDays"), Value(merged, "seats")).ShouldBe(("30", "10"));
        merged.Name.ShouldBe("山阳三审票决");
        VersionComparison.Of(mine, merged, DesignNames.Plain).Matters.Select(change => change.Sentence).ShouldBe(step.Sentences);
    }

    [Theory, InlineData(MergeSide.Mine, "6"), InlineData(MergeSide.Theirs, "8")]
    public void Where_both_have_changed_the_same_the_place_chooses(MergeSide side, string seats)
    {
        var mine = Copy();
        Set(mine, "seats", 6);
        var offered = Offered;
        var merge = new TemplateMerge(Template, mine, offered.With([.. offered.All.Select(one => one.Key)]), DesignNames.Plain);

        var conflict = merge.Conflicts.ShouldHaveSingleItem();
        conflict.Mine.ShouldHaveSingleItem().ShouldContain("由 10 改为 6");
        conflict.Theirs.ShouldHaveSingleItem().ShouldContain("由 10 改为 8");

        var merged = merge.Merge(New, new Dictionary<string, MergeSide> { [conflict.Choice.Key] = side });
        (Value(merged, "seats"), Value(merged, "planDays")).ShouldBe((seats, "20"));
    }

    [Fact]
    public void Every_improvement_of_one_shipped_procedure_into_another_leads_there_whatever_is_taken_first()
    {
        var (before, after) = (Shipped.Read("xincheng-four-all"), Shipped.Read("yuanyang-13121"));
        var improvements = Improvements.Of(before, after, DesignNames.Plain);

        VersionComparison.Of(improvements.With([.. improvements.All.Select(one => one.Key)]), after, DesignNames.Plain).Matters.Select(change => change.Sentence).ShouldBeEmpty();
    }

    private static WorkflowDefinition Merge(WorkflowDefinition mine, IReadOnlyCollection<string> keys) =>
        new TemplateMerge(Template, mine, Offered.With(keys), DesignNames.Plain).Merge(New, new Dictionary<string, MergeSide>());

    private static void Set(WorkflowDefinition definition, string input, int value) => definition.Inputs.Single(one => one.Name == input).Json["defaultValue"] = value;

    private static string? Value(WorkflowDefinition definition, string input) => definition.Inputs.Single(one => one.Name == input).Json["defaultValue"]?.ToString();

    private static JsonObject Step(WorkflowDefinition definition, string id) => definition.Root!["activities"]!.AsArray().Single(step => step!["id"]!.ToString() == id)!.AsObject();

    private static JsonObject Literal(int value) => new() { ["typeName"] = "Int32", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value } };

    private sealed class Only(string id) : IDefinitionSource
    {
        public WorkflowDefinition? FindById(string definitionId) => definitionId == id ? ElsaJson.Read($$"""{"definitionId":"{{id}}","name":"子方案","root":{"type":"Elsa.Flowchart","id":"r","activities":[]} }""") : null;

        public WorkflowDefinition? FindByActivityType(string type) => null;
    }
}

using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Procedures;
using Minsheng.Workflow.Activities.Versions;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Tests.Rehearsal;

namespace Minsheng.Workflow.Tests.Design;

/// <summary>环节 of a procedure: renamed, moved, given to steps; each is one step back.</summary>
public sealed class StagesTests
{
    private static ProcedureDesign Open() => ProcedureDesign.Open(Shipped.Text("beiguan-street.json"));

    private static string Order(ProcedureDesign design) => string.Join('、', design.Stages().Select(stage => stage.Stage));

    private static StepAddress Step(ProcedureDesign design, string stage) => design.Steps().First(step => !step.Address.IsRoot && step.Json["customProperties"]?["stage"]?.ToString() == stage).Address;

    private static void Undone(ProcedureDesign design, string before)
    {
        design.Undo().ShouldBeTrue();
        design.Write().ShouldBe(before);
    }

    [Fact]
    public void A_renamed_stage_is_renamed_at_every_step_and_keeps_its_place_in_the_year()
    {
        var design = Open();
        var (before, steps) = (design.Write(), design.Stages()[0].Steps);

        design.RenameStage("征集", " 征集筛选 ");

        Order(design).ShouldBe("征集筛选、初定、审议、票决、监督、评估");
        design.Stages()[0].Steps.ShouldBe(steps);
        design.Stages().ShouldNotContain(stage => stage.Stage == "征集");
        // The file says so too, for charts and cycles that are read from it.
        ProcedureStages.Order(["初定", "评估", "征集筛选", "审议", "票决", "监督"], ProcedureStages.Listed(design.Definition.CustomProperties!["stages"])).ShouldBe(["征集筛选", "初定", "审议", "票决", "监督", "评估"]);
        Undone(design, before);
    }

    [Fact]
    public void A_name_that_is_empty_too_long_or_taken_is_refused()
    {
        var design = Open();
        var before = design.Write();

        Should.Throw<DesignRefusedException>(() => design.RenameStage("征集", " ")).Code.ShouldBe("no-title");
        Should.Throw<DesignRefusedException>(() => design.RenameStage("征集", "初定")).Code.ShouldBe("same-title");
        Should.Throw<DesignRefusedException>(() => design.RenameStage("征集", new string('长', 13))).Code.ShouldBe("long-title");
        Should.Throw<DesignRefusedException>(() => design.RenameStage("没有的", "甲")).Code.ShouldBe("no-stage");
        design.Write().ShouldBe(before);
    }

    [Fact]
    public void Stages_moved_and_moved_back_leave_nothing_in_the_file()
    {
        var design = Open();
        var before = design.Write();

        design.ReorderStage("监督", -1);
        Order(design).ShouldBe("征集、初定、审议、监督、票决、评估");
        VersionComparison.Of(ElsaJson.Read(before), design.Definition, DesignNames.Plain).Matters.Select(change => change.Sentence)
            .ShouldHaveSingleItem().ShouldBe("方案新写了环节次序：“征集、初定、审议、监督、票决、评估”。");
        design.ReorderStage("监督", 1);

        design.Write().ShouldBe(before);
    }

    [Fact]
    public void A_step_put_into_a_new_stage_leaves_the_others_where_they_are()
    {
        var design = Open();
        var before = design.Write();
        var step = Step(design, "审议");

        design.PutInStage([step], "答复");

        Order(design).ShouldBe("征集、初定、答复、票决、监督、评估");
        Undone(design, before);
        design.PutInStage([step, Step(design, "票决")], "");
        design.Find(step)!["customProperties"]?["stage"].ShouldBeNull();
        Undone(design, before);
    }

    [Fact]
    public void Without_a_list_the_year_gives_the_order_and_else_the_file()
    {
        ProcedureStages.Order(["监督", "征集", "监督"], []).ShouldBe(["征集", "监督"]);
        ProcedureStages.Order(["监督", "自荐"], []).ShouldBe(["监督", "自荐"]);
        ProcedureStages.Order(["监督", "自荐", "征集"], ["征集", "没有了", "监督"]).ShouldBe(["征集", "监督", "自荐"]);
    }
}

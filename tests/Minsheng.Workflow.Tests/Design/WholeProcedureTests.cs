using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Tests.Rehearsal;

namespace Minsheng.Workflow.Tests.Design;

/// <summary>The procedure as a whole: its name, the settings of a year, the data it keeps.</summary>
public sealed class WholeProcedureTests
{
    private static ProcedureDesign Zhashui() => ProcedureDesign.Open(File.ReadAllText(Path.Combine(Shipped.Folder(), "zhashui-three-reviews.json")));

    private static JsonObject Setting(ProcedureDesign design, string name) => design.Definition.Inputs.Single(input => input.Name == name).Json;

    [Fact]
    public void Everything_about_the_whole_can_be_taken_back_byte_for_byte()
    {
        var design = Zhashui();
        var before = design.Write();

        design.RenameWhole("柞水县票决办法");
        design.Describe("三审以后票决");
        design.SetWhole("source", "县人大常委会 2026 年办法");
        design.SetWhole("jurisdiction", null);
        var made = design.AddSetting("通报间隔", SettingKind.Number);
        design.RenameSetting(made, "通报间隔月数");
        design.SetSetting(made, "defaultValue", JsonValue.Create(2));
        var data = design.AddVariable("退回次数", SettingKind.Number);
        design.RenameVariable(data, "会议退回次数");
        design.SetVariable(data, "1");
        design.RemoveVariable(data);

        design.Definition.Name.ShouldBe("柞水县票决办法");
        Setting(design, made)["displayName"]!.ToString().ShouldBe("通报间隔月数");
        Setting(design, made)["defaultValue"]!.GetValue<int>().ShouldBe(2);
        while (design.Undo()) { }
        design.Write().ShouldBe(before);
    }

    [Fact]
    public void What_is_in_use_is_not_removed_and_the_steps_are_named()
    {
        var design = Zhashui();

        design.SettingUsers("seats").ShouldBe(["全体会议无记名差额票决"]);
        Should.Throw<DesignRefusedException>(() => design.RemoveSetting("seats")).Message.ShouldBe("设置“应选项目数”正用在“全体会议无记名差额票决”，没有删去；请先在这些步骤里改用固定值。");
        design.SettingUsers("shortfall").ShouldBe(["全体会议无记名差额票决", "名额不足，不再补足？"], ignoreOrder: true);

        design.SetInput(new StepAddress("", "ballot"), "seats", InputValue.OfConstant(null, JsonValue.Create(10), typeof(int)));
        design.RemoveSetting("seats");
        design.Definition.Inputs.ShouldNotContain(input => input.Name == "seats");
    }

    [Fact]
    public void Names_are_needed_and_are_not_given_twice()
    {
        var design = Zhashui();

        Should.Throw<DesignRefusedException>(() => design.RenameWhole(" ")).Message.ShouldContain("方案要有名称");
        Should.Throw<DesignRefusedException>(() => design.AddSetting("应选项目数", SettingKind.Number)).Message.ShouldContain("已经有叫“应选项目数”的设置");
        Should.Throw<DesignRefusedException>(() => design.AddSetting("", SettingKind.Text)).Message.ShouldContain("设置要有名称");
        Should.Throw<DesignRefusedException>(() => design.RenameSetting("seats", new string('长', 70))).Message.ShouldContain("最长 60 个字");
        Should.Throw<DesignRefusedException>(() => design.RemoveSetting("nothing")).Message.ShouldContain("已经不在方案里了");
    }
}

using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Web.Components.Pages.Design;

namespace Minsheng.Workflow.Host.Tests.Design;

/// <summary>What the designer's page remembers between two acts.</summary>
public sealed class LevelPictureTests
{
    private const string Text =
        """
        { "definitionId": "d", "name": "方案", "root": { "id": "root", "type": "Elsa.Flowchart",
          "activities": [{ "id": "a", "type": "Minsheng.HumanTask", "metadata": { "displayText": "甲" } }, { "id": "l", "type": "Elsa.ForEach", "body": { "id": "b", "type": "Minsheng.HumanTask" } }], "connections": [] } }
        """;

    private static readonly IReadOnlyDictionary<string, string> NoMarks = new Dictionary<string, string>();

    [Fact]
    public void A_level_is_drawn_once_until_something_changes()
    {
        var (design, picture) = (ProcedureDesign.Open(Text), new LevelPicture(DesignNames.Plain));
        var first = picture.Of(design, "", NoMarks);
        picture.Of(design, "", NoMarks).ShouldBeSameAs(first);

        design.Rename(new StepAddress("", "a"), "乙");
        var renamed = picture.Of(design, "", NoMarks);
        renamed.Steps.ShouldContain(step => step.Title == "乙");
        design.Undo();
        picture.Of(design, "", NoMarks).Steps.ShouldContain(step => step.Title == "甲");

        picture.Of(design, "l", NoMarks).Steps.ShouldHaveSingleItem().Id.ShouldBe("b");
        picture.Of(design, "", new Dictionary<string, string> { ["a"] = "error" }).Steps.ShouldContain(step => step.Mark == "error");
        picture.Of(ProcedureDesign.Open(Text), "", NoMarks).ShouldNotBeSameAs(first);
    }

    [Fact]
    public void An_act_whose_answer_was_lost_is_not_done_twice()
    {
        var acts = new WindowActs();
        acts.Begin("window", 4);

        acts.Take(4).ShouldBeFalse("the draft has it");
        acts.Take(5).ShouldBeTrue();
        acts.Take(5).ShouldBeFalse("the line was cut before the answer");
        acts.Take(6).ShouldBeTrue();
        (acts.Taken, acts.Kept).ShouldBe((6, 4));
    }
}

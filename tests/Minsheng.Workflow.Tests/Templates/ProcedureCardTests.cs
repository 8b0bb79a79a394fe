using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Templates;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Tests.Rehearsal;

namespace Minsheng.Workflow.Tests.Templates;

/// <summary>What the gallery says of the shipped procedures is read from their files.</summary>
public sealed class ProcedureCardTests
{
    private static ProcedureCard Card(string id) => ProcedureCard.Of(Shipped.Read(id), Shipped.All);

    [Theory]
    [InlineData("beiguan-three-party-rating", "12 选 10", "20%"), InlineData("zhashui-three-reviews", "12 选 10", "20%"), InlineData("xincheng-four-all", "12 选 10", "20%")]
    [InlineData("huangbao-1233", "4 选 3", "20%"), InlineData("daliuta-1234n", "6 选 5", "20%"), InlineData("wangzhuang-four-steps", "6 选 5", "20%—30%"), InlineData("street-consultation", "6 选 5", "20%")]
    public void The_vote_is_that_of_the_file(string id, string words, string ratio)
    {
        var vote = Card(id).Vote!;

        vote.Words.ShouldBe(words);
        vote.Ratio.ShouldBe(ratio);
    }

    [Fact]
    public void The_rhythm_is_its_own_and_its_childrens()
    {
        Card("zhashui-three-reviews").Rhythm.Select(one => one.Words).ShouldBe(["每月 月通报", "每季度 季点评", "每半年 半年小结"]);
        Card("beiguan-three-party-rating").Rhythm.Select(one => one.Words).ShouldContain("每月 一月一调度");
        Card("yuanyang-13121").Rhythm.Select(one => one.Every).ShouldContain("9 月");
        // A step that only says when takes the words of what it leads to.
        foreach (var id in new[] { "yuanyang-13121", "xincheng-four-all", "zichang-1361" }) Card(id).Rhythm.ShouldAllBe(one => !one.What.StartsWith('每') && !one.What.StartsWith('到'), id);
    }

    [Fact]
    public void Children_come_with_their_own_children()
    {
        Card("zhashui-three-reviews").Children.ShouldBe(["project-supervision-zhashui"]);
        Card("weiyuan-343224").Children.ShouldBe(["opinion-handling", "star-station", "deputy-report-4plus1"], ignoreOrder: true);
    }

    [Fact]
    public void Level_place_model_and_year_of_the_source_are_those_of_the_file()
    {
        var card = Card("weiyuan-343224");

        (card.Place, card.Model, card.SourceYear, card.IsYear).ShouldBe(("渭源县", "343224", 2024, true));
        card.Levels.ShouldBe([JurisdictionLevel.County]);
        Card("project-supervision-zhashui").IsYear.ShouldBeFalse();
    }

    [Fact]
    public void Words_are_looked_for_together()
    {
        Card("zhashui-three-reviews").Matches("柞水 三审").ShouldBeTrue();
        Card("zhashui-three-reviews").Matches("柞水 四全").ShouldBeFalse();
        Card("daliuta-1234n").Matches("1234+n").ShouldBeTrue();
    }

    [Fact]
    public void Every_shipped_procedure_has_a_card_with_a_name_steps_and_source()
    {
        foreach (var file in Shipped.Files)
        {
            var card = Card(file[..^5]);
            card.Name.ShouldNotBeEmpty(file);
            card.Source.ShouldNotBeNull(file);
            card.Steps.ShouldBeGreaterThan(0, file);
            card.Rhythm.ShouldAllBe(one => one.What.Length > 0 && one.Every.Length > 0 && !one.Every.Any(letter => char.IsAsciiLetter(letter)), file);
        }
    }
}

using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;

namespace Minsheng.Workflow.Tests.Steps;

public class AnnounceTests
{
    private const string Title = "{{cycle.jurisdiction}}{{cycle.year}}年民生实事项目公告";

    [Fact]
    public void The_document_lists_the_adopted_projects()
    {
        var run = StepRun.Of(new FakeCycle().WithItems(ItemStage.Project, 2).WithItems(ItemStage.NotChosen, 1), "Minsheng.Announce", new
        {
            title = Title,
            template = "经票决，确定{{ count }}个项目：\n{{projects}}\n{{date}}",
            channels = new[] { "政务公开栏" },
        });

        run.Outcome.ShouldBe("Done");
        var document = run.Last<PublishDocument>();
        document.Kind.ShouldBe("公告");
        document.Title.ShouldBe("柞水县2026年民生实事项目公告");
        document.Body.ShouldBe("经票决，确定2个项目：\n1. 项目1（城关街道，投资概算 100.50 万元）\n2. 项目2（城关街道，投资概算 201.00 万元）\n2026年4月15日");
        document.Channels.ShouldBe(["政务公开栏"]);
    }

    [Fact]
    public void A_text_that_lists_candidates_counts_candidates() =>
        StepRun.Of(new FakeCycle().WithItems(ItemStage.Candidate, 3), "Minsheng.Announce", new { title = "公示", template = "{{count}}个候选项目：{{candidates}}", kind = "公示" })
            .Last<PublishDocument>().Body.ShouldStartWith("3个候选项目：1. 项目1");

    [Fact]
    public void What_residents_wrote_is_never_read_as_a_place_to_fill()
    {
        var cycle = new FakeCycle { Cycle = new FakeCycle().Cycle with { Jurisdiction = "{{projects}}县" } };

        StepRun.Of(cycle, "Minsheng.Announce", new { title = "公告", template = "{{cycle.jurisdiction}}" }).Last<PublishDocument>().Body.ShouldBe("{{projects}}县");
    }

    [Fact]
    public void It_may_be_confirmed_first_with_number_and_posting_places()
    {
        var cycle = new FakeCycle().With("ScLeader", "主任").WithItems(ItemStage.Project, 1);
        var run = StepRun.Of(cycle, "Minsheng.Announce", new { title = Title, template = "{{documentNo}} {{projects}}", confirm = new[] { new { role = "ScLeader" } } });
        run.All<PublishDocument>().ShouldBeEmpty();
        run.Task.Body.ShouldNotBeNull().ShouldContain("项目1");
        run.Task.Title.ShouldBe("柞水县2026年民生实事项目公告");

        run.Act("主任", "Done", new { documentNo = "柞人发〔2026〕1号", postingPlaces = "各镇、村、组" });

        run.Outcome.ShouldBe("Done");
        run.Last<PublishDocument>().Body.ShouldStartWith("柞人发〔2026〕1号 1. 项目1");
        run.History.Last().ShouldBe("公布公告“柞水县2026年民生实事项目公告”，文号 柞人发〔2026〕1号，张贴于各镇、村、组。");
    }

    [Theory]
    [InlineData("""{"title":"公告"}""", "missing-input")]
    [InlineData("""{"title":"公告","template":""}""", "missing-input")]
    [InlineData("""{"title":"{{year}}","template":"文"}""", "unknown-placeholder")]
    [InlineData("""{"title":"公告","template":"{{items}}"}""", "unknown-placeholder")]
    [InlineData("""{"title":"公告","template":"文","confirm":[]}""", "no-assignees")]
    public void A_definition_that_could_never_work_is_refused(string inputs, string code) =>
        StepRun.Problems("Minsheng.Announce", System.Text.Json.Nodes.JsonNode.Parse(inputs)!).Select(problem => problem.Code).ShouldBe([code]);
}

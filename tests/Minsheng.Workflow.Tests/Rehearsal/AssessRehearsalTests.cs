using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Rehearsal;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Tests.Steps;

namespace Minsheng.Workflow.Tests.Rehearsal;

/// <summary>Scores and surveys in the rehearsal: a survey that fails is followed by a rectification and a second survey, then the stations are assessed.</summary>
public sealed class AssessRehearsalTests
{
    private static readonly WorkflowDefinition Procedure = new(new JsonObject
    {
        ["definitionId"] = "assess",
        ["name"] = "评价",
        ["root"] = new JsonObject
        {
            ["id"] = "root",
            ["type"] = "Elsa.Flowchart",
            ["activities"] = new JsonArray(
                StepRun.Step("survey", "Minsheng.Assess", JsonNode.Parse("""{"rule":"R-SHIGU","subjects":["背街小巷改造"],"parties":[{"name":"入户调查","assignees":[{"role":"CountyNpcStaff"}]}]}""")!),
                StepRun.Step("fix", "Minsheng.HumanTask", JsonNode.Parse("""{"title":"二次整改","assignees":[{"role":"GovOffice"}]}""")!),
                StepRun.Step("stars", "Minsheng.Assess", JsonNode.Parse("""{"rule":"R-STAR","subjects":["城关之家","北坪之家"],"criteria":["设施完备","群众满意"],"parties":[{"name":"评定组","assignees":[{"role":"Expert"}]}]}""")!)),
            ["connections"] = new JsonArray(Wire("survey", "Unsatisfied", "fix"), Wire("fix", "Done", "survey"), Wire("survey", "Satisfied", "stars")),
        },
    });

    private static JsonObject Wire(string from, string port, string to) => new()
    {
        ["source"] = new JsonObject { ["activity"] = from, ["port"] = port },
        ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" },
    };

    private static RehearsalReport Play(string answers = "{}") =>
        Activities.Rehearsal.Rehearsal.Play(new RehearsalPlan(Procedure, new DateOnly(2026, 1, 5)) { Answers = RehearsalAnswers.Parse(answers), Reload = true });

    [Fact]
    public void Left_to_themselves_people_are_content_and_stations_reach_90()
    {
        var report = Play();

        report.Status.ShouldBe(RehearsalStatus.Finished);
        report.Events.ShouldNotContain(line => line.Kind == "refused");
        report.Ratings.Select(rating => (rating.Title, rating.Outcome, rating.Percent)).ShouldBe(
            [("背街小巷改造", "Satisfied", 94m), ("城关之家", "Satisfied", 90m), ("北坪之家", "Satisfied", 90m)]);
    }

    [Fact]
    public void Scores_are_scripted_by_row_or_title()
    {
        var report = Play("""{"survey": [{"scores": {"1": 69}}, {"scores": {"背街小巷改造": 70}}], "stars": {"scores": {"北坪之家": 89.9}}}""");

        report.Status.ShouldBe(RehearsalStatus.Finished);
        report.Ratings.Select(rating => (rating.Title, rating.Outcome, rating.Percent)).ShouldBe(
        [
            ("背街小巷改造", "Unsatisfied", 69m), ("背街小巷改造", "Satisfied", 70m), ("城关之家", "Satisfied", 90m), ("北坪之家", "Unsatisfied", 89.9m),
        ]);
        report.Events.Select(line => line.ActivityId).Where(id => id.Length > 0).Aggregate(new List<string>(), (order, id) => order is [.., var last] && last == id ? order : [.. order, id])
            .ShouldBe(["survey", "fix", "survey", "stars"]);
    }
}

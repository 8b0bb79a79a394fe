using Minsheng.Workflow.Activities.Rehearsal;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Tests.Rehearsal;

/// <summary>A year of one procedure, and the questions its tests ask of it.</summary>
internal static class Year
{
    public static RehearsalReport Of(string definitionId, DateOnly from, string answers = "{}", Func<RehearsalPlan, RehearsalPlan>? change = null) =>
        Of(Shipped.Read(definitionId), from, answers, change);

    public static RehearsalReport Of(WorkflowDefinition definition, DateOnly from, string answers = "{}", Func<RehearsalPlan, RehearsalPlan>? change = null)
    {
        var plan = new RehearsalPlan(definition, from) { Others = Shipped.All, Reload = true, Answers = RehearsalAnswers.Parse(answers) };
        return Activities.Rehearsal.Rehearsal.Play(change?.Invoke(plan) ?? plan);
    }

    public static RehearsalPlan With(this RehearsalPlan plan, string input, object value) =>
        plan with { Input = new Dictionary<string, object?>(plan.Input) { [input] = value } };

    /// <summary>What happened in the cycle's own run.</summary>
    public static IEnumerable<RehearsalEvent> Cycle(this RehearsalReport report) => report.Events.Where(line => line.Instance == report.Events[0].Instance);

    /// <summary>Steps of the cycle's own run by their first event; steps that leave no trace but notes are left out.</summary>
    public static List<string> Order(this RehearsalReport report) =>
        [.. report.Cycle().Where(line => line.ActivityId.Length > 0 && line.Kind != "note").Select(line => line.ActivityId).Distinct()];

    public static List<RehearsalEvent> Tasks(this RehearsalReport report, string step) =>
        [.. report.Events.Where(line => line.ActivityId == step && line.Kind == "task")];

    public static List<RehearsalEvent> Lines(this RehearsalReport report, string step, string kind) =>
        [.. report.Events.Where(line => line.ActivityId == step && line.Kind == kind)];

    /// <summary>The day on which a step was first done.</summary>
    public static string Day(this RehearsalReport report, string step, string kind = "task") => $"{report.Lines(step, kind)[0].At:yyyy-MM-dd}";

    public static List<IGrouping<string, RehearsalEvent>> Projects(this RehearsalReport report) =>
        [.. report.Events.Where(line => line.Instance.StartsWith("YL", StringComparison.Ordinal)).GroupBy(line => line.Instance)];

    public static void ShouldBeFinishedWithoutRefusals(this RehearsalReport report)
    {
        report.Events.Where(line => line.Kind is "refused" or "fault" or "stall").Select(line => $"{line.ActivityId}: {line.Text}").ShouldBeEmpty();
        report.Status.ShouldBe(RehearsalStatus.Finished);
    }
}

namespace Minsheng.Workflow.Activities.Rehearsal.Shown;

/// <summary>One 环节 of a rehearsed procedure: its first and last day, how much is done in it, what to look at.</summary>
/// <param name="Stage">Empty for steps that name none.</param>
public sealed record StageCourse(string Stage, DateOnly From, DateOnly Until, int Steps, int Tasks, YearStep First, IReadOnlyList<YearLook> Looks)
{
    /// <summary>In the order in which they begin. What is done in procedures that it starts is theirs.</summary>
    public static IReadOnlyList<StageCourse> Of(RehearsedYear year)
    {
        var (report, own) = (year.Report, OwnPassages(year));
        var stages = own.GroupBy(passage => new RehearsedAt(passage.Run, passage.ActivityId)).ToDictionary(step => step.Key, step => step.First().Stage ?? "");
        var steps = own.GroupBy(passage => new YearStep(passage.ActivityId, passage.Step)).ToDictionary(step => step.Key, step => step.First().Stage ?? "");
        return [.. own.GroupBy(passage => passage.Stage ?? "").Select(stage => new StageCourse(
            stage.Key, YearEntries.Day(stage.First().From), stage.Max(passage => passage.Until is { } end ? YearEntries.Day(end) : year.Until), stage.DistinctBy(passage => passage.ActivityId).Count(),
            report.Tasks.Count(task => stages.GetValueOrDefault(new RehearsedAt(task.Run, task.ActivityId)) == stage.Key), new YearStep(stage.First().ActivityId, stage.First().Step),
            [.. year.Looks.Where(look => look.At is { } at && steps.GetValueOrDefault(at) == stage.Key)])).OrderBy(stage => stage.From)];
    }

    internal static List<RehearsalPassage> OwnPassages(RehearsedYear year) => [.. year.Report.Passages.Where(passage => passage.Definition == year.Plan.Definition.Name)];
}

using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Web.Components.Parts;
using Minsheng.Workflow.Web.Components.Parts.Chart;

namespace Minsheng.Workflow.Web.Components.Pages.Cycles;

/// <summary>A procedure as a chart: alone, or coloured by how far a run has come.</summary>
public static class RunPicture
{
    private const double Width = 200;

    public static ChartModel Of(ProcedurePicture picture, RunView? run, TimeProvider clock) => new(
        [.. picture.Steps.Select(step => Node(step, run?.Standing.GetValueOrDefault(step.Id), run is null, clock))],
        [.. picture.Ways.Select(way => new ChartEdge(way.From, way.To) { Label = way.Label, Taken = run is null || run.Taken.Contains((way.From, way.Port)) })]);

    private static ChartNode Node(PictureStep step, StepStanding? standing, bool isPlain, TimeProvider clock) => new(step.Id, step.Title, step.X, step.Y)
    {
        Subtitle = step.Stage,
        Width = Width,
        Icon = IconOf(step.Type),
        State = standing?.Kind switch
        {
            StandingKind.Done => ChartState.Done,
            StandingKind.Waiting => ChartState.Waiting,
            StandingKind.Faulted => ChartState.Faulted,
            _ => isPlain ? ChartState.Plain : ChartState.NotReached,
        },
        Holder = standing?.Holder,
        Since = standing switch
        {
            { Kind: StandingKind.Waiting, Holder: null, Next: { } next } => $"下次：{clock.Next(next.Due, next.Nominal)}",
            { Kind: StandingKind.Waiting } => $"{clock.Day(standing.Since)}起",
            { Kind: StandingKind.Faulted } => $"{clock.Day(standing.Since)}停住",
            _ => null,
        },
    };

    private static string IconOf(string type) => type[(type.LastIndexOf('.') + 1)..] switch
    {
        "HumanTask" => "task",
        "Collect" => "pool",
        "Screen" => "list",
        "Review" => "审",
        "Ballot" => "hall",
        "Announce" => "document",
        "Plan" => "project",
        "ForEachProject" => "branch",
        "Cadence" or "Timer" or "Delay" or "Cron" or "StartAt" => "clock",
        "Rate" => "star",
        "Start" => "play",
        "End" or "Finish" => "check",
        _ => "next",
    };
}

using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage.Rows;
using Minsheng.Workflow.Web.Components.Parts;

namespace Minsheng.Workflow.Web.Components.Pages.Tasks;

/// <summary>A run's steps as lines of the timeline.</summary>
public static class StepWords
{
    private const int MostShares = 6;

    public static TimelineStep Of(RunStep step, TimeProvider clock) => step.State switch
    {
        RunStepState.Done => new(step.Title, StepState.Done, step.Result is null ? clock.Day(step.At) : $"{step.Result} {clock.Day(step.At)}"),
        RunStepState.Trouble => new(step.Title, StepState.Trouble, $"停住 {clock.Day(step.At)}"),
        _ => new(step.Title, StepState.Now, Progress(step) ?? $"{clock.Day(step.At)}起") { Shares = [.. step.Shares.Take(MostShares).Select(Share)] },
    };

    private static string? Progress(RunStep step) =>
        step.Shares.Count > 1 ? $"{step.Shares.Count} 人中 {step.Shares.Count(share => share.State is ParticipantState.Done)} 人已办" : null;

    private static TimelineShare Share(RunShare share) => share.State switch
    {
        ParticipantState.Done => new(share.Who, "已办", ShareTone.Good) { IsMine = share.IsMine },
        ParticipantState.Waiting => new(share.Who, "还没轮到") { IsMine = share.IsMine },
        ParticipantState.Closed => new(share.Who, "不用再办") { IsMine = share.IsMine },
        _ => new(share.Who, "未办") { IsMine = share.IsMine },
    };
}

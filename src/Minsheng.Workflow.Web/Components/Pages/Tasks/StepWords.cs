using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage.Rows;
using Minsheng.Workflow.Web.Components.Parts;

namespace Minsheng.Workflow.Web.Components.Pages.Tasks;

/// <summary>A run's steps as lines of the timeline.</summary>
public static class StepWords
{
    private const int MostShares = 8;

    public static TimelineStep Of(RunStep step, TimeProvider clock) => step.State switch
    {
        RunStepState.Done => new(step.Title, StepState.Done, step.Result is null ? clock.Day(step.At) : $"{step.Result} {clock.Day(step.At)}"),
        RunStepState.Trouble => new(step.Title, StepState.Trouble, $"停住 {clock.Day(step.At)}"),
        _ => new(step.Title, StepState.Now, Progress(step) ?? $"{clock.Day(step.At)}起") { Shares = Shares(step) },
    };

    private static string? Progress(RunStep step)
    {
        var votes = step.Shares.Where(HasVote).ToList();
        return votes.Count > 1 ? $"{votes.Count} 人中 {votes.Count(share => share.State is ParticipantState.Done)} 人已办" : null;
    }

    private static bool HasVote(RunShare share) =>
        share.Kind is ShareKind.Given or ShareKind.Transferred && share.State is not (ParticipantState.Passed or ParticipantState.Recused or ParticipantState.Removed);

    // A meeting of fifty does not fit beside the matter: the reader's own line and the first few.
    private static List<TimelineShare> Shares(RunStep step)
    {
        var shown = step.Shares.Count <= MostShares ? step.Shares : [.. step.Shares.Where(share => share.IsMine), .. step.Shares.Where(share => !share.IsMine).Take(MostShares - 1)];
        var lines = shown.Select(Share).ToList();
        if (step.Shares.Count > shown.Count) lines.Add(new TimelineShare($"另 {step.Shares.Count - shown.Count} 人", ""));
        return lines;
    }

    private static TimelineShare Share(RunShare share)
    {
        var (answer, tone) = share.State switch
        {
            ParticipantState.Done => (share.Answer ?? "已办", share.Answer is { } said && (said.StartsWith('不') || said.Contains('退')) ? ShareTone.Bad : ShareTone.Good),
            ParticipantState.Waiting => ("还没轮到", ShareTone.Open),
            ParticipantState.Closed => ("不用再办", ShareTone.Open),
            ParticipantState.Passed => ("已转办", ShareTone.Open),
            ParticipantState.Recused => ("回避", ShareTone.Open),
            ParticipantState.Removed => (share.Kind is ShareKind.Delegated ? "已收回" : "减签", ShareTone.Open),
            _ => ("未办", ShareTone.Open),
        };
        return new TimelineShare(share.Kind.Word() is { } kind ? $"{share.Who}（{kind}）" : share.Who, answer, tone) { IsMine = share.IsMine };
    }
}

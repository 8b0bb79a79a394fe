namespace Minsheng.Workflow.Web.Components.Parts;

public enum StepState
{
    Later,
    Done,
    Now,
    Trouble,
}

/// <summary>One step of a matter on its way.</summary>
/// <param name="Note">Who and when, such as 县住建局 7月1日, or 4 人中 2 人已办.</param>
public sealed record TimelineStep(string Title, StepState State, string? Note = null)
{
    /// <summary>Those who act side by side within the step.</summary>
    public IReadOnlyList<TimelineShare> Shares { get; init; } = [];
}

/// <summary>One participant's part of a step.</summary>
public sealed record TimelineShare(string Who, string Answer, ShareTone Tone = ShareTone.Open)
{
    /// <summary>The reader's own part.</summary>
    public bool IsMine { get; init; }
}

public enum ShareTone
{
    Open,
    Good,
    Bad,
}

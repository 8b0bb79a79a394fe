using Minsheng.Workflow.Activities.Items;

namespace Minsheng.Workflow.Runtime.Storage.Rows;

/// <summary>A matter under one number for life: 建议, 候选, 项目.</summary>
public sealed class ItemRow : IJurisdictionRow
{
    public required string Id { get; set; }
    public required string JurisdictionId { get; set; }
    public required string CycleId { get; set; }
    public required string Number { get; set; }
    public required string Title { get; set; }
    public required string Content { get; set; }
    public required string Domain { get; set; }
    public string Place { get; set; } = "";
    public string Reason { get; set; } = "";
    public decimal? Amount { get; set; }
    public required ItemStage Stage { get; set; }
    public string? LeadUnitId { get; set; }
    public string? LeadUnit { get; set; }
    public string? MergedInto { get; set; }
    public ProjectState State { get; set; }
    public DateOnly? Finish { get; set; }
    public Activities.Ratings.RatingOutcome? LastRating { get; set; }
    public required string Channel { get; set; }
    public required DateTimeOffset Submitted { get; set; }
}

/// <summary>Who proposed an item. Personal data: for handlers only.</summary>
public sealed class ItemProposerRow : IJurisdictionRow
{
    /// <summary>Receipt number the proposer follows the item by; cannot be guessed.</summary>
    public required string Receipt { get; set; }
    public required string JurisdictionId { get; set; }
    public required string ItemId { get; set; }
    public required string Name { get; set; }
    public string? Phone { get; set; }
    public string? Unit { get; set; }
    public string? PersonId { get; set; }
}

public sealed class ItemDecisionRow : IJurisdictionRow
{
    public required string ItemId { get; set; }
    public required int Seq { get; set; }
    public required string JurisdictionId { get; set; }
    public required string InstanceId { get; set; }
    public required ItemStage Stage { get; set; }
    public required string Verdict { get; set; }
    public required string Reason { get; set; }
    public required string By { get; set; }
    public string? MergedInto { get; set; }

    /// <summary>The passage of the step that decided, so that a return can take back what came after it.</summary>
    public int? Execution { get; set; }
    public required DateTimeOffset At { get; set; }
}

public sealed class PlanRow : IJurisdictionRow
{
    public required string ItemId { get; set; }
    public required string JurisdictionId { get; set; }
    public required string Leader { get; set; }
    public required string LeadUnitId { get; set; }
    public string? AssistUnits { get; set; }
    public decimal? Budget { get; set; }
    public required DateTimeOffset Recorded { get; set; }
}

public sealed class MilestoneRow : IJurisdictionRow
{
    public required string ItemId { get; set; }
    public required int Position { get; set; }
    public required string JurisdictionId { get; set; }
    public required string Name { get; set; }
    public required DateOnly Due { get; set; }

    /// <summary>Percent complete that should be reached by then.</summary>
    public required int Planned { get; set; }
}

public sealed class ProgressRow : IJurisdictionRow
{
    public required string ItemId { get; set; }
    public required int Seq { get; set; }
    public required string JurisdictionId { get; set; }
    public required string InstanceId { get; set; }
    public required string Kind { get; set; }
    public required string Period { get; set; }
    public int? Percent { get; set; }
    public decimal? Paid { get; set; }
    public required string Text { get; set; }
    public required DateTimeOffset At { get; set; }
}

public sealed class RatingRow : IJurisdictionRow
{
    public required string InstanceId { get; set; }
    public required int Seq { get; set; }
    public required string JurisdictionId { get; set; }
    public string? CycleId { get; set; }

    /// <summary>Null when another matter than a project was rated.</summary>
    public string? ItemId { get; set; }
    public required string Subject { get; set; }
    public required string Rule { get; set; }
    public required Activities.Ratings.RatingOutcome Outcome { get; set; }
    public required decimal Percent { get; set; }
    public required string Sentence { get; set; }
    public required DateTimeOffset At { get; set; }
}

public sealed class DocumentRow : IJurisdictionRow
{
    public required string Id { get; set; }
    public required string JurisdictionId { get; set; }
    public string? CycleId { get; set; }
    public required string InstanceId { get; set; }
    public required string Kind { get; set; }
    public required string Title { get; set; }
    public required string Body { get; set; }
    public required string ChannelsJson { get; set; }
    public required DateTimeOffset Published { get; set; }
}

/// <summary>An act of a person or of the system; never what somebody chose on a ballot. A chain per jurisdiction.</summary>
public sealed class AuditRow : IJurisdictionRow
{
    public required string JurisdictionId { get; set; }
    public required long Seq { get; set; }
    public required DateTimeOffset At { get; set; }
    public required string Actor { get; set; }
    public required string Act { get; set; }
    public required string Subject { get; set; }
    public required string DetailsJson { get; set; }
    public required byte[] PreviousHash { get; set; }
    public required byte[] Hash { get; set; }
}

/// <summary>The end of a jurisdiction's audit chain: what a cut-off tail is noticed by, and the lock its writers queue at.</summary>
public sealed class AuditHeadRow : IJurisdictionRow
{
    public required string JurisdictionId { get; set; }
    public required long Seq { get; set; }
    public required byte[] Hash { get; set; }
}

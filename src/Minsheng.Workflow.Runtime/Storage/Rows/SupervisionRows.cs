using Minsheng.Workflow.Activities.Effects;

namespace Minsheng.Workflow.Runtime.Storage.Rows;

/// <summary>A paper of supervision or a problem on record, from issue to closing.</summary>
public sealed class FindingRow : IJurisdictionRow
{
    public required string Id { get; set; }
    public required string JurisdictionId { get; set; }
    public string? CycleId { get; set; }
    public required string InstanceId { get; set; }
    public string? ItemId { get; set; }
    public required string Kind { get; set; }
    public required string Title { get; set; }
    public required string Text { get; set; }
    public required string IssuedBy { get; set; }
    public required string IssuedTo { get; set; }
    public required FindingState State { get; set; }
    public DateTimeOffset? Due { get; set; }
    public required DateTimeOffset Issued { get; set; }
    public DateTimeOffset? Closed { get; set; }
}

public sealed class FindingStepRow : IJurisdictionRow
{
    public required string FindingId { get; set; }
    public required int Seq { get; set; }
    public required string JurisdictionId { get; set; }
    public required FindingState State { get; set; }
    public required string Text { get; set; }
    public required string By { get; set; }
    public required DateTimeOffset At { get; set; }
}

public sealed class ProjectChangeRow : IJurisdictionRow
{
    public required string Id { get; set; }
    public required string JurisdictionId { get; set; }
    public string? CycleId { get; set; }
    public required string InstanceId { get; set; }
    public required string ItemId { get; set; }
    public required ChangeKind Kind { get; set; }
    public required bool IsApproved { get; set; }
    public required string Summary { get; set; }
    public required string Reason { get; set; }
    public required string By { get; set; }
    public required bool NeedsCongress { get; set; }
    public required DateTimeOffset At { get; set; }
}

/// <summary>One of the two independent entries of a paper ballot's figures.</summary>
public sealed class BallotEntryRow : IJurisdictionRow
{
    public required string BallotId { get; set; }
    public required string PersonId { get; set; }
    public required string JurisdictionId { get; set; }

    /// <summary>The figures as the teller read them out.</summary>
    public required string FiguresJson { get; set; }
    public required DateTimeOffset At { get; set; }
}

namespace Minsheng.Workflow.Runtime.Storage.Rows;

/// <summary>Running cycles taken to another version of their procedure, with what is needed to take them back.</summary>
public sealed class VersionMoveRow : IJurisdictionRow
{
    public required string Id { get; set; }
    public required string JurisdictionId { get; set; }
    public required string DefinitionId { get; set; }

    /// <summary>Where to.</summary>
    public required string VersionId { get; set; }
    public required string Reason { get; set; }

    /// <summary>What was chosen: for all cases, for single ones, and in words; a JSON object.</summary>
    public required string ChoicesJson { get; set; }
    public required MoveState State { get; set; }
    public required string ProposedBy { get; set; }
    public required DateTimeOffset ProposedAt { get; set; }

    /// <summary>Who carried it out: the second person, where the place wants one.</summary>
    public string? MovedBy { get; set; }
    public DateTimeOffset? MovedAt { get; set; }

    /// <summary>Who took it back or sent it back, when and why.</summary>
    public string? EndedBy { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public string? EndReason { get; set; }
}

/// <summary>Proposed waits for a second person. Returned was not carried out, Undone was and has been taken back.</summary>
public enum MoveState { Proposed, Moved, Returned, Undone }

/// <summary>One run of a move: how it stood before.</summary>
public sealed class VersionMoveCaseRow : IJurisdictionRow
{
    public required string MoveId { get; set; }
    public required string InstanceId { get; set; }
    public required string JurisdictionId { get; set; }
    public string? CycleId { get; set; }
    public required string FromVersionId { get; set; }
    public required string ToVersionId { get; set; }

    /// <summary>The revision its report was made for.</summary>
    public required int Revision { get; set; }

    /// <summary>The revision right after the move: as long as it stands, nothing further has happened.</summary>
    public int? MovedRevision { get; set; }

    /// <summary>The run as it stood before.</summary>
    public byte[]? Document { get; set; }

    /// <summary>Why it cannot be taken back: what began with the move has left traces outside.</summary>
    public string? Barrier { get; set; }
}

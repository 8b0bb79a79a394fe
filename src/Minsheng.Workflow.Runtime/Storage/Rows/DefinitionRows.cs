namespace Minsheng.Workflow.Runtime.Storage.Rows;

/// <summary>A procedure under its logical id. The empty jurisdiction is the shelf every office may take from.</summary>
public sealed class DefinitionRow : IJurisdictionRow
{
    public required string JurisdictionId { get; set; }
    public required string DefinitionId { get; set; }
    public required string Name { get; set; }
    public string? Description { get; set; }

    /// <summary>The type other definitions embed it by; null when it is not usable as a step.</summary>
    public string? ActivityType { get; set; }
    public string? PublishedVersionId { get; set; }
}

/// <summary>One imported state of a procedure. Never changed, apart from its state.</summary>
public sealed class DefinitionVersionRow : IJurisdictionRow
{
    public required string Id { get; set; }
    public required string JurisdictionId { get; set; }
    public required string DefinitionId { get; set; }
    public required int Version { get; set; }

    /// <summary>SHA-256 of the file, lower-case hex.</summary>
    public required string Digest { get; set; }

    /// <summary>Embedded definitions and the digests they had when this one was published: what runs never drifts.</summary>
    public string? UsesJson { get; set; }
    public required DefinitionState State { get; set; }
    public required DateTimeOffset ImportedAt { get; set; }
    public required string ImportedBy { get; set; }
    public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>What was changed and why, as its proposer says.</summary>
    public string? Reason { get; set; }

    /// <summary>Who asked for it to be published, and when.</summary>
    public string? ProposedBy { get; set; }
    public DateTimeOffset? ProposedAt { get; set; }

    /// <summary>The second person, where the place wants one; else the proposer.</summary>
    public string? ApprovedBy { get; set; }
    public DateTimeOffset? ApprovedAt { get; set; }

    /// <summary>Years started from this day on begin with it; null for at once.</summary>
    public DateOnly? EffectiveOn { get; set; }

    /// <summary>Of a version taken back: the older one whose file it is.</summary>
    public int? RestoredFrom { get; set; }

    /// <summary>Why the second person sent it back, or why its day came in vain.</summary>
    public string? Returned { get; set; }
}

/// <summary>A file's bytes, once per digest.</summary>
public sealed class DefinitionFileRow
{
    public required string Digest { get; set; }
    public required byte[] Bytes { get; set; }
}

/// <summary>Proposed waits for the second person, Scheduled for its day.</summary>
public enum DefinitionState { Draft, Published, Retired, Proposed, Scheduled }

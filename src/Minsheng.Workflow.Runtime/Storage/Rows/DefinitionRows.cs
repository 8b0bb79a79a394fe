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
}

/// <summary>A file's bytes, once per digest.</summary>
public sealed class DefinitionFileRow
{
    public required string Digest { get; set; }
    public required byte[] Bytes { get; set; }
}

public enum DefinitionState { Draft, Published, Retired }

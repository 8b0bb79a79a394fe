namespace Minsheng.Workflow.Runtime.Storage.Rows;

public sealed class BallotRow : IJurisdictionRow
{
    public required string Id { get; set; }
    public required string JurisdictionId { get; set; }
    public required string InstanceId { get; set; }
    public string? CycleId { get; set; }
    public required string Title { get; set; }

    /// <summary>The <see cref="Activities.Ballots.BallotSheet"/>.</summary>
    public required string SheetJson { get; set; }
    public string? LegalBasis { get; set; }
    public required string ChairId { get; set; }
    public required string ScrutineerId { get; set; }
    public required BallotState State { get; set; }

    /// <summary>应到: people on the roll.</summary>
    public required int Due { get; set; }

    /// <summary>实到, stated when the box is opened.</summary>
    public int? Present { get; set; }
    public byte[]? ChairPublicKey { get; set; }
    public byte[]? ScrutineerPublicKey { get; set; }

    /// <summary>Locked under the keeper's passphrase; gone once it has been used.</summary>
    public byte[]? ChairLockedKey { get; set; }
    public byte[]? ScrutineerLockedKey { get; set; }
    public DateTimeOffset Prepared { get; set; }
    public DateTimeOffset? Opened { get; set; }
    public DateTimeOffset? Closed { get; set; }
    public DateTimeOffset? Unsealed { get; set; }
    public int? Returned { get; set; }

    /// <summary>发出的纸质票；null while the vote is electronic only.</summary>
    public int? PaperIssued { get; set; }
    public int? Unreadable { get; set; }

    /// <summary>The <see cref="Activities.Ballots.BallotResult"/>.</summary>
    public string? ResultJson { get; set; }
}

/// <summary>Prepared: roll frozen, box closed. Open: casting. Closed: sealed. HalfOpened: outer envelopes gone. Opened: slips read.</summary>
public enum BallotState { Prepared, Open, Closed, HalfOpened, Opened }

/// <summary>Who may cast, and whether they have. Not when.</summary>
public sealed class BallotRollRow : IJurisdictionRow
{
    public required string BallotId { get; set; }
    public required string PersonId { get; set; }
    public required string JurisdictionId { get; set; }
    public bool HasCast { get; set; }

    /// <summary>回避：counted neither in the quorum nor in the base of the majority.</summary>
    public bool IsRecused { get; set; }

    /// <summary>领了纸质票：casts on paper, no longer here.</summary>
    public bool OnPaper { get; set; }
}

/// <summary>A slip under a random key. No person, no time, no order: on SQLite the table has no rowid.</summary>
public sealed class BallotSlipRow
{
    public required string BallotId { get; set; }
    public required byte[] Key { get; set; }

    /// <summary>Two envelopes while the box is shut, one when half opened, null when read.</summary>
    public byte[]? Sealed { get; set; }

    /// <summary>Marks by number, in ballot order, once read.</summary>
    public string? Marks { get; set; }
}

/// <summary>Receipt codes of counted slips, apart from their marks: a code proves counted, not how.</summary>
public sealed class BallotReceiptRow
{
    public required string BallotId { get; set; }
    public required string Code { get; set; }
    public int Copies { get; set; }
}

namespace Minsheng.Workflow.Runtime.Storage.Rows;

/// <summary>A message to one person or to the robot of a place, written with what caused it and sent later.</summary>
public sealed class OutboxRow : IJurisdictionRow
{
    public required string Id { get; set; }
    public required string JurisdictionId { get; set; }

    /// <summary>Unique: the same matter is told a person once.</summary>
    public required string Key { get; set; }

    /// <summary>Empty for messages to the robot of the place.</summary>
    public required string PersonId { get; set; }
    public MessageKind Kind { get; set; }
    public MessageChannel Channel { get; set; }
    public required string Subject { get; set; }
    public required string Text { get; set; }
    public string? Html { get; set; }

    /// <summary>Path inside the site, such as /tasks/x.</summary>
    public string? Link { get; set; }

    /// <summary>Of a digest: 2026-W47, 2026-11, 2026-11-22.</summary>
    public string? Period { get; set; }
    public required DateTimeOffset Created { get; set; }
    public MessageState State { get; set; }
    public DateTimeOffset? Sent { get; set; }

    /// <summary>Begun, not ended: one more than there are deliveries means that somebody is at it, or died over it.</summary>
    public int Attempts { get; set; }
    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>Which sender is at it, and until when nobody else may be.</summary>
    public string? ClaimedBy { get; set; }
    public DateTimeOffset? ClaimedUntil { get; set; }
    public string? LastError { get; set; }
}

/// <summary>One attempt to deliver a message. Never changed: the ledger of what went to whom.</summary>
public sealed class DeliveryRow : IJurisdictionRow
{
    public required string OutboxId { get; set; }
    public required int Attempt { get; set; }
    public required string JurisdictionId { get; set; }
    public required DateTimeOffset At { get; set; }
    public required MessageChannel Channel { get; set; }
    public required string Address { get; set; }
    public required DeliveryResult Result { get; set; }

    /// <summary>What the server said, or why nothing was sent, as a sentence.</summary>
    public required string Detail { get; set; }
}

public enum MessageKind { Task, Urge, Reminder, Escalation, Notice, Digest, Test }

public enum MessageChannel { Mail, Webhook }

public enum MessageState { Waiting, Sent, GivenUp, Skipped }

public enum DeliveryResult
{
    Accepted,

    /// <summary>For good: this recipient, or this message.</summary>
    Refused,

    /// <summary>For now: tried again later.</summary>
    Failed,

    /// <summary>Nothing was sent: no address, not wanted, no mail set up.</summary>
    Skipped,

    /// <summary>The sender died, or the answer was lost: it may have arrived.</summary>
    Unknown,
}

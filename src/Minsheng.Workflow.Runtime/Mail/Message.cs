using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Mail;

/// <summary>What one person is told.</summary>
/// <param name="Place">The jurisdiction it is about.</param>
/// <param name="Key">Of the matter and the person: told once, whatever happens.</param>
/// <param name="PersonId">Empty for the robot of the place.</param>
/// <param name="Text">Without markup; complete by itself.</param>
public sealed record Message(string Place, string Key, string PersonId, MessageKind Kind, string Subject, string Text)
{
    /// <summary>The same with markup: inline styles, tables, nothing from outside.</summary>
    public string? Html { get; init; }

    /// <summary>Path inside the site where one goes on, such as /tasks/x.</summary>
    public string? Link { get; init; }

    /// <summary>Of a digest: 2026-W47, 2026-11, 2026-11-22.</summary>
    public string? Period { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public MessageChannel Channel { get; init; }
}

namespace Minsheng.Workflow.Runtime.Audit;

/// <summary>Which entries of the audit to show.</summary>
/// <param name="Person">Part of a name.</param>
/// <param name="Act">Code name of an act.</param>
/// <param name="Subject">Part of what the act was about.</param>
public sealed record AuditFilter(string? Person = null, string? Act = null, string? Subject = null, DateOnly? From = null, DateOnly? Until = null)
{
    /// <summary>What goes on record when somebody reads by it.</summary>
    internal object Words => new { person = Person, act = Act is null ? null : AuditWords.Act(Act), subject = Subject, from = From, until = Until };
}

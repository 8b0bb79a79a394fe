namespace Minsheng.Workflow.Web.Components.Pages.Procedures.Rehearsals;

/// <summary>A document or message that a year would make.</summary>
/// <param name="To">Who gets it, or where it is published.</param>
public sealed record PaperLine(string Day, string Kind, string Title, string To, string Text);

using Minsheng.Workflow.Web.Components.Parts;

namespace Minsheng.Workflow.Web.Components.Pages.Pool;

/// <summary>What was done and what follows from it, or why it was not done.</summary>
public sealed record PoolDone(string Title, string Detail, NoticeKind Kind = NoticeKind.Done);

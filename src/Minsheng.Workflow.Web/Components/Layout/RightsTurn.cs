namespace Minsheng.Workflow.Web.Components.Layout;

/// <summary>The reader's posts have changed while a page was open.</summary>
/// <param name="Refusal">Why the page may not be seen any more; null where it is shown as far as the reader now may.</param>
/// <param name="Typed">What they had typed in fields that are gone.</param>
public sealed record RightsTurn(string? Refusal, IReadOnlyList<TypedText> Typed);

/// <param name="Label">What the field was called.</param>
public sealed record TypedText(string Label, string Text);

namespace Minsheng.Workflow.Web.Components.Pages.Tasks.Dialogs;

/// <param name="Detail">What choosing it means.</param>
public sealed record ChoiceCard(string Key, string Title, string? Detail);

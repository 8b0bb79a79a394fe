namespace Minsheng.Workflow.Web.Components.Pages.Design;

/// <summary>A procedure from which the one on the canvas was opened.</summary>
/// <param name="Step">The step that runs the other; empty when none is chosen any more.</param>
public sealed record ParentProcedure(string Name, string Step, string Address);

using Minsheng.Workflow.Runtime.People;

namespace Minsheng.Workflow.Web.Components.Pages.Manage;

/// <summary>Somebody registered who comes in with the new term.</summary>
public sealed record ComingPerson(string Name, ComingPost Post);

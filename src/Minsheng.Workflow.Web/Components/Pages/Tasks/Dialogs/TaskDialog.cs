using Microsoft.AspNetCore.Components;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Tasks;
using Minsheng.Workflow.Web.Components.Parts;

namespace Minsheng.Workflow.Web.Components.Pages.Tasks.Dialogs;

/// <summary>A dialog that does one thing to a task: asks, sends once, says why not, keeps what was typed.</summary>
public abstract class TaskDialog : ComponentBase
{
    [Inject] protected TaskDesk Desk { get; set; } = null!;
    [Inject] protected OfficeClock Clock { get; set; } = null!;

    [Parameter, EditorRequired] public TaskView Task { get; set; } = null!;
    [Parameter, EditorRequired] public TaskOptions Options { get; set; } = null!;
    [Parameter, EditorRequired] public string Place { get; set; } = "";
    [Parameter, EditorRequired] public string PersonId { get; set; } = "";

    /// <summary>代理: in whose place.</summary>
    [Parameter] public string? OnBehalfOf { get; set; }

    /// <summary>It was done; carries the sentence that says so.</summary>
    [Parameter] public EventCallback<string> Done { get; set; }
    [Parameter] public EventCallback Closed { get; set; }

    protected Modal Box { get; set; } = null!;
    protected bool IsSending { get; private set; }
    protected string? Refusal { get; private set; }

    /// <summary>What is asked for and missing, by field.</summary>
    protected Dictionary<string, string> Missing { get; } = new(StringComparer.Ordinal);

    protected string? Why(string field) => Missing.GetValueOrDefault(field);

    protected async Task SendAsync(Func<Task> act, Func<string> said)
    {
        if (IsSending || Missing.Count > 0) return;
        (IsSending, Refusal) = (true, null);
        try
        {
            await act();
        }
        catch (WorkflowException refused)
        {
            Refusal = refused.Message;
            return;
        }
        finally
        {
            IsSending = false;
        }
        await Box.CloseAsync();
        await Done.InvokeAsync(said());
    }

    protected static string Names(IEnumerable<FoundPerson> people) => string.Join("、", people.Select(person => person.Label));
}

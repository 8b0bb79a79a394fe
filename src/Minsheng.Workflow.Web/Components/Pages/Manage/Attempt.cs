using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime;

namespace Minsheng.Workflow.Web.Components.Pages.Manage;

/// <summary>One thing a person tries to do on a page: busy while it runs, then done or refused in sentences.</summary>
public sealed class Attempt
{
    public bool IsBusy { get; private set; }

    /// <summary>What was done.</summary>
    public string? Done { get; private set; }

    /// <summary>Why it was not done, where no single field is at fault.</summary>
    public string? Refused { get; private set; }

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    /// <summary>The sentence beside a field.</summary>
    public string? Of(string field) => Problems.FirstOrDefault(problem => problem.Path == field)?.Sentence;

    public bool Has(string field) => Of(field) is not null;

    public void Clear() => (Done, Refused, Problems) = (null, null, []);

    /// <param name="done">Said when it worked.</param>
    /// <returns>True when it worked.</returns>
    public async Task<bool> RunAsync(Func<Task> act, string? done = null)
    {
        if (IsBusy) return false;
        Clear();
        IsBusy = true;
        try
        {
            await act();
            Done = done;
            return true;
        }
        catch (FormRefusedException refused)
        {
            Problems = refused.Problems;
        }
        catch (WorkflowException refused)
        {
            Refused = refused.Message;
        }
        finally
        {
            IsBusy = false;
        }
        return false;
    }
}

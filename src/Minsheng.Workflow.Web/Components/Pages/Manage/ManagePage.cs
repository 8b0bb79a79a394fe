using Minsheng.Workflow.Runtime;

namespace Minsheng.Workflow.Web.Components.Pages.Manage;

/// <summary>A page of 管理: says so instead of showing anything when the person may not, also when the right ends while it is open.</summary>
public abstract class ManagePage : OfficePage
{
    /// <summary>Why the person may not see this page; null when they may.</summary>
    protected string? Refused { get; private set; }

    protected abstract Task ReadAsync();

    protected sealed override async Task LoadAsync()
    {
        try
        {
            await ReadAsync();
            Refused = null;
        }
        catch (NotAllowedException refused)
        {
            Refused = refused.Message;
        }
    }
}

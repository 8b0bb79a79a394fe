using Microsoft.AspNetCore.Components;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.People;

namespace Minsheng.Workflow.Web.Components.Pages.Manage;

/// <summary>A page of 管理: says so instead of showing anything when the person may not, also when the right ends while it is open.</summary>
public abstract class ManagePage : OfficePage, IDisposable
{
    [Inject] private PostNews News { get; set; } = null!;

    /// <summary>Why the person may not see this page; null when they may.</summary>
    protected string? Refused { get; private set; }

    protected abstract Task ReadAsync();

    protected override void OnInitialized() => News.Changed += Follow;

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

    private void Follow(string personId)
    {
        if (IsReady && personId == Me.Id) _ = InvokeAsync(FollowAsync);
    }

    private async Task FollowAsync()
    {
        try
        {
            await ReloadAsync();
        }
        catch (NotAllowedException refused)
        {
            Refused = refused.Message;
        }
        StateHasChanged();
    }

    public void Dispose()
    {
        News.Changed -= Follow;
        GC.SuppressFinalize(this);
    }
}

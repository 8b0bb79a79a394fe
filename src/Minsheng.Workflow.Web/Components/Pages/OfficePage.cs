using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Web.Account;
using Minsheng.Workflow.Web.Components.Layout;
using Minsheng.Workflow.Web.Components.Parts;

namespace Minsheng.Workflow.Web.Components.Pages;

/// <summary>
/// A page of the office: knows who is looking, and reads what it shows anew whenever its address changes, and at once when the reader's
/// posts change. What they had typed where nothing can be typed any more is handed back to them by the shell.
/// </summary>
public abstract class OfficePage : ComponentBase, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Inject] private CurrentUser Users { get; set; } = null!;
    [Inject] private AuthenticationStateProvider Session { get; set; } = null!;
    [Inject] private PostNews News { get; set; } = null!;
    [Inject] private IJSRuntime Js { get; set; } = null!;
    [Inject] protected OfficeClock Clock { get; set; } = null!;
    [Inject] protected ShellState Shell { get; set; } = null!;

    /// <summary>Set before <see cref="LoadAsync"/> runs.</summary>
    protected SignedIn Me { get; private set; } = null!;

    /// <summary>False until the page has read what it shows.</summary>
    protected bool IsReady { get; private set; }

    protected string Place => Me.JurisdictionId;

    protected abstract Task LoadAsync();

    protected override void OnInitialized() => News.Changed += Follow;

    protected override async Task OnParametersSetAsync() => await ReloadAsync();

    /// <summary>Reads again, also what the person holds: a post taken away acts at once.</summary>
    protected async Task ReloadAsync()
    {
        Me = await Users.GetAsync(Session);
        await LoadAsync();
        IsReady = true;
    }

    /// <summary>After something was done: reads again, and lets the badges follow.</summary>
    protected async Task RefreshAsync()
    {
        await ReloadAsync();
        Shell.Outdate();
    }

    private void Follow(string personId)
    {
        if (IsReady && personId == Me.Id) _ = InvokeAsync(FollowAsync);
    }

    private async Task FollowAsync()
    {
        var (held, refusal) = (Me.Roles, (string?)null);
        await AskBrowserAsync<object>("minsheng.remember");
        try
        {
            await ReloadAsync();
        }
        catch (Exception lost) when (lost is NotAllowedException or NotFoundException)
        {
            refusal = lost.Message;
        }
        StateHasChanged();
        if (refusal is null && held.Order(StringComparer.Ordinal).SequenceEqual(Me.Roles.Order(StringComparer.Ordinal))) return;
        Shell.Turn(new RightsTurn(refusal, []));
        if (await AskBrowserAsync<TypedText[]>("minsheng.forgotten") is { Length: > 0 } typed) Shell.Turn(new RightsTurn(refusal, typed));
    }

    /// <summary>Default where the browser is away: then nothing can be handed back, but what is shown must still follow.</summary>
    private async Task<T?> AskBrowserAsync<T>(string function)
    {
        using var lost = new CancellationTokenSource(Patience);
        try
        {
            return await Js.InvokeAsync<T>(function, lost.Token);
        }
        catch (Exception problem) when (problem is JSException or JSDisconnectedException or OperationCanceledException or InvalidOperationException)
        {
            return default;
        }
    }

    protected virtual void Dispose(bool disposing) => News.Changed -= Follow;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }
}

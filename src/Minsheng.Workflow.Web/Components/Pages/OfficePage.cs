using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Minsheng.Workflow.Web.Account;

namespace Minsheng.Workflow.Web.Components.Pages;

/// <summary>A page of the office: knows who is looking, and reads what it shows anew whenever its address changes.</summary>
public abstract class OfficePage : ComponentBase
{
    [Inject] private CurrentUser Users { get; set; } = null!;
    [Inject] private AuthenticationStateProvider Session { get; set; } = null!;
    [Inject] protected TimeProvider Clock { get; set; } = null!;
    [Inject] protected Layout.ShellState Shell { get; set; } = null!;

    /// <summary>Set before <see cref="LoadAsync"/> runs.</summary>
    protected SignedIn Me { get; private set; } = null!;

    /// <summary>False until the page has read what it shows.</summary>
    protected bool IsReady { get; private set; }

    protected string Place => Me.JurisdictionId;

    protected abstract Task LoadAsync();

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
}

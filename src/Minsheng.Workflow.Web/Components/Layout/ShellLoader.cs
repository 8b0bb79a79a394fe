using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Minsheng.Workflow.Runtime.Demo;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Web.Account;

namespace Minsheng.Workflow.Web.Components.Layout;

/// <summary>Fills in what stands around the page: at the start, on every change of page, and when a page says so.</summary>
public sealed class ShellLoader : ComponentBase, IDisposable
{
    [Inject] private CurrentUser Users { get; set; } = null!;
    [Inject] private AuthenticationStateProvider Session { get; set; } = null!;
    [Inject] private ShellQuery Query { get; set; } = null!;
    [Inject] private ShellState Shell { get; set; } = null!;
    [Inject] private PostNews News { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private string? _person;

    protected override async Task OnInitializedAsync()
    {
        Navigation.LocationChanged += Follow;
        Shell.Outdated += Reload;
        News.Changed += Follow;
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var principal = (await Session.GetAuthenticationStateAsync()).User;
        if (await Users.FindAsync(principal) is not { } me)
        {
            Shell.Show(new ShellFacts());
            return;
        }
        _person = me.Id;
        var view = await Query.ReadAsync(me.JurisdictionId, me.Id);
        Shell.Show(new ShellFacts
        {
            Office = view.Office,
            Year = view.Year,
            Person = Holder.Of(me.Person),
            PersonId = me.Id,
            IsDemo = principal.HasClaim(claim => claim.Type == DemoSeed.DemoClaim),
            Supervises = me.Supervises,
            Roles = me.Roles,
            Counts = new Dictionary<string, int> { ["/"] = view.Tasks, ["/hall"] = view.Ballots },
        });
    }

    private void Follow(string personId)
    {
        if (personId == _person) Reload();
    }

    private void Follow(object? sender, LocationChangedEventArgs change)
    {
        Shell.Turn(null);
        Reload();
    }

    private void Reload() => _ = InvokeAsync(LoadAsync);

    public void Dispose()
    {
        Navigation.LocationChanged -= Follow;
        Shell.Outdated -= Reload;
        News.Changed -= Follow;
    }
}

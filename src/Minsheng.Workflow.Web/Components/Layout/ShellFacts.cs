namespace Minsheng.Workflow.Web.Components.Layout;

/// <summary>What the shell says about the place, the year and the person. One instance per circuit.</summary>
public sealed record ShellFacts
{
    /// <summary>The office whose data is on screen, such as 柞水县人大常委会.</summary>
    public string? Office { get; init; }

    public int? Year { get; init; }

    /// <summary>Unit and post, as the header shows them; null while nobody is signed in.</summary>
    public string? Person { get; init; }

    /// <summary>Null while nobody is signed in.</summary>
    public string? PersonId { get; init; }

    public bool IsDemo { get; init; }

    /// <summary>Leads or runs the supervision: has 督办一览 in the menu.</summary>
    public bool Supervises { get; init; }

    /// <summary>Code names of the roles held today.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Manages something here: has 管理 in the menu.</summary>
    public bool Manages => Runtime.People.ManageRights.HasAny(Roles);

    /// <summary>Badge numbers by menu address; an address without a number shows none.</summary>
    public IReadOnlyDictionary<string, int> Counts { get; init; } = new Dictionary<string, int>();
}

/// <summary>Holds the <see cref="ShellFacts"/> of one circuit and tells the layout when they change.</summary>
public sealed class ShellState
{
    public ShellFacts Facts { get; private set; } = new();

    /// <summary>What changed in the reader's rights on the page that is open; null once they have gone elsewhere.</summary>
    public RightsTurn? Turned { get; private set; }

    public event Action? Changed;

    /// <summary>What is shown no longer holds; whoever fills it in reads again.</summary>
    public event Action? Outdated;

    public void Outdate() => Outdated?.Invoke();

    public void Turn(RightsTurn? turn)
    {
        if (turn is null && Turned is null) return;
        Turned = turn;
        Changed?.Invoke();
    }

    public void Show(ShellFacts facts)
    {
        Facts = facts;
        Changed?.Invoke();
    }
}

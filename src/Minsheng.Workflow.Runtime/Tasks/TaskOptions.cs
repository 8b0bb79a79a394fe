namespace Minsheng.Workflow.Runtime.Tasks;

/// <summary>What one person may do with a task now; each with the reason when not.</summary>
public sealed record TaskOptions
{
    /// <summary>Answer it by its buttons.</summary>
    public required May CanAct { get; init; }
    public required May MayTransfer { get; init; }
    public required May MayDelegate { get; init; }

    /// <summary>委派来的，办好交回.</summary>
    public required May MayGiveBack { get; init; }

    /// <summary>收回委派.</summary>
    public required May MayTakeBack { get; init; }
    public required May MayAdd { get; init; }
    public required May MayClaim { get; init; }
    public required May MayRelease { get; init; }
    public required May MayRecuse { get; init; }
    public required May MayReturn { get; init; }
    public required May MayWithdraw { get; init; }
    public required May MayUrge { get; init; }
    public required May MayCopy { get; init; }

    /// <summary>抄送给自己、尚未阅.</summary>
    public required May MayRead { get; init; }

    /// <summary>People who may be taken off the task (减签).</summary>
    public required IReadOnlyList<NamedPerson> Removable { get; init; }

    /// <summary>Earlier steps it may go back to, newest first.</summary>
    public required IReadOnlyList<ReturnChoice> ReturnTargets { get; init; }

    /// <summary>代理: on whose shares this person may act today.</summary>
    public required IReadOnlyList<NamedPerson> AsDeputyOf { get; init; }

    /// <summary>False for people asked to sign, who say yes or no and fill in no form.</summary>
    public required bool FillsForm { get; init; }

    /// <summary>Outcomes of the buttons this person may press, now or when it is their turn.</summary>
    public required IReadOnlyList<string> Outcomes { get; init; }
}

/// <param name="Why">One sentence when not.</param>
public sealed record May(bool Is, string? Why = null)
{
    public static May Yes { get; } = new(true);

    public static May Not(string why) => new(false, why);
}

public sealed record NamedPerson(string Id, string Name);

/// <param name="Who">Who dealt with it then.</param>
/// <param name="When">When it was settled then.</param>
public sealed record ReturnChoice(string ActivityId, string Title, string Who, DateTimeOffset? When);

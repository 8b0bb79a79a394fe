using Minsheng.Workflow.Activities.Items;

namespace Minsheng.Workflow.Runtime.Queries;

/// <param name="CycleId">Null for the newest year.</param>
public sealed record PoolFilter(string? CycleId, string? Text, ItemStage? Stage, int Page)
{
    public string? Domain { get; init; }
    public string? Channel { get; init; }

    /// <summary>地点 as written.</summary>
    public string? Where { get; init; }

    /// <summary>万元, both ends included.</summary>
    public decimal? From { get; init; }
    public decimal? To { get; init; }

    /// <summary>Only what still lacks an answer its proposers can read.</summary>
    public bool Owed { get; init; }

    /// <summary>Only proposals that resemble others.</summary>
    public bool Similar { get; init; }

    public PoolOrder Order { get; init; }
    public bool Descending { get; init; }
}

public enum PoolOrder { Number, Title, Domain, Place, Amount, Submitted, Stage }

public sealed record PoolView(IReadOnlyList<PoolCycle> Cycles, PoolCycle? Cycle, IReadOnlyDictionary<ItemStage, int> Counts, Paged<PoolItem> Items)
{
    public PoolChoices Choices { get; init; } = new([], [], []);
    public PoolAnswers Answers { get; init; } = new(0, 0, 0);

    /// <summary>Groups of proposals that may be one matter; the first of each came in first.</summary>
    public IReadOnlyList<SimilarGroup> Groups { get; init; } = [];
}

/// <summary>What filters may ask for: what occurs in the year.</summary>
public sealed record PoolChoices(IReadOnlyList<string> Domains, IReadOnlyList<string> Channels, IReadOnlyList<string> Places);

/// <summary>件件有回音: how many items have been answered.</summary>
/// <param name="Undecided">Nobody has decided on them yet.</param>
/// <param name="Unreasoned">Not chosen, and no reason was written down.</param>
public sealed record PoolAnswers(int Due, int Undecided, int Unreasoned)
{
    public int Owed => Undecided + Unreasoned;
    public int Given => Due - Owed;
}

/// <param name="Running">False once the year is over.</param>
public sealed record PoolCycle(string Id, int Year, string Title, bool IsOpen, DateTimeOffset? Until, bool Running = true);

/// <param name="Proposers">Also those of items merged into it.</param>
public sealed record PoolItem(
    string Id, string Number, string Title, string Domain, string Place, decimal? Amount, ItemStage Stage, string Channel, int Proposers, DateTimeOffset Submitted)
{
    /// <summary>How many proposals of the year resemble it.</summary>
    public int Similar { get; init; }

    /// <summary>Not chosen, and no reason was written down.</summary>
    public bool LacksReason { get; init; }

    /// <summary>What it was merged into.</summary>
    public ItemLink? Main { get; init; }

    /// <summary>Merged by the office and not by a step: may be taken out again.</summary>
    public bool MergedByHand { get; init; }
}

public sealed record CollectionWindow(string CycleId, string Title, DateTimeOffset? Until, IReadOnlyList<string> Channels, IReadOnlyList<string> Domains);

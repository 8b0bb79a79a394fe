namespace Minsheng.Workflow.Activities.Ballots;

/// <summary>再次投票 among the tied only: more approvals win, no majority is asked for (地方组织法第二十九条, by analogy).</summary>
public sealed record RunoffRules
{
    /// <summary>Seats left over by the first vote.</summary>
    public required int Seats { get; init; }

    public VotingBody Body { get; init; }
    public BallotType BallotType { get; init; }
    public Fraction Quorum { get; init; } = new(2, 3);
    public bool QuorumStrict { get; init; }
    public int LeastApprovals { get; init; } = 1;

    /// <summary>What follows when the runoff ties again.</summary>
    public TiePolicy RepeatedTie { get; init; }

    public ShortfallPolicy Shortfall { get; init; }

    /// <summary>The runoff that settles a tied result.</summary>
    /// <exception cref="BallotException">The result is no tie.</exception>
    public static RunoffRules After(BallotRules rules, BallotResult tie) => tie.Outcome != BallotOutcome.Tie
        ? throw new BallotException("没有票数相等的项目，不需要再次投票。")
        : Of(rules with { Seats = tie.RemainingSeats });

    /// <summary>The same vote without a majority, a ratio or a cap of its own.</summary>
    public static RunoffRules Of(BallotRules rules) => new()
    {
        Seats = rules.Seats,
        Body = rules.Body,
        BallotType = rules.BallotType,
        Quorum = rules.Quorum,
        QuorumStrict = rules.QuorumStrict,
        LeastApprovals = rules.LeastApprovals,
        RepeatedTie = rules.RepeatedTie,
        Shortfall = rules.Shortfall,
    };

    /// <summary>Counts the runoff; a repeated tie comes back as <see cref="BallotOutcome.Tie"/> with what the policy says.</summary>
    public BallotResult Count(IReadOnlyList<string> tied, IReadOnlyCollection<Slip> slips, Turnout turnout) =>
        BallotCount.Of(AsBallot(), tied, slips, turnout);

    /// <summary>The runoff as a vote of its own, for the ballot page and the slip check.</summary>
    public BallotRules AsBallot() => new()
    {
        Seats = Seats,
        RatioMin = null,
        Body = Body,
        BallotType = BallotType,
        MajorityBase = MajorityBase.None,
        Quorum = Quorum,
        QuorumStrict = QuorumStrict,
        LeastApprovals = LeastApprovals,
        Tie = RepeatedTie,
        RepeatedTie = RepeatedTie,
        Shortfall = Shortfall,
    };
}

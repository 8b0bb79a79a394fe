namespace Minsheng.Workflow.Activities.Ballots;

/// <summary>The marks one candidate received on valid slips; together they are the valid slips.</summary>
/// <param name="For">Of a ranking ballot: slips that gave it a number.</param>
/// <param name="RankSum">名次和 of a ranking ballot, lowest first; 0 otherwise.</param>
public sealed record CandidateTally(string Candidate, int For, int Against, int Abstain, int Unpressed, int Illegible = 0, int RankSum = 0);

/// <summary>A counted vote: the figures the chief scrutineer 总监票人 reports and what they decide.</summary>
public sealed record BallotResult
{
    public required BallotOutcome Outcome { get; init; }
    public required Turnout Turnout { get; init; }

    /// <summary>法定人数 that had to be present.</summary>
    public required int Quorum { get; init; }

    /// <summary>Approvals a project needed; 0 when the vote is void.</summary>
    public int ApprovalsNeeded { get; init; }

    public int Seats { get; init; }
    public int ValidSlips { get; init; }
    public int VoidSlips { get; init; }

    /// <summary>In ballot order; empty when the vote is void.</summary>
    public IReadOnlyList<CandidateTally> Tallies { get; init; } = [];

    /// <summary>Adopted projects, most approvals or lowest sum of numbers first, equal ones in ballot order. On a tie or shortfall: those already sure.</summary>
    public IReadOnlyList<string> Adopted { get; init; } = [];

    /// <summary>Projects with equal votes across the cut line; only these go into the runoff.</summary>
    public IReadOnlyList<string> Tied { get; init; } = [];

    /// <summary>Seats not yet filled.</summary>
    public int RemainingSeats { get; init; }

    /// <summary>What was decided and why, a sentence each.</summary>
    public IReadOnlyList<string> Sentences { get; init; } = [];

    public bool IsValid => Outcome != BallotOutcome.Void;
}

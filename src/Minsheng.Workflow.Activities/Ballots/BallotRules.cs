namespace Minsheng.Workflow.Activities.Ballots;

/// <summary>The rules of one vote 票决办法, passed by the deputies before it. Defaults suit a county; all are settings.</summary>
public sealed record BallotRules
{
    /// <summary>应选数: how many projects are to be chosen.</summary>
    public required int Seats { get; init; }

    /// <summary>Lowest differential ratio, or null. Default 20% (子长, 新城 12 选 10, 北关 12 选 10).</summary>
    public Fraction? RatioMin { get; init; } = new Fraction(1, 5);

    /// <summary>Highest differential ratio, or null. 王庄: 30%.</summary>
    public Fraction? RatioMax { get; init; }

    public DifferentialBase DifferentialBase { get; init; }
    public Rounding Rounding { get; init; }
    public BallotType BallotType { get; init; }

    /// <summary>Who votes by these rules; gives the sentences their names.</summary>
    public VotingBody Body { get; init; }

    /// <summary>Most approvals on one slip of type Cap, null meaning the number of seats; highest number on one of type Rank, null meaning all candidates.</summary>
    public int? MarkCap { get; init; }

    public MajorityBase MajorityBase { get; init; }

    /// <summary>True: more than half (过半数). False: half is enough.</summary>
    public bool MajorityStrict { get; init; } = true;

    /// <summary>Share of all deputies who must be present. Default 2/3 (地方组织法第十四条).</summary>
    public Fraction Quorum { get; init; } = new(2, 3);

    /// <summary>True: the share must be exceeded, as by a standing committee's 过半数.</summary>
    public bool QuorumStrict { get; init; }

    /// <summary>Approvals below which nothing is adopted even without a majority rule. No source states it; default 1.</summary>
    public int LeastApprovals { get; init; } = 1;

    public TiePolicy Tie { get; init; }
    public TiePolicy RepeatedTie { get; init; }
    public ShortfallPolicy Shortfall { get; init; }

    /// <summary>Most approvals one slip may carry, or null where there is no cap.</summary>
    public int? ApprovalCap => BallotType == BallotType.Cap ? MarkCap ?? Seats : null;

    /// <summary>法定人数: how many of <paramref name="due"/> deputies must be present.</summary>
    public int QuorumCount(int due) => new Quorum(Quorum, QuorumStrict).Of(due);

    /// <summary>The highest number a deputy may give on a ranking slip.</summary>
    public int HighestRank(int candidates) => Math.Min(MarkCap ?? candidates, candidates);

    /// <summary>过半数 of <paramref name="voters"/>: floor(N/2)+1, or ceil(N/2) where half is enough.</summary>
    public int MajorityCount(int voters) => MajorityStrict ? voters / 2 + 1 : (voters + 1) / 2;

    /// <summary>Approvals a project needs in a vote with this turnout.</summary>
    public int ApprovalsNeeded(Turnout turnout, int validSlips) => Math.Max(LeastApprovals, MajorityBase switch
    {
        MajorityBase.AllDeputies => MajorityCount(turnout.Due),
        MajorityBase.Present => MajorityCount(turnout.Present),
        MajorityBase.Issued => MajorityCount(turnout.Issued),
        MajorityBase.ValidBallots => MajorityCount(validSlips),
        _ => 0,
    });

    /// <summary>Every setting that contradicts another, as sentences; empty when the rules can be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (Seats < 1)
            problems.Add("应选数至少为 1。");
        if (MarkCap < 1)
            problems.Add("每张票的上限至少为 1。");
        if (RatioMin > RatioMax)
            problems.Add($"差额下限 {RatioMin} 高于上限 {RatioMax}。");
        if (DifferentialBase == DifferentialBase.Candidates && (IsWhole(RatioMin) || IsWhole(RatioMax)))
            problems.Add("按候选项目数计算的差额比例应小于 100%。");
        if (Quorum.Numerator == 0 || Quorum > new Fraction(1, 1) || QuorumStrict && Quorum == new Fraction(1, 1))
            problems.Add("法定人数比例应大于 0，不超过 100%。");
        if (LeastApprovals < 0)
            problems.Add("最低赞成票数不能为负数。");
        return problems;
    }

    private static bool IsWhole(Fraction? ratio) => ratio is { } known && known >= new Fraction(1, 1);
}

/// <summary>The four figures of a vote: 应到 due, 实到 present, 发出 issued, 收回 returned.</summary>
/// <param name="Due">Without those who recused themselves.</param>
/// <param name="Recused">回避: in neither due nor present.</param>
public sealed record Turnout(int Due, int Present, int Issued, int Returned, int Recused = 0);

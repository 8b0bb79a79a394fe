namespace Minsheng.Workflow.Activities.Ballots;

public enum BallotKind { Vote, Rating }

/// <summary>What is printed on a ballot, and the rule it is counted by.</summary>
/// <param name="Options">Marks per row in order, e.g. 赞成 反对 弃权 or 满意 基本满意 不满意 弃权; a row left blank counts as the last one. Of a ranking ballot: the columns of its result.</param>
/// <param name="Seats">应选数; 0 for ratings.</param>
/// <param name="Round">1, or 2 and up for runoffs.</param>
public sealed record BallotSheet(
    BallotKind Kind, string Title, int Round, int Seats,
    IReadOnlyList<BallotRow> Rows, IReadOnlyList<string> Options, BallotRules? Rules, int AllMembers)
{
    /// <summary>Fewest paper slips beside electronic ones, and the other way round. No source states it; default 10.</summary>
    public const int DefaultPaperMinimum = 10;

    public VotingMode Mode { get; init; }

    /// <summary>A handful of paper slips beside electronic ones would tell how that handful voted.</summary>
    public int PaperMinimum { get; init; } = DefaultPaperMinimum;

    /// <summary>Rows are numbered, not marked.</summary>
    public bool IsRank => Rules is { BallotType: BallotType.Rank };
}

public sealed record BallotRow(string ItemId, string Number, string Title, string Details);

/// <summary>
/// A ballot whose box was closed and whose envelopes were opened by both custodians: the stimulus for the ballot's wait.
/// Slips come in random order and carry nothing of their caster.
/// </summary>
/// <param name="Recused">回避: taken off both the roll and the base.</param>
/// <param name="Paper">What two tellers found on the paper slips, where there were any.</param>
public sealed record BallotOpened(
    string BallotId, int Due, int Present, int Issued, int Returned, IReadOnlyList<Slip> Slips, int Recused = 0, PaperTotals? Paper = null)
{
    /// <summary>Slips read, on whichever way they came.</summary>
    public int Read => Slips.Count + (Paper?.Returned ?? 0);
}

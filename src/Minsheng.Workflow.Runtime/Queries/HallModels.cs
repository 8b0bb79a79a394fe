using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>Who looks at a ballot, and what they hold today.</summary>
public sealed record HallViewer(string JurisdictionId, string PersonId, IReadOnlyList<string> Roles);

/// <summary>A ballot or rating as everybody of the place may see it, and the viewer's own part in it.</summary>
/// <param name="Cast">已投: how many have cast. Never what they chose.</param>
/// <param name="ChairReady">The chair has made their key.</param>
/// <param name="IsChair">The viewer keeps the chair's passphrase.</param>
/// <param name="OnRoll">The viewer may cast, here or on paper.</param>
/// <param name="HasCast">The viewer has cast.</param>
public sealed record HallBallot(
    string Id, BallotKind Kind, string Title, int Round, int Seats, int Candidates, BallotState State,
    int Due, int? Present, int Cast, bool ChairReady, bool ScrutineerReady, DateTimeOffset Prepared, DateTimeOffset? Unsealed,
    bool IsChair, bool IsScrutineer, bool OnRoll, bool HasCast)
{
    /// <summary>发出的纸质票; null while nobody votes on paper.</summary>
    public int? PaperIssued { get; init; }

    /// <summary>Everybody votes on paper.</summary>
    public bool IsPaperOnly { get; init; }

    /// <summary>回避的人数.</summary>
    public int Recused { get; init; }

    /// <summary>Those who may still cast electronically.</summary>
    public int Waiting { get; init; }

    /// <summary>The viewer has a paper slip.</summary>
    public bool OnPaper { get; init; }

    public bool IsKeeper => IsChair || IsScrutineer;

    /// <summary>The viewer is asked to cast here and now.</summary>
    public bool MayCast => IsCasting && OnRoll && !HasCast && !OnPaper && !IsPaperOnly;

    /// <summary>Casting ends when the box is closed; those who have not cast by then stay on the roll.</summary>
    public bool IsCasting => State == BallotState.Open;

    /// <summary>The slips are read: figures may be shown.</summary>
    public bool IsOver => State == BallotState.Opened;
}

/// <summary>A ballot in the hall: its rules, its two keepers, and when each common act was done.</summary>
/// <param name="MaySeeNames">The viewer is a keeper or a scrutineer, may learn who has not cast and hand out paper.</param>
public sealed record HallConsole(
    HallBallot Ballot, BallotSheet Sheet, string? LegalBasis, string Chair, string Scrutineer,
    DateTimeOffset? Opened, DateTimeOffset? Closed, bool MaySeeNames)
{
    /// <summary>The viewer is a keeper or of the office, and may register 回避 while the box is shut.</summary>
    public bool MayRecuse { get; init; }

    /// <summary>The viewer may enter the paper figures.</summary>
    public bool MayEnter { get; init; }

    /// <summary>Both entries of the paper figures are there and agree; true where there is no paper.</summary>
    public bool IsEntered { get; init; }
}

/// <summary>Somebody on the roll, as keepers see them.</summary>
public sealed record HallVoter(string Id, string Name, bool IsRecused);

/// <summary>The entries of the paper figures as one who enters them sees them: their own, and the cells where two differ.</summary>
/// <param name="Mine">The viewer's figures; null before they have entered any.</param>
/// <param name="Names">Who has entered, in the order of the mismatches' figures.</param>
public sealed record HallEntries(PaperTotals? Mine, IReadOnlyList<string> Names, IReadOnlyList<PaperMismatch> Mismatches, bool IsAgreed);

/// <summary>A ballot as the person casting it sees it.</summary>
public sealed record HallPaper(string Id, BallotSheet Sheet, BallotState State, bool OnRoll, bool HasCast, bool OnPaper, bool IsRecused);

/// <summary>One project in a counted vote.</summary>
/// <param name="Share">Approvals in percent of those whose majority counts.</param>
/// <param name="IsLastAdopted">The heavy line runs under this row.</param>
public sealed record HallResultRow(
    int Rank, string Number, string Title, int For, int Against, int Abstain, int Unpressed, int Illegible,
    double Share, bool IsAdopted, bool IsTied, bool IsLastAdopted, int RankSum);

/// <summary>A counted vote as it is published.</summary>
/// <param name="Tick">Where the approvals needed lie on the bars, in percent.</param>
/// <param name="Receipts">Codes of the slips counted, in alphabetical order and apart from every figure.</param>
public sealed record HallVoteResult(BallotResult Result, IReadOnlyList<HallResultRow> Rows, double Tick, IReadOnlyList<string> Receipts)
{
    public static HallVoteResult Of(BallotSheet sheet, BallotResult result, IReadOnlyList<string> receipts)
    {
        var whole = Math.Max(1, (sheet.Rules?.MajorityBase ?? MajorityBase.AllDeputies) switch
        {
            MajorityBase.AllDeputies => result.Turnout.Due,
            MajorityBase.Issued => result.Turnout.Issued,
            MajorityBase.ValidBallots => result.ValidSlips,
            _ => result.Turnout.Present,
        });
        var printed = sheet.Rows.ToDictionary(row => row.ItemId);
        var adopted = result.Adopted.Select((id, place) => (id, place)).ToDictionary(pair => pair.id, pair => pair.place);
        var tallies = result.Tallies
            .OrderBy(tally => adopted.TryGetValue(tally.Candidate, out var place) ? place : int.MaxValue)
            .ThenBy(tally => sheet.IsRank ? tally.RankSum : -tally.For)
            .ToList();
        return new HallVoteResult(result,
            [.. tallies.Select((tally, index) => new HallResultRow(
                index + 1, printed[tally.Candidate].Number, printed[tally.Candidate].Title,
                tally.For, tally.Against, tally.Abstain, tally.Unpressed, tally.Illegible,
                Share: 100d * tally.For / whole,
                IsAdopted: adopted.ContainsKey(tally.Candidate),
                IsTied: result.Tied.Contains(tally.Candidate),
                IsLastAdopted: index + 1 == adopted.Count,
                RankSum: tally.RankSum))],
            Math.Min(100, 100d * result.ApprovalsNeeded / whole),
            receipts);
    }
}

/// <summary>One project, or other matter, in a counted rating.</summary>
/// <param name="Counts">Marks per option, in the order of the sheet.</param>
/// <param name="Grade">等次 and its sentence; null until the procedure has judged it.</param>
public sealed record HallRatingRow(string ItemId, bool IsProject, string Number, string Title, IReadOnlyList<int> Counts, HallGrade? Grade);

public sealed record HallGrade(Activities.Ratings.RatingOutcome Outcome, decimal Percent, string Sentence, string Rule);

/// <summary>A counted rating as it is published.</summary>
public sealed record HallRatingResult(
    string BallotId, string Title, IReadOnlyList<string> Options, int Due, int? Present, int? Returned, DateTimeOffset? Unsealed,
    IReadOnlyList<HallRatingRow> Rows, IReadOnlyList<string> Receipts);

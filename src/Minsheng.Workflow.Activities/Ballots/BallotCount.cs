namespace Minsheng.Workflow.Activities.Ballots;

/// <summary>Counts a vote by its rules. The same function serves the hall, the rehearsal and whoever recounts the published slips.</summary>
public static class BallotCount
{
    /// <param name="paper">What was found on paper slips, beside or instead of the slips themselves.</param>
    /// <exception cref="BallotException">The figures contradict each other, so nothing can be counted yet.</exception>
    public static BallotResult Of(BallotRules rules, IReadOnlyList<string> candidates, IReadOnlyCollection<Slip> slips, Turnout turnout, PaperTotals? paper = null)
    {
        Refuse(rules, candidates, turnout);
        if (VoidReason(rules, turnout, paper) is { } reason)
            return new BallotResult
            {
                Outcome = BallotOutcome.Void,
                Turnout = turnout,
                Quorum = rules.QuorumCount(turnout.Due),
                Seats = rules.Seats,
                RemainingSeats = rules.Seats,
                Sentences = [reason],
            };
        var read = slips.Count + (paper?.Returned ?? 0);
        if (read != turnout.Returned)
            throw new BallotException($"已录入 {read} 张票，收回 {turnout.Returned} 张票，两数不符，请核对后再计票。");
        if (paper?.Problems(rules, candidates.Count) is [var problem, ..])
            throw new BallotException(problem.Sentence);

        var marked = slips.Where(slip => SlipCheck.Of(slip, rules, candidates.Count).IsValid).ToList();
        var valid = marked.Count + (paper?.Valid ?? 0);
        return BallotDecision.Of(rules, Tally(rules, candidates, marked, paper), new BallotResult
        {
            Outcome = BallotOutcome.Adopted,
            Turnout = turnout,
            Quorum = rules.QuorumCount(turnout.Due),
            ApprovalsNeeded = rules.ApprovalsNeeded(turnout, valid),
            Seats = rules.Seats,
            ValidSlips = valid,
            VoidSlips = turnout.Returned - valid,
            Sentences = Opening(turnout, valid),
        });
    }

    /// <summary>Why the whole vote does not count, or null. Known before any slip is read.</summary>
    public static string? VoidReason(BallotRules rules, Turnout turnout, PaperTotals? paper = null)
    {
        var quorum = rules.QuorumCount(turnout.Due);
        if (turnout.Present < quorum)
            return $"应到 {turnout.Due} 人，实到 {turnout.Present} 人，{Missed(rules)}（{quorum} 人），不足法定人数，不能票决。";
        if (paper is not null && paper.Returned > paper.Issued)
            return $"收回纸质票 {paper.Returned} 张，多于发出纸质票 {paper.Issued} 张，本次票决无效，应当重新投票。";
        if (turnout.Returned > turnout.Issued)
            return $"收回票 {turnout.Returned} 张，多于发出票 {turnout.Issued} 张，本次票决无效，应当重新投票。";
        return turnout.Returned > turnout.Present
            ? $"收回票 {turnout.Returned} 张，多于实到 {turnout.Present} 人，本次票决无效，应当重新投票。"
            : null;
    }

    private static string Missed(BallotRules rules) =>
        rules.QuorumStrict ? $"未超过应到人数的{(rules.Quorum == new Fraction(1, 2) ? "半数" : rules.Quorum.ToWords())}" : $"未达到应到人数的{rules.Quorum.ToWords()}";

    private static void Refuse(BallotRules rules, IReadOnlyList<string> candidates, Turnout turnout)
    {
        if (rules.Problems() is [var problem, ..])
            throw new BallotException(problem);
        if (candidates.Distinct(StringComparer.Ordinal).Count() != candidates.Count)
            throw new BallotException("候选项目有重复，请核对票面。");
        if (turnout is { Due: < 1 } or { Present: < 0 } or { Issued: < 0 } or { Returned: < 0 })
            throw new BallotException("应到、实到、发出、收回各数不完整，请核对。");
        if (turnout.Present > turnout.Due)
            throw new BallotException($"实到 {turnout.Present} 人，多于应到 {turnout.Due} 人，请核对名册。");
    }

    private static List<CandidateTally> Tally(BallotRules rules, IReadOnlyList<string> candidates, List<Slip> valid, PaperTotals? paper)
    {
        var marks = new int[candidates.Count, Enum.GetValues<BallotMark>().Length];
        var sums = new int[candidates.Count];
        var isRank = rules.BallotType == BallotType.Rank;
        var unnumbered = rules.HighestRank(candidates.Count) + 1;
        foreach (var slip in valid)
            for (var i = 0; i < candidates.Count; i++)
            {
                marks[i, (int)slip.Marks[i]]++;
                if (isRank) sums[i] += slip.Ranks![i] is > 0 and var rank ? rank : unnumbered;
            }
        for (var i = 0; i < candidates.Count && paper is not null; i++)
        {
            var tally = paper.Tally(candidates[i], i, isRank, unnumbered);
            marks[i, (int)BallotMark.For] += tally.For;
            marks[i, (int)BallotMark.Against] += tally.Against;
            marks[i, (int)BallotMark.Abstain] += tally.Abstain;
            marks[i, (int)BallotMark.Illegible] += tally.Illegible;
            sums[i] += tally.RankSum;
        }
        return [.. candidates.Select((candidate, i) => new CandidateTally(candidate,
            For: marks[i, (int)BallotMark.For],
            Against: marks[i, (int)BallotMark.Against],
            Abstain: marks[i, (int)BallotMark.Abstain],
            Unpressed: marks[i, (int)BallotMark.Unpressed],
            Illegible: marks[i, (int)BallotMark.Illegible],
            RankSum: sums[i]))];
    }

    private static List<string> Opening(Turnout turnout, int valid)
    {
        var recused = turnout.Recused > 0 ? $"（另有 {turnout.Recused} 人回避，不计入）" : "";
        var sentences = new List<string>
        {
            $"应到 {turnout.Due} 人{recused}，实到 {turnout.Present} 人；发出票 {turnout.Issued} 张，收回票 {turnout.Returned} 张，"
                + $"收回票数未超过发出票数，票决有效；其中有效票 {valid} 张，无效票 {turnout.Returned - valid} 张。",
        };
        if (turnout.Returned < turnout.Issued)
            sentences.Add($"有 {turnout.Issued - turnout.Returned} 张票没有投出，按未按计，不计入弃权。");
        if (turnout.Issued != turnout.Present)
            sentences.Add($"发出票数 {turnout.Issued} 与实到人数 {turnout.Present} 不一致，应当记录原因。");
        return sentences;
    }
}

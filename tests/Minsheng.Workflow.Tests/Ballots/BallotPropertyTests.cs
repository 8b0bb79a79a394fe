using Minsheng.Workflow.Activities.Ballots;

namespace Minsheng.Workflow.Tests.Ballots;

/// <summary>Thousands of random votes against a slow count written from the rules in another way; a failure prints its seed.</summary>
public class BallotPropertyTests
{
    private const int Seed = 20260118;
    private const int Votes = 6000;

    [Fact]
    public void The_count_agrees_with_a_slow_count_on_random_votes()
    {
        var outcomes = new HashSet<BallotOutcome>();
        for (var i = 0; i < Votes; i++)
        {
            var seed = Seed + i;
            var (rules, candidates, slips, turnout) = Some(new Random(seed));

            var fast = BallotCount.Of(rules, candidates, slips, turnout);
            var slow = SlowCount.Of(rules, candidates, slips, turnout);

            outcomes.Add(fast.Outcome);
            fast.Outcome.ShouldBe(slow.Outcome, $"seed {seed}");
            fast.Adopted.ShouldBe(slow.Adopted, $"seed {seed}");
            fast.Tied.ShouldBe(slow.Tied, $"seed {seed}");
            fast.ValidSlips.ShouldBe(slow.Valid, $"seed {seed}");
        }
        outcomes.Count.ShouldBe(4, "the random votes must reach every outcome");
    }

    [Fact]
    public void Marks_of_every_candidate_add_up_and_seats_are_accounted_for()
    {
        for (var i = 0; i < Votes; i++)
        {
            var seed = Seed - i;
            var (rules, candidates, slips, turnout) = Some(new Random(seed));

            var result = BallotCount.Of(rules, candidates, slips, turnout);

            foreach (var tally in result.Tallies)
                (tally.For + tally.Against + tally.Abstain + tally.Unpressed + tally.Illegible).ShouldBe(result.ValidSlips, $"seed {seed}");
            (result.Adopted.Count + result.RemainingSeats).ShouldBe(rules.Seats, $"seed {seed}");
            result.Adopted.Intersect(result.Tied).ShouldBeEmpty($"seed {seed}");
            if (result.Outcome == BallotOutcome.Tie)
                result.Tied.Count.ShouldBeGreaterThan(result.RemainingSeats, $"seed {seed}");
        }
    }

    [Fact]
    public void Slips_counted_by_hand_and_slips_read_by_machine_give_what_one_count_of_all_gives()
    {
        for (var i = 0; i < Votes; i++)
        {
            var seed = Seed + i;
            var random = new Random(seed);
            var (rules, candidates, slips, turnout) = Some(random);
            var all = BallotCount.Of(rules, candidates, slips, turnout);
            // Paper has no key that can be left unpressed.
            if (!all.IsValid || slips.Any(slip => slip.Marks.Contains(BallotMark.Unpressed))) continue;
            var onPaper = random.Next(slips.Length + 1);

            var mixed = BallotCount.Of(rules, candidates, slips[onPaper..], turnout, ByHand(rules, candidates.Length, slips[..onPaper]));

            mixed.Tallies.ShouldBe(all.Tallies, $"seed {seed}");
            (mixed.Outcome, mixed.ValidSlips, mixed.VoidSlips, mixed.ApprovalsNeeded).ShouldBe((all.Outcome, all.ValidSlips, all.VoidSlips, all.ApprovalsNeeded), $"seed {seed}");
            mixed.Adopted.ShouldBe(all.Adopted, $"seed {seed}");
        }
    }

    private static PaperTotals ByHand(BallotRules rules, int candidates, Slip[] slips)
    {
        var valid = slips.Where(slip => SlipCheck.Of(slip, rules, candidates).IsValid).ToList();
        return new PaperTotals(slips.Length, slips.Length, valid.Count, slips.Length - valid.Count, [.. Enumerable.Range(0, candidates).Select(row => (IReadOnlyList<int>)(rules.BallotType == BallotType.Rank
            ? [valid.Count(slip => slip.Ranks![row] > 0), valid.Sum(slip => slip.Ranks![row])]
            : [Marked(row, BallotMark.For), Marked(row, BallotMark.Against), Marked(row, BallotMark.Abstain), Marked(row, BallotMark.Illegible)]))]);

        int Marked(int row, BallotMark mark) => valid.Count(slip => slip.Marks[row] == mark);
    }

    [Fact]
    public void The_order_of_slips_decides_nothing()
    {
        for (var i = 0; i < 500; i++)
        {
            var random = new Random(Seed + i);
            var (rules, candidates, slips, turnout) = Some(random);
            var shuffled = slips.ToArray();
            random.Shuffle(shuffled);

            BallotCount.Of(rules, candidates, shuffled, turnout).Adopted
                .ShouldBe(BallotCount.Of(rules, candidates, slips, turnout).Adopted, $"seed {Seed + i}");
        }
    }

    private static (BallotRules Rules, string[] Candidates, Slip[] Slips, Turnout Turnout) Some(Random random)
    {
        var rules = new BallotRules
        {
            Seats = random.Next(1, 6),
            BallotType = (BallotType)random.Next(3),
            MarkCap = random.Next(4) == 0 ? random.Next(1, 6) : null,
            Body = (VotingBody)random.Next(3),
            QuorumStrict = random.Next(4) == 0,
            MajorityBase = (MajorityBase)random.Next(5),
            MajorityStrict = random.Next(4) > 0,
            LeastApprovals = random.Next(3),
        };
        var candidates = Enumerable.Range(0, rules.Seats + random.Next(0, 4)).Select(i => $"c{i}").ToArray();
        var due = random.Next(1, 40);
        var present = random.Next(due / 2, due + 1);
        var issued = Math.Max(0, present + random.Next(-1, 2));
        var returned = Math.Max(0, issued + random.Next(-2, 2) / 2);
        var liking = random.Next(30, 100);
        var slips = Enumerable.Range(0, returned)
            .Select(_ => (rules.BallotType == BallotType.Rank
                ? Slip.Numbered(Numbers(random, candidates.Length))
                : new Slip([.. candidates.Select(_ => random.Next(100) < liking ? BallotMark.For : (BallotMark)random.Next(1, 5))])) with { Spoiled = random.Next(30) == 0 })
            .ToArray();
        return (rules, candidates, slips, new Turnout(due, present, issued, returned));
    }

    /// <summary>Mostly 1, 2, 3 … down to some place; now and then a number twice, too high or left out.</summary>
    private static int[] Numbers(Random random, int candidates)
    {
        var order = Enumerable.Range(0, candidates).ToArray();
        random.Shuffle(order);
        var numbers = new int[candidates];
        var given = random.Next(candidates + 1);
        for (var place = 0; place < given; place++) numbers[order[place]] = place + 1;
        if (random.Next(12) == 0) numbers[random.Next(candidates)] = random.Next(candidates + 2);
        return numbers;
    }
}

/// <summary>An independent count: candidate by candidate, rank by comparison with each other, halves by doubling.</summary>
internal static class SlowCount
{
    public static (BallotOutcome Outcome, string[] Adopted, string[] Tied, int Valid) Of(BallotRules rules, string[] candidates, Slip[] slips, Turnout turnout)
    {
        var tooFew = rules.QuorumStrict ? turnout.Present * 3 <= turnout.Due * 2 : turnout.Present * 3 < turnout.Due * 2;
        if (tooFew || turnout.Returned > turnout.Issued || turnout.Returned > turnout.Present)
            return (BallotOutcome.Void, [], [], 0);

        var isRank = rules.BallotType == BallotType.Rank;
        var last = Math.Min(rules.MarkCap ?? int.MaxValue, candidates.Length);
        var good = new List<Slip>();
        foreach (var slip in slips)
            if (!slip.Spoiled && (isRank ? IsCounting(slip.Ranks!, last) : IsWithin(slip, rules))) good.Add(slip);

        var approvals = new Dictionary<string, int>();
        // Of a ranking ballot, points instead of sums: the first place gives the most, none gives nothing.
        var worth = new Dictionary<string, int>();
        for (var i = 0; i < candidates.Length; i++)
        {
            approvals[candidates[i]] = good.Count(slip => isRank ? slip.Ranks![i] > 0 : slip.Marks[i] == BallotMark.For);
            worth[candidates[i]] = isRank ? good.Where(slip => slip.Ranks![i] > 0).Sum(slip => last + 1 - slip.Ranks![i]) : approvals[candidates[i]];
        }

        bool Passes(string candidate)
        {
            var votes = approvals[candidate];
            var whole = rules.MajorityBase switch
            {
                MajorityBase.AllDeputies => turnout.Due,
                MajorityBase.Present => turnout.Present,
                MajorityBase.Issued => turnout.Issued,
                MajorityBase.ValidBallots => good.Count,
                _ => -1,
            };
            return votes >= rules.LeastApprovals && (rules.MajorityStrict ? votes * 2 > whole : votes * 2 >= whole);
        }

        var passed = candidates.Where(Passes).ToArray();
        int Ahead(string candidate) => passed.Count(other => worth[other] > worth[candidate]);
        int Level(string candidate) => passed.Count(other => worth[other] == worth[candidate]);
        string[] InOrder(IEnumerable<string> some) => [.. some.OrderBy(Ahead).ThenBy(c => Array.IndexOf(candidates, c))];

        if (passed.Length < rules.Seats)
            return (BallotOutcome.Shortfall, InOrder(passed), [], good.Count);
        var sure = passed.Where(c => Ahead(c) + Level(c) <= rules.Seats).ToArray();
        var disputed = passed.Where(c => Ahead(c) < rules.Seats && Ahead(c) + Level(c) > rules.Seats).ToArray();
        return (disputed.Length > 0 ? BallotOutcome.Tie : BallotOutcome.Adopted, InOrder(sure), disputed, good.Count);
    }

    private static bool IsWithin(Slip slip, BallotRules rules)
    {
        var used = 0;
        foreach (var mark in slip.Marks)
            used += mark is BallotMark.For ? 1 : 0;
        return rules.BallotType == BallotType.PerItem || used <= (rules.MarkCap ?? rules.Seats);
    }

    /// <summary>Counting aloud 1, 2, 3 … finds each number once and nothing is left over.</summary>
    private static bool IsCounting(IReadOnlyList<int> numbers, int last)
    {
        var left = numbers.Where(number => number != 0).ToList();
        for (var next = 1; left.Remove(next); next++)
            if (next > last) return false;
        return left.Count == 0;
    }
}

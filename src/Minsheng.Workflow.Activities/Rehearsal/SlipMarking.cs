using Minsheng.Workflow.Activities.Ballots;

namespace Minsheng.Workflow.Activities.Rehearsal;

/// <summary>Marks the simulated slips so that a clear result comes out, or the one that was asked for.</summary>
public static class SlipMarking
{
    private const double MostApprove = 0.96, DarlingsShare = 0.55, StepBetweenRanks = 0.015, FewApprove = 0.42;

    /// <param name="favour">Row indices from the best liked down.</param>
    public static IReadOnlyList<Slip> Vote(BallotSheet sheet, int[] favour, int present, RehearsalAnswer? answer, Dice dice)
    {
        var rules = sheet.Rules ?? new BallotRules { Seats = sheet.Seats };
        if (sheet.IsRank) return RankMarking.Of(sheet, rules, favour, present, answer, dice);
        var cap = rules.ApprovalCap ?? sheet.Rows.Count;
        var needed = rules.ApprovalsNeeded(new Turnout(sheet.AllMembers, present, present, present), present);
        var counts = Clear(sheet, favour, present, cap, needed);
        if (answer?.Shortfall is { } missing) Starve(counts, favour, sheet.Seats, missing, needed);
        if (answer?.Tie is { } tied) LevelAtTheCut(counts, favour, sheet.Seats, tied, cap, present, needed);
        for (var row = 0; row < counts.Length; row++)
            if (Scripted(answer?.Votes, sheet.Rows[row], row, out var votes)) counts[row] = Math.Clamp(votes, 0, present);
        return Fill(counts, present, cap, dice);
    }

    /// <summary>Marks of a rating: the index into the sheet's options, carried as a mark.</summary>
    public static IReadOnlyList<Slip> Rating(BallotSheet sheet, int present, RehearsalAnswer? answer, Dice dice)
    {
        var last = sheet.Options.Count - 1;
        var marks = new BallotMark[present][];
        for (var slip = 0; slip < present; slip++) marks[slip] = new BallotMark[sheet.Rows.Count];
        for (var row = 0; row < sheet.Rows.Count; row++)
        {
            var grades = Scripted(answer?.Grades, sheet.Rows[row], row, out var given) ? given : [present - present / 8 - dice.Next(present > 20 ? 2 : 1), present / 8];
            var column = Enumerable.Repeat((BallotMark)last, present).ToArray();
            var next = 0;
            for (var grade = 0; grade < grades.Count; grade++)
                for (var vote = 0; vote < grades[grade] && next < present; vote++) column[next++] = (BallotMark)grade;
            dice.Shuffle(column);
            for (var slip = 0; slip < present; slip++) marks[slip][row] = column[slip];
        }
        return [.. marks.Select(slip => new Slip(slip))];
    }

    /// <summary>The first seats stand well above the majority, the others well below, and no slip would need more approvals than it may carry.</summary>
    private static int[] Clear(BallotSheet sheet, int[] favour, int present, int cap, int needed)
    {
        var seats = Math.Min(sheet.Seats, favour.Length);
        var counts = new int[favour.Length];
        var share = Math.Min(1, cap / (double)favour.Length);
        var top = Math.Min(MostApprove, share + (1 - share) * DarlingsShare);
        var left = (double)present * cap;
        for (var rank = 0; rank < seats; rank++)
        {
            var approvals = Math.Max((int)(present * (top - StepBetweenRanks * rank)), Math.Min(present, needed + 1 + seats - rank));
            counts[favour[rank]] = Math.Min(approvals, present);
            left -= counts[favour[rank]];
        }
        var least = seats == 0 ? 0 : counts[favour[seats - 1]];
        for (var rank = seats; rank < favour.Length; rank++)
        {
            var fair = (int)(Math.Max(0, left) / (favour.Length - seats) * 0.8);
            counts[favour[rank]] = Math.Max(0, Math.Min(Math.Min(fair, (int)(present * FewApprove)) - (rank - seats) * 3, least - 1));
        }
        return counts;
    }

    private static void Starve(int[] counts, int[] favour, int seats, int missing, int needed)
    {
        for (var rank = Math.Max(0, seats - missing); rank < Math.Min(seats, favour.Length); rank++)
            counts[favour[rank]] = Math.Min(counts[favour[rank]], Math.Max(0, needed - 1 - rank));
        for (var rank = seats; rank < favour.Length; rank++)
            counts[favour[rank]] = Math.Min(counts[favour[rank]], Math.Max(0, needed - 1 - rank));
    }

    /// <summary>The last seat and those behind it get the same approvals, as many as all slips together can still carry.</summary>
    private static void LevelAtTheCut(int[] counts, int[] favour, int seats, int tied, int cap, int present, int needed)
    {
        if (seats < 1 || favour.Length <= seats) return;
        var level = favour.Skip(seats - 1).Take(Math.Max(2, tied)).ToArray();
        var rest = counts.Sum() - level.Sum(row => counts[row]);
        var votes = Math.Min(counts[favour[seats - 1]], (present * cap - rest) / level.Length);
        // With few slips the others give way, so that those at the cut still have their majority.
        if (votes < needed && seats > 1 && (present * cap - needed * level.Length) / (seats - 1) is var share && share > needed)
        {
            votes = needed;
            foreach (var row in favour.Take(seats - 1)) counts[row] = Math.Min(counts[row], share);
            foreach (var row in favour.Skip(seats - 1 + level.Length)) counts[row] = 0;
        }
        foreach (var row in level) counts[row] = votes;
    }

    /// <summary>Deals each row's approvals to consecutive slips, so that no slip carries more than its share.</summary>
    private static Slip[] Fill(int[] counts, int present, int cap, Dice dice)
    {
        var marks = new BallotMark[present][];
        for (var slip = 0; slip < present; slip++)
        {
            marks[slip] = new BallotMark[counts.Length];
            for (var row = 0; row < counts.Length; row++)
                marks[slip][row] = (slip + row) % 3 == 0 ? BallotMark.Abstain : BallotMark.Against;
        }
        var next = 0;
        var carried = new int[present];
        for (var row = 0; row < counts.Length; row++)
            for (var vote = 0; vote < counts[row] && carried[next % present] < cap; vote++, next++)
            {
                marks[next % present][row] = BallotMark.For;
                carried[next % present]++;
            }
        dice.Shuffle(marks);
        return [.. marks.Select(slip => new Slip(slip))];
    }

    private static bool Scripted<T>(IReadOnlyDictionary<string, T>? script, BallotRow row, int index, out T given)
    {
        given = default!;
        return script is { Count: > 0 }
            && (script.TryGetValue(row.Number, out given!) || script.TryGetValue(row.Title, out given!) || script.TryGetValue(RehearsalAnswer.Row(index), out given!));
    }
}

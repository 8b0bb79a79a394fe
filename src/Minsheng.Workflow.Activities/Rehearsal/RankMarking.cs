using Minsheng.Workflow.Activities.Ballots;

namespace Minsheng.Workflow.Activities.Rehearsal;

/// <summary>Numbers the simulated slips of a ranking ballot: everybody follows the common favour, some swap neighbours, nobody across a cut.</summary>
internal static class RankMarking
{
    private const int OneInSwaps = 3;

    /// <param name="favour">Row indices from the best liked down.</param>
    public static IReadOnlyList<Slip> Of(BallotSheet sheet, BallotRules rules, int[] favour, int present, RehearsalAnswer? answer, Dice dice)
    {
        var highest = rules.HighestRank(favour.Length);
        var turnout = new Turnout(sheet.AllMembers, present, present, present);
        // Where seats are to stay empty, only so many may number the projects behind them.
        var carried = answer?.Shortfall is { } missing ? Math.Max(0, sheet.Seats - missing) : favour.Length;
        var numberedBehind = Math.Max(0, rules.ApprovalsNeeded(turnout, present) - 1);
        var slips = new Slip[present];
        for (var slip = 0; slip < present; slip++)
        {
            var order = favour.ToArray();
            var many = slip < numberedBehind ? favour.Length : carried;
            if (answer?.Tie is { } tied) many = TurnTied(order, sheet.Seats, Math.Max(2, tied), slip, present);
            else if (dice.Next(OneInSwaps) == 0) Swap(order, [sheet.Seats, carried], dice);
            slips[slip] = Slip.Numbered(Numbers(order, Math.Min(highest, many)));
        }
        return slips;
    }

    private static int[] Numbers(int[] order, int many)
    {
        var numbers = new int[order.Length];
        for (var place = 0; place < many; place++) numbers[order[place]] = place + 1;
        return numbers;
    }

    /// <summary>The tied take turns at the cut; whoever is left over after full turns numbers nothing from there on.</summary>
    /// <returns>How many places the slip fills.</returns>
    private static int TurnTied(int[] order, int seats, int tied, int slip, int present)
    {
        if (seats < 1 || order.Length <= seats) return order.Length;
        var from = Math.Max(0, Math.Min(seats - 1, order.Length - tied));
        var group = order[from..Math.Min(order.Length, from + tied)];
        if (slip >= present - present % group.Length) return from;
        for (var place = 0; place < group.Length; place++) order[from + place] = group[(place + slip) % group.Length];
        return order.Length;
    }

    private static void Swap(int[] order, int[] cuts, Dice dice)
    {
        if (order.Length < 2) return;
        var upper = dice.Next(order.Length - 1);
        if (!cuts.Contains(upper + 1)) (order[upper], order[upper + 1]) = (order[upper + 1], order[upper]);
    }
}

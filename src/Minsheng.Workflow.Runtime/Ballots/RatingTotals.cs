using Minsheng.Workflow.Activities.Ballots;

namespace Minsheng.Workflow.Runtime.Ballots;

/// <summary>Marks of a rating that was partly or wholly on paper, both ways together: all that is kept of it.</summary>
/// <param name="Rows">By row of the sheet, marks per option.</param>
public sealed record RatingTotals(IReadOnlyList<IReadOnlyList<int>> Rows)
{
    public static RatingTotals Of(BallotSheet sheet, IReadOnlyList<Slip> slips, PaperTotals? paper) => new([.. sheet.Rows.Select((_, row) =>
    {
        var counts = new int[sheet.Options.Count];
        foreach (var slip in slips)
            if (slip.Marks.Count == sheet.Rows.Count) counts[Math.Min((int)slip.Marks[row], counts.Length - 1)]++;
        for (var option = 0; option < counts.Length && paper is not null; option++) counts[option] += paper.Rows[row][option];
        return (IReadOnlyList<int>)counts;
    })]);
}

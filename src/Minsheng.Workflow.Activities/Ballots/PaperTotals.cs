namespace Minsheng.Workflow.Activities.Ballots;

/// <summary>What a teller counts from the paper slips of one ballot. Two people enter it apart; only equal entries are combined with the rest.</summary>
/// <param name="Issued">发出的纸质票.</param>
/// <param name="Rows">By row of the sheet, the figures of <see cref="PaperSheet.Columns"/>.</param>
public sealed record PaperTotals(int Issued, int Returned, int Valid, int Void, IReadOnlyList<IReadOnlyList<int>> Rows)
{
    /// <summary>What cannot be true of a vote by these rules; empty when all figures agree with each other.</summary>
    public IReadOnlyList<PaperProblem> Problems(BallotRules rules, int candidates) =>
        rules.BallotType == BallotType.Rank ? PaperSheet.Check(this, candidates, 2, rules.HighestRank(candidates), isRank: true)
            : PaperSheet.Check(this, candidates, PaperSheet.Marks.Count, rules.ApprovalCap, isRank: false);

    internal CandidateTally Tally(string candidate, int row, bool isRank, int unnumbered) => isRank
        ? new CandidateTally(candidate, Rows[row][0], 0, Valid - Rows[row][0], 0, 0, Rows[row][1] + (Valid - Rows[row][0]) * unnumbered)
        : new CandidateTally(candidate, Rows[row][0], Rows[row][1], Rows[row][2], 0, Rows[row][3]);
}

/// <summary>A figure that cannot be right.</summary>
/// <param name="Cell">Its place, as <see cref="PaperSheet.Cell"/> writes it.</param>
public sealed record PaperProblem(string Cell, string Sentence);

/// <summary>A figure two people read differently.</summary>
public sealed record PaperMismatch(string Cell, string Label, int First, int Second);

/// <summary>The form tellers fill for the paper slips of a ballot.</summary>
public static class PaperSheet
{
    public const string Returned = "returned", Valid = "valid", Void = "void";

    internal static IReadOnlyList<string> Marks { get; } = ["赞成", "反对", "弃权", "无法辨认"];

    /// <summary>What is counted for each row.</summary>
    public static IReadOnlyList<string> Columns(BallotSheet sheet) =>
        sheet.IsRank ? ["编号票数", "编号之和"] : sheet.Kind == BallotKind.Vote ? Marks : sheet.Options;

    public static string Cell(int row, int column) => $"{row + 1}.{column + 1}";

    public static IReadOnlyList<PaperProblem> Problems(BallotSheet sheet, PaperTotals totals) =>
        sheet.Rules is { } rules ? totals.Problems(rules, sheet.Rows.Count) : Check(totals, sheet.Rows.Count, sheet.Options.Count, null, isRank: false);

    /// <summary>Cell by cell, where two entries differ.</summary>
    public static IReadOnlyList<PaperMismatch> Compare(BallotSheet sheet, PaperTotals first, PaperTotals second)
    {
        var columns = Columns(sheet);
        List<PaperMismatch> all =
        [
            new(Returned, "收回纸质票", first.Returned, second.Returned),
            new(Valid, "有效票", first.Valid, second.Valid),
            new(Void, "无效票", first.Void, second.Void),
            .. sheet.Rows.SelectMany((row, i) => columns.Select((column, j) =>
                new PaperMismatch(Cell(i, j), $"{i + 1}. {row.Title}：{column}", first.Rows[i][j], second.Rows[i][j]))),
        ];
        return [.. all.Where(cell => cell.First != cell.Second)];
    }

    /// <param name="most">Approvals or numbers one slip may carry; null without a limit.</param>
    internal static IReadOnlyList<PaperProblem> Check(PaperTotals totals, int rows, int columns, int? most, bool isRank)
    {
        if (totals.Rows.Count != rows || totals.Rows.Any(row => row.Count != columns))
            return [new(Returned, $"票面有 {rows} 行、每行 {columns} 个数，录入的行数或列数不对，请重新录入。")];
        if (totals is { Returned: < 0 } or { Valid: < 0 } or { Void: < 0 } || totals.Rows.Any(row => row.Any(figure => figure < 0)))
            return [new(Returned, "各数都不能小于 0，请改正。")];

        var problems = new List<PaperProblem>();
        if (totals.Valid + totals.Void != totals.Returned)
            problems.Add(new(Valid, $"有效票 {totals.Valid} 张加无效票 {totals.Void} 张是 {totals.Valid + totals.Void} 张，不等于收回的 {totals.Returned} 张，请核对。"));
        for (var row = 0; row < rows; row++)
            if ((isRank ? Numbers(totals, row, most!.Value) : Sums(totals, row)) is { } problem) problems.Add(problem);
        var given = totals.Rows.Sum(row => (long)row[0]);
        if (most is { } limit && given > (long)totals.Valid * limit)
            problems.Add(new(Cell(0, 0), $"各项{(isRank ? "编号" : "赞成")}合计 {given}，有效票 {totals.Valid} 张、每张最多 {limit} 个，合计不能超过 {(long)totals.Valid * limit}，请核对。"));
        return problems;
    }

    private static PaperProblem? Sums(PaperTotals totals, int row)
    {
        var over = totals.Rows[row].Select((figure, column) => (figure, column)).FirstOrDefault(cell => cell.figure > totals.Valid);
        if (over.figure > totals.Valid)
            return new PaperProblem(Cell(row, over.column), $"第 {row + 1} 项有一个数是 {over.figure}，多于有效票 {totals.Valid} 张，请核对。");
        var sum = totals.Rows[row].Sum();
        return sum == totals.Valid ? null : new PaperProblem(Cell(row, 0), $"第 {row + 1} 项各数合计 {sum}，不等于有效票 {totals.Valid} 张，请核对。");
    }

    private static PaperProblem? Numbers(PaperTotals totals, int row, int highest)
    {
        var (slips, sum) = (totals.Rows[row][0], totals.Rows[row][1]);
        if (slips > totals.Valid) return new PaperProblem(Cell(row, 0), $"第 {row + 1} 项编号票数 {slips}，多于有效票 {totals.Valid} 张，请核对。");
        return sum >= slips && sum <= (long)slips * highest ? null
            : new PaperProblem(Cell(row, 1), $"第 {row + 1} 项有 {slips} 张票编了号，编号之和应在 {slips} 至 {(long)slips * highest} 之间，录入的是 {sum}，请核对。");
    }
}

namespace Minsheng.Workflow.Runtime.People;

/// <summary>One row of a people sheet, as typed. A person with several posts has several rows; a row without a post is the person alone.</summary>
/// <param name="Row">Number of the row in the sheet, as the spreadsheet program shows it.</param>
/// <param name="Kind">角色, 机构秘书 or 小组成员; empty for none.</param>
/// <param name="Post">The role in Chinese, or the name of the body or group.</param>
public sealed record ImportLine(
    int Row, string Name, string Phone = "", string Email = "", string Unit = "", string Title = "", string Kind = "", string Post = "",
    string From = "", string Until = "", string Term = "", string Rank = "")
{
    /// <summary>The heads of the columns, in order.</summary>
    public static IReadOnlyList<string> Heads { get; } = ["姓名", "手机", "邮箱", "单位", "职务", "任职类别", "任职", "起始日期", "截止日期", "届次", "排序"];

    /// <summary>Most rows one sheet may have.</summary>
    public const int Most = 10_000;

    public static ImportLine Of(int row, IReadOnlyList<string> cells) => new(
        row, cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6], cells[7], cells[8], cells[9], cells[10]);

    public IReadOnlyList<string> Cells => [Name, Phone, Email, Unit, Title, Kind, Post, From, Until, Term, Rank];
}

public enum ImportVerdict { New, Changed, Unchanged, Wrong }

/// <param name="Sentence">What will happen, or what is wrong and what to do.</param>
public sealed record ImportRow(ImportLine Line, ImportVerdict Verdict, string Sentence);

/// <summary>What an import would do, row by row.</summary>
/// <param name="NewUnits">Units that would be added.</param>
public sealed record ImportReview(IReadOnlyList<ImportRow> Rows, IReadOnlyList<string> NewUnits)
{
    public int Count(ImportVerdict verdict) => Rows.Count(row => row.Verdict == verdict);

    public bool IsClean => Rows.Count > 0 && Rows.All(row => row.Verdict != ImportVerdict.Wrong);

    /// <summary>Equal for two reviews that would do the same.</summary>
    internal bool Matches(ImportReview other) => NewUnits.SequenceEqual(other.NewUnits) && Rows.SequenceEqual(other.Rows);
}

/// <param name="AddUnits">Units nobody has registered are added; otherwise such rows are wrong.</param>
/// <param name="TermId">The term of rows that name none.</param>
/// <param name="From">First day of posts that name none; today when null.</param>
public sealed record ImportOptions(bool AddUnits = false, string? TermId = null, DateOnly? From = null);

using System.Globalization;
using System.IO.Compression;
using Microsoft.AspNetCore.Components.Forms;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.People;
using Radzen.Documents.Spreadsheet;

namespace Minsheng.Workflow.Web.People;

/// <summary>
/// People as a spreadsheet. Whatever a cell holds is text: formulas are read as what is typed, never worked out by us, and written
/// so that no spreadsheet program works them out either. Files are measured before they are opened.
/// </summary>
public static class PeopleSheet
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Most bytes a file may have, packed.</summary>
    public const int MostBytes = 5 * 1024 * 1024;

    /// <summary>Most bytes it may unfold to.</summary>
    private const long MostUnfolded = 30 * 1024 * 1024;

    private const int MostParts = 300;
    private const string SheetName = "人员";

    /// <summary>A day as a spreadsheet counts it: 1980 to 2100.</summary>
    private const double FirstDay = 29_221, LastDay = 73_415;

    /// <exception cref="RefusedException">The file is no people sheet, or too big to be opened.</exception>
    public static IReadOnlyList<ImportLine> Read(byte[] file)
    {
        if (file.Length > MostBytes) throw new RefusedException("file-too-big", $"文件超过 {MostBytes / 1024 / 1024} MB，没有打开。一次最多导入 {ImportLine.Most} 行，请删去多余的内容或分几次导入。");
        Measure(file);
        var sheet = Open(file);
        var columns = Columns(sheet);
        var lines = new List<ImportLine>();
        for (var row = 1; row < sheet.RowCount; row++)
        {
            var cells = new string[ImportLine.Heads.Count];
            for (var index = 0; index < cells.Length; index++) cells[index] = columns[index] is { } column ? Text(sheet, row, column) : "";
            if (cells.All(string.IsNullOrWhiteSpace)) continue;
            lines.Add(ImportLine.Of(row + 1, cells));
            if (lines.Count > ImportLine.Most) throw new RefusedException("too-many-rows", $"表里超过 {ImportLine.Most} 行，没有打开，请分几次导入。");
        }
        return lines.Count > 0 ? lines : throw new RefusedException("empty-sheet", "表里只有表头，没有人员。请从第 2 行起每行填一人。");
    }

    /// <summary>The same for a file somebody has chosen on a page.</summary>
    public static async Task<IReadOnlyList<ImportLine>> ReadAsync(IBrowserFile file)
    {
        if (file.Size > MostBytes) throw new RefusedException("file-too-big", $"“{file.Name}”超过 {MostBytes / 1024 / 1024} MB，没有打开。一次最多导入 {ImportLine.Most} 行，请分几次导入。");
        var buffer = new MemoryStream();
        await using (var stream = file.OpenReadStream(MostBytes)) await stream.CopyToAsync(buffer);
        return await Task.Run(() => Read(buffer.ToArray()));
    }

    public static byte[] Write(IReadOnlyList<ImportLine> lines)
    {
        var book = new Workbook();
        var sheet = book.AddSheet(SheetName, Math.Max(lines.Count + 1, 2), ImportLine.Heads.Count);
        Fill(sheet, 0, ImportLine.Heads);
        for (var index = 0; index < lines.Count; index++) Fill(sheet, index + 1, lines[index].Cells);
        for (var column = 0; column < ImportLine.Heads.Count; column++)
        {
            sheet.Cells[0, column].Format = sheet.Cells[0, column].Format.WithBold(true);
            sheet.Columns[column] = column is 6 or 2 ? 180 : 110;
        }
        var notes = book.AddSheet("填写说明", 40, 2);
        var texts = Notes().ToList();
        for (var index = 0; index < texts.Count; index++) Fill(notes, index, [texts[index].Head, texts[index].Text]);
        notes.Columns[1] = 620;
        var stream = new MemoryStream();
        book.SaveToStream(stream);
        return stream.ToArray();
    }

    private static IEnumerable<(string Head, string Text)> Notes()
    {
        yield return ("列", "怎么填");
        yield return ("姓名", "必填。同名的人靠手机或单位区分。");
        yield return ("单位", "“管理—单位”里登记的名称。");
        yield return ("任职类别", "角色、机构秘书 或 小组成员；不填按角色。只登记人员的，任职类别和任职都不填。");
        yield return ("任职", "角色填下面所列的名称；机构秘书填机构名称；小组成员填小组名称。一个人有几项任职的，占几行。");
        yield return ("日期", "写成 2027-03-05 的样子；起始日期不填为今天，截止日期不填为长期。");
        yield return ("届次", "“管理—届次”里登记的名称；不随届的不填。");
        yield return ("排序", "整数，小的排在前，可以不填。");
        foreach (var role in Roles.All.Where(role => !ManageRights.Apart.Contains(role))) yield return ("角色", Roles.Name(role));
    }

    // The apostrophe says: text, whatever it looks like.
    private static void Fill(Worksheet sheet, int row, IReadOnlyList<string> texts)
    {
        for (var column = 0; column < texts.Count; column++)
            if (texts[column].Length > 0) sheet.Cells[row, column].SetValue("'" + texts[column]);
    }

    /// <summary>Unpacks every part once and throws it away: what the archive says of its sizes is not believed.</summary>
    private static void Measure(byte[] file)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
            if (archive.Entries.Count > MostParts) throw TooBig();
            var left = MostUnfolded;
            var chunk = new byte[64 * 1024];
            foreach (var part in archive.Entries)
            {
                using var stream = part.Open();
                var start = true;
                for (int read; (read = stream.Read(chunk)) > 0; start = false)
                {
                    if ((left -= read) < 0) throw TooBig();
                    if (start && chunk.AsSpan(0, Math.Min(read, 1024)).IndexOf("<!DOCTYPE"u8) >= 0) throw NoSheet();
                }
            }
            if (archive.GetEntry("xl/workbook.xml") is null) throw NoSheet();
        }
        catch (InvalidDataException)
        {
            throw NoSheet();
        }
    }

    private static Worksheet Open(byte[] file)
    {
        try
        {
            var book = Workbook.LoadFromStream(new MemoryStream(file));
            return book.GetSheet(SheetName) ?? (book.Sheets.Count > 0 ? book.Sheets[0] : throw NoSheet());
        }
        catch (Exception broken) when (broken is not RefusedException and not OutOfMemoryException)
        {
            throw NoSheet();
        }
    }

    /// <summary>Columns are found by their heads, so that their order does not matter.</summary>
    private static int?[] Columns(Worksheet sheet)
    {
        var found = new int?[ImportLine.Heads.Count];
        for (var column = 0; column < Math.Min(sheet.ColumnCount, 50); column++)
        {
            var head = Text(sheet, 0, column).Trim();
            var index = ImportLine.Heads.ToList().IndexOf(head);
            if (index >= 0) found[index] ??= column;
        }
        return found[0] is not null ? found : throw new RefusedException("no-heads", $"表的第一行没有“姓名”这一列，不是人员表。请下载模板，第一行保持为：{string.Join("、", ImportLine.Heads)}。");
    }

    private static string Text(Worksheet sheet, int row, int column)
    {
        if (!sheet.Cells.TryGet(row, column, out var cell)) return "";
        if (cell.Formula is { Length: > 0 } formula) return formula[0] == '=' ? formula : "=" + formula;
        return cell.Value switch
        {
            null => "",
            DateTime day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            double number when row > 0 && IsDay(sheet, column) && number is >= FirstDay and <= LastDay => DateTime.FromOADate(number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            double number => number.ToString("0.##########", CultureInfo.InvariantCulture),
            var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
        };
    }

    private static bool IsDay(Worksheet sheet, int column) => sheet.Cells.TryGet(0, column, out var head) && head.Value is string name && name.Contains("日期", StringComparison.Ordinal);

    private static RefusedException TooBig() => new("file-too-big", "这个文件展开后太大，没有打开。请另存为一个只有人员表的新文件，再选一次。");

    private static RefusedException NoSheet() => new("no-sheet", "这个文件打不开，不是 Excel 表格（xlsx）。旧的 xls 文件请在 Excel 里另存为 xlsx，再选一次。");
}

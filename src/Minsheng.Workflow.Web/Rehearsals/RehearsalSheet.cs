using Minsheng.Workflow.Activities.Rehearsal;
using Minsheng.Workflow.Activities.Rehearsal.Shown;
using Radzen.Documents.Spreadsheet;

namespace Minsheng.Workflow.Web.Rehearsals;

/// <summary>A rehearsed year as an Excel book: calendar, tasks, load by month, papers with their texts, ends of the vote, what to look at.</summary>
internal static class RehearsalSheet
{
    private const int LongestCell = 32_000;

    public static byte[] Write(string title, RehearsedCase played)
    {
        var year = played.Year!;
        var book = new Workbook();
        Add(book, "全年日程", $"{title} 全年日程", [("日期", 95), ("到", 95), ("事项", 320), ("谁办、结果", 160), ("类别", 90), ("说明", 320)],
            year.Entries.Select(entry => new object?[] { At(entry.Day), At(entry.Until), entry.Title, entry.Who, entry.Kind.Word(), entry.Note }));
        Add(book, "任务", $"{title} 任务", [("送到", 95), ("步骤", 200), ("任务", 340), ("项目", 110), ("岗位", 180), ("办理人", 90), ("时限", 95), ("办结", 95), ("结果", 110)],
            year.Report.Tasks.Select(task => new object?[] { At(task.Given), task.Step, task.Title, task.About, task.Holder, task.Name, At(task.Due), At(task.Done), task.Answer }));
        Add(book, "各岗位工作量", $"{title} 各岗位每月任务数", Load(year), year.Posts.Select(load => Figures(load)));
        Add(book, "各人工作量", $"{title} 各人每月任务数", Load(year), year.People.Select(load => Figures(load)));
        Add(book, "文件和通知", $"{title} 文件和通知", [("日期", 95), ("种类", 100), ("标题", 320), ("发给、渠道", 220), ("全文", 480)],
            year.Report.Documents.Select(paper => new object?[] { At(paper.At), paper.Kind, paper.Title, string.Join("、", paper.Channels), paper.Body })
                .Concat(year.Report.Mails.Select(mail => new object?[] { At(mail.At), "通知", mail.Subject, string.Join("、", mail.Receivers), mail.Text })));
        Add(book, "票决各种结果", $"{title} 票决各种结果", [("步骤", 200), ("情形", 180), ("走到", 420), ("计票", 480)],
            played.Endings.Select(ending => new object?[] { ending.Step, ending.Case.Name, ending.Leads, ending.Sentence }));
        Add(book, "测评", $"{title} 测评", [("日期", 95), ("项目", 110), ("名称", 320), ("结果", 420)],
            year.Report.Ratings.Select(rating => new object?[] { At(rating.At), rating.Number, rating.Title, rating.Sentence }));
        if (year.Report.Assumed.Count > 0) Add(book, "假定的项目", $"{title} 为演练编的项目", [("项目", 640)], year.Report.Assumed.Select(project => new object?[] { project.Words }));
        Add(book, "请看", $"{title} 请看", [("内容", 640)], played.Looks.Select(look => new object?[] { look.Sentence }));
        using var stream = new MemoryStream();
        book.SaveToStream(stream);
        return stream.ToArray();
    }

    private static (string, double)[] Load(RehearsedYear year) =>
        [("岗位", 240), .. year.Months.Select(month => ($"{month.Year}年{month.Month}月", 80d)), ("合计", 70)];

    private static object?[] Figures(YearLoad load) => [load.Who, .. load.Months.Select(count => (object?)(double)count), (double)load.Total];

    private static void Add(Workbook book, string name, string title, (string Title, double Width)[] columns, IEnumerable<object?[]> rows)
    {
        var lines = rows.ToList();
        var sheet = book.AddSheet(name, lines.Count + 2, columns.Length);
        sheet.Cells[0, 0].SetValue("'" + title);
        sheet.Cells[0, 0].Format = new Format { Bold = true, FontSize = 14 };
        for (var column = 0; column < columns.Length; column++)
        {
            sheet.Columns[column] = columns[column].Width;
            // A month is a word here, no date.
            sheet.Cells[1, column].SetValue("'" + columns[column].Title);
            sheet.Cells[1, column].Format = new Format { Bold = true, BackgroundColor = "#EBE7E1" };
        }
        for (var row = 0; row < lines.Count; row++)
            for (var column = 0; column < columns.Length; column++)
            {
                if (lines[row][column] is not { } value) continue;
                var cell = sheet.Cells[row + 2, column];
                // Text is stored as text: what begins with = is no formula.
                if (value is string text) cell.SetValue("'" + (text.Length > LongestCell ? text[..LongestCell] : text));
                else cell.Value = value;
                if (value is DateTime) cell.Format = new Format { NumberFormat = "yyyy-mm-dd" };
            }
    }

    private static DateTime At(DateOnly day) => day.ToDateTime(TimeOnly.MinValue);

    private static DateTime At(DateTimeOffset moment) => moment.Date;

    private static DateTime? At(DateTimeOffset? moment) => moment?.Date;
}

internal static class EntryKindWords
{
    public static string Word(this EntryKind kind) => kind switch
    {
        EntryKind.Meeting => "会议",
        EntryKind.Paper => "文书、告知",
        EntryKind.Odd => "顺延或异常",
        _ => "办理",
    };
}

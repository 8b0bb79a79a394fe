using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Web.Components.Parts;
using Radzen.Documents.Spreadsheet;

namespace Minsheng.Workflow.Web.Api;

/// <summary>A year's projects as an Excel sheet: sums in 万元 as numbers, days as dates, so that one can go on reckoning.</summary>
internal static class ProjectsSheet
{
    private static readonly (string Title, double Width)[] Columns =
    [
        ("编号", 95), ("项目", 230), ("领域", 90), ("责任单位", 130), ("配合单位", 150), ("责任领导", 110), ("总投资（万元）", 105), ("已支付（万元）", 105),
        ("实际进度", 70), ("计划进度", 70), ("灯", 75), ("说明", 320), ("状态", 90), ("完成时限", 95), ("最近一期", 130), ("上报日期", 95), ("未结问题", 70),
    ];

    public static byte[] Write(string place, ProjectsPageView view, TimeProvider clock)
    {
        var book = new Workbook();
        var sheet = book.AddSheet("民生实事项目", view.Found.Count + 3, Columns.Length);
        sheet.Cells[0, 0].Value = $"{place}{view.Year.Year}年民生实事项目";
        sheet.Cells[0, 0].Format = new Format { Bold = true, FontSize = 14 };
        for (var column = 0; column < Columns.Length; column++)
        {
            sheet.Columns[column] = Columns[column].Width;
            sheet.Cells[1, column].Value = Columns[column].Title;
            sheet.Cells[1, column].Format = new Format { Bold = true, BackgroundColor = "#EBE7E1" };
        }
        for (var row = 0; row < view.Found.Count; row++)
        {
            object?[] cells = [.. Cells(view.Found[row], clock)];
            for (var column = 0; column < cells.Length; column++)
            {
                if (cells[column] is not { } value) continue;
                var cell = sheet.Cells[row + 2, column];
                // Text is stored as text: what begins with = is no formula.
                if (value is string text) cell.SetValue("'" + text);
                else cell.Value = value;
                if (Format(value, column) is { } format) cell.Format = format;
            }
        }
        sheet.Cells[view.Found.Count + 2, 0].Value = $"导出时间 {clock.LocalNow():yyyy-MM-dd HH:mm}；灯由系统按计划和实际算出。";
        using var stream = new MemoryStream();
        book.SaveToStream(stream);
        return stream.ToArray();
    }

    private static IEnumerable<object?> Cells(ProjectLine project, TimeProvider clock) =>
    [
        project.Number, project.Title, project.Domain, project.LeadUnit, project.AssistUnits, project.Leader, (double?)project.Budget, (double?)project.Paid,
        Share(project.Progress.Actual), Share(project.Progress.Planned), project.Progress.Light.Lamp().Word(), project.Progress.Reason, project.State.Word() ?? "实施中",
        project.Finish?.ToDateTime(TimeOnly.MinValue), project.Report, project.Reported is { } reported ? clock.Local(reported).Date : null, (double)project.OpenFindings,
    ];

    private static double? Share(int? percent) => percent / 100.0;

    private static Format? Format(object value, int column) => value switch
    {
        DateTime => new Format { NumberFormat = "yyyy-mm-dd" },
        double when column is 6 or 7 => new Format { NumberFormat = "#,##0.00" },
        double when column is 8 or 9 => new Format { NumberFormat = "0%" },
        _ => null,
    };
}

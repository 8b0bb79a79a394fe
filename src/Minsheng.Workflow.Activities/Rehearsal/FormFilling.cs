using System.Globalization;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Tasks;

namespace Minsheng.Workflow.Activities.Rehearsal;

/// <summary>Who fills a form, about what, and when.</summary>
/// <param name="Members">Members of the body that meets.</param>
/// <param name="About">The one item the task or the run is about.</param>
/// <param name="Percent">How far that project has really come.</param>
/// <param name="UnitId">The department that carries the project out.</param>
/// <param name="Rows">Answers an item list.</param>
/// <param name="Files">Ids of files for a field that takes some.</param>
public sealed record FillingFor(
    DateOnly Today, DateOnly YearEnd, int Deputies, int Members, int Percent, ItemFact? About, PersonFact Leader, string UnitId,
    Func<Field, IReadOnlyList<string>, List<object?>> Rows, Func<Field, List<object?>> Files);

/// <summary>Fills a form as an office would, by the type and the name of each field, so that its check passes.</summary>
public static class FormFilling
{
    private const int TableRows = 4, PeopleAsked = 300, SlippedMonths = 6;
    private static readonly string[] Phases = ["前期手续", "开工建设", "主体完成", "竣工验收"];

    public static Dictionary<string, object?> Fill(TaskSpec spec, FillingFor about) =>
        spec.Form.Fields.ToDictionary(field => field.Name, field => field.Type switch
        {
            FieldType.Items => about.Rows(field, spec.ItemIds ?? []),
            FieldType.Table => Table(field, about),
            _ => One(field, about, done: 1),
        }, StringComparer.Ordinal);

    /// <summary>The form with what a script says put in the place of what would be filled in.</summary>
    public static Dictionary<string, object?> Scripted(TaskSpec spec, IReadOnlyDictionary<string, object?> generated, RehearsalAnswer answer, ItemVerdicts verdicts)
    {
        var values = new Dictionary<string, object?>(generated, StringComparer.Ordinal);
        foreach (var field in spec.Form.Fields)
            if (Scripted(field, answer) is { } score) values[field.Name] = score;
        foreach (var (name, value) in answer.Values)
            values[name] = spec.Form.Fields.Any(field => field.Name == name && field.Type == FieldType.Items) ? verdicts.Scripted(generated[name], value) : value;
        return values;
    }

    /// <summary>What an answers file says of one field of an assessment; null where it says nothing.</summary>
    private static decimal? Scripted(Field field, RehearsalAnswer answer) =>
        field.Type != FieldType.Number || answer.ScoreOf(field) is not { } score ? null
            : field.Name.StartsWith("score", StringComparison.Ordinal) ? score
            : field.Name.StartsWith("satisfied", StringComparison.Ordinal) ? Math.Round(PeopleAsked * score / 100)
            : null;

    private static List<object?> Table(Field field, FillingFor about)
    {
        var isSchedule = field.Columns.Any(column => column.Type == FieldType.Date);
        var rows = (int)Math.Clamp(TableRows, field.Min ?? 1, field.Max ?? TableRows);
        return [.. Enumerable.Range(1, rows).Select(row => (object?)field.Columns.ToDictionary(
            column => column.Name,
            column => column.Type == FieldType.Text && isSchedule ? Phases[Math.Min(row, Phases.Length) - 1] : One(column, about, row / (double)rows),
            StringComparer.Ordinal))];
    }

    /// <param name="done">How far down a table the value stands: dates and numbers rise to the last row.</param>
    private static object? One(Field field, FillingFor about, double done) => field.Type switch
    {
        FieldType.Text => Cut(field, Line(field, about), Field.DefaultTextLength),
        FieldType.Paragraph => Cut(field, Passage(field, about), Field.DefaultParagraphLength),
        FieldType.Number => Number(field, about, done),
        FieldType.Money => Within(field, Money(field, about)),
        FieldType.Date when field.Name == "newFinish" => field.Earliest?.AddMonths(SlippedMonths).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        FieldType.Date => Day(field, about, done).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        FieldType.Choice or FieldType.Rating => field.Options[0].Value,
        FieldType.MultiChoice => field.Options.Take((int)Math.Max(1, field.Min ?? 1)).Select(option => (object?)option.Value).ToList(),
        FieldType.Person => about.Leader.Id,
        FieldType.Unit => about.UnitId,
        FieldType.Attachment or FieldType.Photo => about.Files(field),
        FieldType.Signature => about.Files(field).FirstOrDefault(),
        FieldType.RichText => $"<p>{Cut(field, Passage(field, about), Field.DefaultParagraphLength)}</p>",
        FieldType.Region => new Dictionary<string, object?> { ["town"] = "城区" },
        _ => null,
    };

    private static string Line(Field field, FillingFor about) => field.Label switch
    {
        var label when label.Contains("文号", StringComparison.Ordinal) || label.EndsWith('号') => $"会纪〔{about.Today.Year}〕{about.Today.DayOfYear} 号",
        var label when label.Contains("地点", StringComparison.Ordinal) || label.Contains("张贴", StringComparison.Ordinal) => "政务公开栏、各镇便民服务中心和村（社区）公示栏",
        var label when label.Contains("单位", StringComparison.Ordinal) => "财政局、发展和改革局、自然资源局",
        var label when label.Contains("询问人", StringComparison.Ordinal) || label.Contains("负责人", StringComparison.Ordinal) || label.Contains("领导", StringComparison.Ordinal) => about.Leader.Name,
        _ => "已落实",
    };

    private static string Passage(Field field, FillingFor about) => field.Label switch
    {
        var label when label.Contains("验收", StringComparison.Ordinal) => "按方案完工，质量合格。",
        var label when label.Contains("理由", StringComparison.Ordinal) => "实际情况有变化，需作相应调整。",
        var label when label.Contains("原因", StringComparison.Ordinal) => "前期手续耗时较长，未能按期完工。",
        var label when label.Contains("安排", StringComparison.Ordinal) => "倒排工期，明确责任人，按月报告进度。",
        var label when label.Contains("询问", StringComparison.Ordinal) => "项目资金到位和工程进度情况如何？",
        var label when label.Contains("答复", StringComparison.Ordinal) => "资金已按计划拨付，工程按节点推进，年底前可以完工。",
        var label when label.Contains("意见", StringComparison.Ordinal) || label.Contains("建议", StringComparison.Ordinal) => "情况清楚，同意所提方案，请抓紧推进并按时报告。",
        var label when label.Contains("问题", StringComparison.Ordinal) => "未发现影响工期和质量的问题。",
        var label when about.About is not null && (label.Contains('进') || label.Contains("情况", StringComparison.Ordinal)) => $"按计划推进，累计完成 {about.Percent}%。",
        _ => "已按方案办理，材料齐全。",
    };

    private static decimal Number(Field field, FillingFor about, double done)
    {
        var number = field.Name switch
        {
            "percent" => about.Percent,
            var name when name.StartsWith("asked", StringComparison.Ordinal) => PeopleAsked,
            var name when name.StartsWith("satisfied", StringComparison.Ordinal) => PeopleAsked * 94 / 100,
            "attendance" => about.Members - about.Members / 10,
            "due" => about.Deputies,
            "present" => about.Deputies * 97 / 100,
            "inFavour" => about.Deputies * 95 / 100,
            "against" or "abstain" => about.Deputies / 100,
            _ => Math.Round((field.Max is { } max ? max - (max - (field.Min ?? 0)) / 10 : (field.Min ?? 18) + 2) * 1m),
        };
        return Within(field, done < 1 || field.Name == "planned" ? Math.Round((field.Max ?? 100) * (decimal)done) : number);
    }

    private static decimal Money(Field field, FillingFor about)
    {
        var amount = about.About?.Amount ?? 100m;
        return field.Name switch
        {
            "paid" => Math.Round(amount * about.Percent / 100 * 0.9m, 2),
            "newAmount" => Math.Round(amount * 1.05m, 2),
            _ => amount,
        };
    }

    private static DateOnly Day(Field field, FillingFor about, double done)
    {
        // finishedOn and the like say when something has happened.
        var ends = !field.Name.EndsWith("On", StringComparison.Ordinal)
            && (field.Name.Contains("finish", StringComparison.OrdinalIgnoreCase) || field.Name.Contains("end", StringComparison.OrdinalIgnoreCase) || field.Name is "due" or "until");
        var day = ends ? about.Today.AddDays((int)((about.YearEnd.DayNumber - about.Today.DayNumber) * done)) : about.Today;
        if (day < field.Earliest) day = field.Earliest.Value;
        return day > field.Latest ? field.Latest.Value : day;
    }

    private static decimal Within(Field field, decimal number) => Math.Max(field.Min ?? number, Math.Min(field.Max ?? number, number));

    private static string Cut(Field field, string text, int limit) => text.Length <= (field.MaxLength ?? limit) ? text : text[..(field.MaxLength ?? limit)];
}

using Minsheng.Workflow.Runtime.Digests.Facts;
using Minsheng.Workflow.Runtime.Digests.Layout;
using Minsheng.Workflow.Runtime.Queries;

namespace Minsheng.Workflow.Runtime.Digests.Content;

/// <summary>每日待办: what is late, due today, due soon and new. A task stands in the first of these that takes it.</summary>
internal static class TaskDigest
{
    /// <summary>近日: so many working days ahead.</summary>
    public const int SoonDays = 3;

    private const int Most = 15;

    /// <returns>Null when nothing of this lies with the person.</returns>
    public static DigestContent? Of(TaskFacts facts, Addressee addressee)
    {
        var (frame, dates, now) = (facts.Frame, facts.Frame.Place.Dates, facts.Frame.Now);
        var soon = dates.Begin(dates.Calendar.AddWorkingDays(frame.Today, SoonDays).AddDays(1));
        var parts = facts.Tasks.OrderBy(task => task.Due ?? DateTimeOffset.MaxValue).ThenBy(task => task.Created).ThenBy(task => task.Id, StringComparer.Ordinal).ToLookup(task => task switch
        {
            { Due: { } due } when due < now => Part.Late,
            { Due: { } due } when dates.Today(due) == frame.Today => Part.Today,
            { Due: { } due } when due < soon => Part.Soon,
            _ when task.Created > facts.LastToldAt => Part.New,
            _ => Part.Rest,
        });
        if (facts.Tasks.Count == parts[Part.Rest].Count()) return null;

        (Part Part, string Word)[] shown = [(Part.Late, "逾期"), (Part.Today, "今天到期"), (Part.Soon, "近日到期"), (Part.New, "新到")];
        var gist = string.Join('、', shown.Where(part => parts[part.Part].Any()).Select(part => $"{part.Word} {parts[part.Part].Count()} 件"));
        var rest = parts[Part.Rest].Count();
        return new DigestContent(
            DigestKind.Tasks, frame.Period.Name, $"今日待办　{DigestWords.Weekday(frame.Today)}", $"今日待办（{DigestWords.Day(frame.Today)}）：{gist}", gist,
            [addressee.Label, frame.Place.Name, .. frame.Place.IsDemo ? (string[])["演示数据"] : []],
            [
                new Figures([.. shown.Select(part => new Figure(parts[part.Part].Count(), part.Word, part.Part == Part.Late ? Lamp.Red : part.Part == Part.Today ? Lamp.Yellow : null))]),
                .. shown.SelectMany(part => Section(part.Part, part.Word, [.. parts[part.Part]], frame)),
                .. rest > 0 ? (Block[])[new Remark($"还有 {rest} 件不急，前几天已经告诉过您，请到“我的任务”看。")] : [],
            ],
            new DigestButton("打开我的任务", "/tasks"),
            DigestWords.Foot(frame, "每个工作日一封，没有逾期、到期和新到的就不发。"));
    }

    private static IEnumerable<Block> Section(Part part, string word, IReadOnlyList<TaskFact> tasks, DigestFrame frame)
    {
        if (tasks.Count == 0) yield break;
        yield return new Heading(part == Part.Soon ? $"{SoonDays.InChinese()}个工作日内到期" : word);
        foreach (var block in DigestWords.Capped([.. tasks.Select(task => Line(part, task, frame))], Most, "请到“我的任务”看。")) yield return block;
    }

    private static Line Line(Part part, TaskFact task, DigestFrame frame)
    {
        var dates = frame.Place.Dates;
        Words right = part switch
        {
            Part.Late => new Words(DigestWords.Late(dates.LateWorkingDays(task.Due, frame.Now)), true),
            Part.Today => $"今天 {TimeZoneInfo.ConvertTime(task.Due!.Value, dates.Zone):HH:mm}",
            _ => task.Due is { } due ? DigestWords.Weekday(dates.Today(due)) : $"{dates.Today(task.Created).Relative(frame.Today)}到",
        };
        string[] marks = [.. task.For is { } other ? (string[])[$"代{other}办"] : [], .. task.IsReturned ? (string[])["退回重办"] : [], .. task.Urged > 0 ? (string[])[$"被催 {task.Urged} 次"] : []];
        var under = string.Join("　", (IEnumerable<string>)[.. marks, .. task.From is { Length: > 0 } from ? (string[])[from] : []]);
        return new Line(part == Part.Late ? Lamp.Late : null, task.Title, right) { Under = under.Length > 0 ? [under] : [] };
    }

    private enum Part { Late, Today, Soon, New, Rest }
}

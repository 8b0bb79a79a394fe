using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Clock;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Mail;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Settings;

/// <summary>Twice a day: tells the office, once, that the holidays of a coming year are not there yet.</summary>
public sealed class CalendarJob(CommitQueue commits, ReadSide reading) : IClockJob
{
    public static string Name => "calendar";

    public async Task RunAsync(CancellationToken cancellation)
    {
        List<string> places;
        await using (var db = reading.Everything()) places = await db.Jurisdictions.Select(place => place.Id).ToListAsync(cancellation);
        foreach (var place in places)
            if (await commits.ReadAsync(session => Places.Read(session, place).Dates.MissingYear(session.Now) is { } year && Office(session, place).Exists(person => !IsTold(session, Key(year, person))), cancellation))
                await commits.RunAsync(session => Tell(session, place), cancellation);
    }

    private static void Tell(WriteSession session, string place)
    {
        if (Places.Read(session, place).Dates.MissingYear(session.Now) is not { } year) return;
        foreach (var person in Office(session, place))
            Outbox.Write(session, new Message(place, Key(year, person), person, MessageKind.Notice, $"还没有 {year} 年的放假安排",
                $"平台里还没有 {year} 年的放假和调休安排。在导入之前，{year} 年只把周六、周日算作休息日，新定的限期可能不准。国务院办公厅的通知发布后，请在“管理”的“工作日历”里导入或逐日设置。")
            {
                Link = $"/manage/calendar?year={year}",
            });
    }

    private static string Key(int year, string person) => $"calendar/{year}/{person}";

    private static bool IsTold(WriteSession session, string key) => session.Exists($"SELECT 1 FROM outbox WHERE key = {key}");

    private static List<string> Office(WriteSession session, string place) => [.. session.Query(
        $"SELECT DISTINCT person_id FROM posts WHERE jurisdiction_id = {place} AND kind = {PostKind.Role} ORDER BY person_id", reader => reader.GetString(0))
        .Where(person => PeopleReader.IsOffice(session, person, place))];
}

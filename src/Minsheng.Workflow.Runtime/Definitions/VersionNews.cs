using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Mail;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Definitions;

/// <summary>Tells the office what waits for it, and the proposer what became of it.</summary>
internal static class VersionNews
{
    public static void Proposed(WriteSession session, StoredVersion version, string by)
    {
        var (name, who) = (NameOf(session, version), Who(session, by));
        foreach (var person in PeopleReader.Resolve(session, version.Place, [.. Roles.Office.Select(role => new Assignee(role))], Places.Today(session, version.Place), null).DistinctBy(person => person.Id))
            if (person.Id != by)
                Tell(session, version, "proposed", person.Id, $"请审核：方案“{name}”第 {version.Number} 版", $"{who}提请发布方案“{name}”第 {version.Number} 版，说明：{version.Reason}。请到方案的“版本”页看看改了什么，再同意或退回。");
    }

    public static void Approved(WriteSession session, StoredVersion version, string by, ReleaseOutcome outcome)
    {
        if (version.ProposedBy is not { } person) return;
        var when = outcome == ReleaseOutcome.Scheduled && version.EffectiveOn is { } day ? $"{DayWords.Full(day)}起，新启动的年度周期按它办" : "新启动的年度周期按它办";
        Tell(session, version, "approved", person, $"已同意：方案“{NameOf(session, version)}”第 {version.Number} 版", $"{Who(session, by)}同意发布方案“{NameOf(session, version)}”第 {version.Number} 版，{when}；在办的周期仍按原来的版本办。");
    }

    public static void Returned(WriteSession session, StoredVersion version, string by, string why)
    {
        if (version.ProposedBy is not { } person || person == by || person == ProcessDesk.System) return;
        Tell(session, version, "returned", person, $"没有发布：方案“{NameOf(session, version)}”第 {version.Number} 版", $"方案“{NameOf(session, version)}”第 {version.Number} 版退回修改（{Who(session, by)}）：{why}");
    }

    // Proposed again after it came back, it is told again.
    private static void Tell(WriteSession session, StoredVersion version, string what, string person, string subject, string text) => Outbox.Write(session, new Message(
        version.Place, $"definition/{version.Id}/{version.ProposedAt?.ToUnixTimeMilliseconds()}/{what}/{person}", person, MessageKind.Notice, subject, text) { Link = $"/procedures/{Uri.EscapeDataString(version.DefinitionId)}/versions" });

    private static string NameOf(WriteSession session, StoredVersion version) => DefinitionFiles.Read(session, version.Digest).Name;

    private static string Who(WriteSession session, string by) => by == ProcessDesk.System ? "系统" : PeopleReader.NameOf(session, by);
}

using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Mail;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Moves;

/// <summary>Tells those whose tasks come and go with a move, and the office what waits for it.</summary>
internal static class MoveNews
{
    public static void Withdrawn(WriteSession session, Run run, Bookmark wait, string key, string why) =>
        ToHolders(session, run, wait, $"move/{key}/withdrawn", title => ($"已撤销：{title}", $"“{run.Title}”里的“{title}”已撤销，不用再办。{why}。"), null);

    public static void Restored(WriteSession session, Run run, Bookmark wait, string key, string why) =>
        ToHolders(session, run, wait, $"move/{key}/restored", title => ($"恢复办理：{title}", $"“{run.Title}”里的“{title}”恢复办理，请照原来的要求办。换版已撤回，原因：{why}。"), $"/tasks/{Run.WaitId(run.Id, wait.Id)}");

    public static void Proposed(WriteSession session, string place, string moveId, string definitionId, string name, string to, string reason, string by)
    {
        foreach (var person in PeopleReader.Resolve(session, place, [.. Roles.Office.Select(role => new Assignee(role))], Places.Today(session, place), null).DistinctBy(person => person.Id))
            if (person.Id != by)
                Tell(session, place, $"move/{moveId}/proposed", person.Id, $"请审核：在办的周期换到“{name}”{to}", $"{PeopleReader.NameOf(session, by)}提请把在办的周期换到方案“{name}”{to}，原因：{reason}。请看过报告再同意或退回。", Link(definitionId));
    }

    public static void Returned(WriteSession session, string place, string moveId, string definitionId, string person, string why, string by) =>
        Tell(session, place, $"move/{moveId}/returned", person, "没有换：在办的周期换到新版", $"{PeopleReader.NameOf(session, by)}退回了换版：{why}。在办的周期仍按原来的版本办。", Link(definitionId));

    private static void ToHolders(WriteSession session, Run run, Bookmark wait, string key, Func<string, (string Subject, string Text)> words, string? link)
    {
        if (wait.Kind != WaitKind.Task) return;
        var (subject, text) = words(TaskSpec.Of(wait).Title);
        foreach (var person in MoveStudy.Holders(wait))
            Tell(session, run.JurisdictionId, $"{key}/{run.Id}/{wait.Id}", person.Id, subject, text, link ?? (run.CycleId is { } cycle ? $"/cycles/{cycle}" : null));
    }

    private static string Link(string definitionId) => $"/procedures/{Uri.EscapeDataString(definitionId)}/moves";

    private static void Tell(WriteSession session, string place, string key, string person, string subject, string text, string? link) =>
        Outbox.Write(session, new Message(place, $"{key}/{person}", person, MessageKind.Notice, subject, text) { Link = link });
}

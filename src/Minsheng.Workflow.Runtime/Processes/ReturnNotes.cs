using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Processes;

/// <summary>A task that came back says who sent it back and why.</summary>
internal static class ReturnNotes
{
    public static void Open(WriteSession session, Run run, Bookmark bookmark)
    {
        Waits.Open(session, run, bookmark);
        if (bookmark is { Kind: WaitKind.Task, Execution.Return: { } note })
            session.Execute($"UPDATE tasks SET return_note = {Words(note)} WHERE id = {Run.WaitId(run.Id, bookmark.Id)}");
    }

    public static string Words(ReturnNote note) => (note.IsWithdrawal, note.Reason.Length > 0) switch
    {
        (true, true) => $"{note.ByName}撤回后重新办理：{note.Reason}",
        (true, false) => $"{note.ByName}撤回后重新办理",
        _ => $"由{note.ByName}退回：{note.Reason}",
    };
}

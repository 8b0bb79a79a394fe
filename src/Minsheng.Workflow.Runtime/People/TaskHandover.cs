using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Processes;

namespace Minsheng.Workflow.Runtime.People;

/// <summary>转办 by the office in the place of a holder who leaves.</summary>
internal static class TaskHandover
{
    public static void Move(WriteSession session, BurstRunner runner, string taskId, string holderId, string toId, string by, string note)
    {
        _ = (session, runner, taskId, holderId, toId, by, note);
        throw new RefusedException("not-yet", "待办还不能转出，请先由本人办结。");
    }
}

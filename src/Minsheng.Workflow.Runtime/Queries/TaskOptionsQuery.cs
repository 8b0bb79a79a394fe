using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Tasks;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>What one person may do with one task now.</summary>
public sealed class TaskOptionsQuery(ReadSide reading)
{
    /// <returns>Null when there is no such task here, or the person may not see it.</returns>
    public async Task<TaskOptions?> FindAsync(string jurisdictionId, string taskId, string personId, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(jurisdictionId);
        _ = db;
        var no = May.Not("这项操作还没有做好。");
        return new TaskOptions
        {
            CanAct = May.Yes, MayTransfer = no, MayDelegate = no, MayGiveBack = no, MayTakeBack = no, MayAdd = no, MayClaim = no, MayRelease = no, MayRecuse = no,
            MayReturn = no, MayWithdraw = no, MayUrge = no, MayCopy = no, MayRead = no, Removable = [], ReturnTargets = [], AsDeputyOf = [],
        };
    }
}

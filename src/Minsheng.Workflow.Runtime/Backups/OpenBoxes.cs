using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Backups;

/// <summary>Boxes with sealed slips in them: a copy of the database taken meanwhile holds the slips and the wrapped key.</summary>
public static class OpenBoxes
{
    public static async Task<int> CountAsync(ReadSide reading, CancellationToken cancellation = default)
    {
        await using var db = reading.Everything();
        return await db.Ballots.CountAsync(row => row.State == BallotState.Open || row.State == BallotState.Closed || row.State == BallotState.HalfOpened, cancellation);
    }

    /// <summary>What to do with copies taken now.</summary>
    public static string Sentence(int boxes) =>
        $"有 {boxes} 个票箱还没有开封，这时做的备份里有密封的选票：谁同时拿到各个时候的备份和两把开箱口令，就可能把选票和投票人对上。请把它们单独封存，开封计票后销毁，另做一份新的。";
}

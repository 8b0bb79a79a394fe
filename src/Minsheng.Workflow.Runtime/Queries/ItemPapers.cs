using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>What lies about one item in the years it went through: votes, published papers, tasks that are open.</summary>
/// <param name="Cycles">The years it belongs or belonged to: nothing is looked for beyond them.</param>
/// <param name="Runs">The runs that are about it alone.</param>
internal sealed record ItemPapers(WorkflowDb Db, string ItemId, string Number, List<string> Cycles, List<string> Runs)
{
    public async Task<IReadOnlyList<ItemVote>> VotesAsync(CancellationToken cancellation)
    {
        var ballots = await Db.Ballots.Where(row => row.CycleId != null && Cycles.Contains(row.CycleId) && row.ResultJson != null && row.SheetJson.Contains("\"kind\":\"Vote\"") && row.SheetJson.Contains(ItemId))
            .OrderBy(row => row.Prepared).Select(row => new { row.Id, row.Title, row.Closed, row.Prepared, row.Due, row.ResultJson }).ToListAsync(cancellation);
        return [.. ballots.Select(ballot => Vote(ballot.Id, ballot.Title, ballot.Closed ?? ballot.Prepared, JsonSerializer.Deserialize<BallotResult>(ballot.ResultJson!, Values.Json)!))];
    }

    public async Task<IReadOnlyList<DocumentLine>> DocumentsAsync(CancellationToken cancellation) =>
        await Db.Documents.Where(row => row.CycleId != null && Cycles.Contains(row.CycleId) && (Runs.Contains(row.InstanceId) || row.Title.Contains(Number) || row.Body.Contains(Number)))
            .OrderByDescending(row => row.Published).Select(row => new DocumentLine(row.Id, row.Kind, row.Title, row.Published)).ToListAsync(cancellation);

    public async Task<IReadOnlyList<ItemMatter>> OpenAsync(Dates dates, DateTimeOffset now, CancellationToken cancellation)
    {
        var tasks = await Db.Tasks.Where(row => row.State == TaskState.Open && row.CycleId != null && Cycles.Contains(row.CycleId) && (row.ProjectId == ItemId || row.SpecJson.Contains(ItemId)))
            .OrderBy(row => row.Due == null).ThenBy(row => row.Due).ThenBy(row => row.Created)
            .Select(row => new { row.Id, row.Title, row.Due, row.Created }).ToListAsync(cancellation);
        var holders = await TaskPageQuery.HoldersAsync(Db, [.. tasks.Select(task => task.Id)], cancellation);
        return [.. tasks.Select(task => new ItemMatter(task.Id, task.Title, holders.GetValueOrDefault(task.Id) ?? [], task.Created, task.Due, dates.LateWorkingDays(task.Due, now)))];
    }

    private ItemVote Vote(string id, string title, DateTimeOffset at, BallotResult result)
    {
        var tally = result.Tallies.FirstOrDefault(one => one.Candidate == ItemId);
        var place = result.Adopted.ToList().IndexOf(ItemId) + 1;
        return new ItemVote(id, title, at, tally?.For, tally?.Against, tally is null ? null : tally.Abstain + tally.Unpressed, tally is { RankSum: > 0 } ? tally.RankSum : null, place > 0 ? place : null, result.Tied.Contains(ItemId), result.IsValid);
    }
}

/// <summary>What a vote said of one item.</summary>
/// <param name="For">赞成; of a ranking vote slips that gave it a number. Null when the vote is void.</param>
/// <param name="Place">Its place among those adopted; null when it was not.</param>
public sealed record ItemVote(string BallotId, string Title, DateTimeOffset At, int? For, int? Against, int? Abstain, int? RankSum, int? Place, bool IsTied, bool IsValid);

/// <param name="Holders">Who has it now, in words.</param>
/// <param name="LateWorkingDays">Working days past the limit.</param>
public sealed record ItemMatter(string TaskId, string Title, IReadOnlyList<string> Holders, DateTimeOffset Since, DateTimeOffset? Due, int LateWorkingDays);

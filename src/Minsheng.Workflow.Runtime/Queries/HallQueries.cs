using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Ballots;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;
using Box = Minsheng.Workflow.Runtime.Storage.Rows.BallotRow;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>Ballots and ratings as their pages show them: counts until the box is opened, figures after; never who cast when.</summary>
public sealed class HallQueries(ReadSide read, BallotDesk desk)
{
    private const int MostListed = 100;

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<HallBallot>> ListAsync(HallViewer viewer, CancellationToken cancellation = default)
    {
        await using var db = read.Of(viewer.JurisdictionId);
        var boxes = await db.Ballots.OrderByDescending(box => box.Prepared).Take(MostListed).ToListAsync(cancellation);
        return await DescribeAsync(db, boxes, viewer, cancellation);
    }

    /// <summary>Null when there is no such ballot here.</summary>
    public async Task<HallBallot?> FindAsync(HallViewer viewer, string ballotId, CancellationToken cancellation = default)
    {
        await using var db = read.Of(viewer.JurisdictionId);
        return await BoxAsync(db, ballotId, cancellation) is { } box ? (await DescribeAsync(db, [box], viewer, cancellation))[0] : null;
    }

    public async Task<HallConsole?> ConsoleAsync(HallViewer viewer, string ballotId, CancellationToken cancellation = default)
    {
        await using var db = read.Of(viewer.JurisdictionId);
        if (await BoxAsync(db, ballotId, cancellation) is not { } box) return null;
        var keepers = await db.People.Where(person => person.Id == box.ChairId || person.Id == box.ScrutineerId)
            .ToDictionaryAsync(person => person.Id, person => person.Name, cancellation);
        return new HallConsole(
            (await DescribeAsync(db, [box], viewer, cancellation))[0], Sheet(box), box.LegalBasis,
            keepers.GetValueOrDefault(box.ChairId, ""), keepers.GetValueOrDefault(box.ScrutineerId, ""),
            box.Opened, box.Closed, MaySeeNames(box, viewer))
        {
            MayRecuse = box.State == BallotState.Prepared && (IsKeeper(box, viewer) || viewer.Roles.Any(Roles.Office.Contains)),
            MayEnter = MayEnter(box, viewer),
            IsEntered = box.PaperIssued is null || Compared(box, await EntriesAsync(db, ballotId, cancellation)).IsAgreed,
        };
    }

    /// <summary>Everybody on the roll, for whoever registers 回避.</summary>
    /// <exception cref="NotAllowedException">The viewer does not.</exception>
    public async Task<IReadOnlyList<HallVoter>> RollAsync(HallViewer viewer, string ballotId, CancellationToken cancellation = default)
    {
        await using var db = read.Of(viewer.JurisdictionId);
        var box = await BoxAsync(db, ballotId, cancellation) ?? throw new NotFoundException("票决", ballotId);
        if (!IsKeeper(box, viewer) && !viewer.Roles.Any(Roles.Office.Contains)) throw new NotAllowedException("名册由会议主持人、总监票人或人大办工作人员查看。");
        return await VotersAsync(db, db.BallotRoll.Where(roll => roll.BallotId == ballotId), cancellation);
    }

    /// <summary>The paper figures entered so far, for tellers and scrutineers: nobody sees the other's before entering their own.</summary>
    /// <exception cref="NotAllowedException">The viewer is neither.</exception>
    public async Task<HallEntries> EntriesAsync(HallViewer viewer, string ballotId, CancellationToken cancellation = default)
    {
        await using var db = read.Of(viewer.JurisdictionId);
        var box = await BoxAsync(db, ballotId, cancellation) ?? throw new NotFoundException("票决", ballotId);
        if (!MayEnter(box, viewer)) throw new NotAllowedException("纸质票由计票人、监票人录入。");
        var entries = await EntriesAsync(db, ballotId, cancellation);
        var (isAgreed, mismatches) = Compared(box, entries);
        return new HallEntries(entries.Find(entry => entry.PersonId == viewer.PersonId).Totals, [.. entries.Select(entry => entry.Name)], mismatches, isAgreed);
    }

    /// <summary>Those who have not cast and have no paper slip, for keepers and scrutineers only, in the order of their names.</summary>
    /// <exception cref="NotAllowedException">The viewer is neither.</exception>
    public async Task<IReadOnlyList<HallVoter>> NotCastAsync(HallViewer viewer, string ballotId, CancellationToken cancellation = default)
    {
        await using var db = read.Of(viewer.JurisdictionId);
        var box = await BoxAsync(db, ballotId, cancellation) ?? throw new NotFoundException("票决", ballotId);
        if (!MaySeeNames(box, viewer)) throw new NotAllowedException("未投名单只有会议主持人、总监票人和监票人可以看。");
        return await VotersAsync(db, db.BallotRoll.Where(roll => roll.BallotId == ballotId && !roll.HasCast && !roll.OnPaper && !roll.IsRecused), cancellation);
    }

    public async Task<HallPaper?> PaperAsync(HallViewer viewer, string ballotId, CancellationToken cancellation = default)
    {
        await using var db = read.Of(viewer.JurisdictionId);
        if (await BoxAsync(db, ballotId, cancellation) is not { } box) return null;
        var mine = await db.BallotRoll.SingleOrDefaultAsync(roll => roll.BallotId == ballotId && roll.PersonId == viewer.PersonId, cancellation);
        return new HallPaper(box.Id, Sheet(box), box.State, mine is not null, mine is { HasCast: true }, mine is { OnPaper: true } || Sheet(box).Mode == VotingMode.Paper, mine is { IsRecused: true });
    }

    /// <summary>Null until the box is opened and counted, and for ratings.</summary>
    public async Task<HallVoteResult?> VoteResultAsync(HallViewer viewer, string ballotId, CancellationToken cancellation = default)
    {
        await using var db = read.Of(viewer.JurisdictionId);
        if (await BoxAsync(db, ballotId, cancellation) is not { State: BallotState.Opened, ResultJson: { } json } box) return null;
        var result = JsonSerializer.Deserialize<BallotResult>(json, Values.Json)!;
        return HallVoteResult.Of(Sheet(box), result, await desk.ReceiptsAsync(ballotId, cancellation));
    }

    /// <summary>Null until the box is opened, and for votes.</summary>
    public async Task<HallRatingResult?> RatingResultAsync(HallViewer viewer, string ballotId, CancellationToken cancellation = default)
    {
        await using var db = read.Of(viewer.JurisdictionId);
        return await BoxAsync(db, ballotId, cancellation) is { State: BallotState.Opened } box && Sheet(box) is { Kind: BallotKind.Rating } sheet
            ? await RatingAsync(db, box, sheet, cancellation)
            : null;
    }

    /// <summary>Counted ratings of the place, newest first.</summary>
    public async Task<IReadOnlyList<HallRatingResult>> RatingResultsAsync(HallViewer viewer, CancellationToken cancellation = default)
    {
        await using var db = read.Of(viewer.JurisdictionId);
        var boxes = await db.Ballots.Where(box => box.State == BallotState.Opened)
            .OrderByDescending(box => box.Prepared).Take(MostListed).ToListAsync(cancellation);
        var results = new List<HallRatingResult>();
        foreach (var box in boxes)
            if (Sheet(box) is { Kind: BallotKind.Rating } sheet)
                results.Add(await RatingAsync(db, box, sheet, cancellation));
        return results;
    }

    private async Task<HallRatingResult> RatingAsync(WorkflowDb db, Box box, BallotSheet sheet, CancellationToken cancellation)
    {
        // Where paper was counted too, only the totals of both were kept.
        var totals = box.ResultJson is { } json ? JsonSerializer.Deserialize<RatingTotals>(json, Values.Json)! : RatingTotals.Of(sheet, await desk.SlipsAsync(box.Id, cancellation), null);
        var items = sheet.Rows.Select(row => row.ItemId).ToList();
        var titles = sheet.Rows.Select(row => row.Title).ToList();
        var projects = await db.Items.Where(item => items.Contains(item.Id)).Select(item => item.Id).ToListAsync(cancellation);
        var judged = await db.Ratings
            .Where(rating => rating.InstanceId == box.InstanceId && (rating.ItemId == null ? titles.Contains(rating.Subject) : items.Contains(rating.ItemId)) && rating.At >= box.Closed)
            .OrderByDescending(rating => rating.At).ToListAsync(cancellation);
        // A run may rate the same projects more than once: the first judgement after this box was closed is this box's.
        var grades = judged.Where(rating => RatingRule.Find(rating.Rule) is not null)
            .GroupBy(rating => rating.ItemId ?? rating.Subject).ToDictionary(group => group.Key, group => group.Last());
        return new HallRatingResult(box.Id, box.Title, sheet.Options, box.Due, box.Present, box.Returned, box.Unsealed,
            [.. sheet.Rows.Select((row, index) => new HallRatingRow(row.ItemId, projects.Contains(row.ItemId), row.Number, row.Title, totals.Rows[index],
                grades.TryGetValue(projects.Contains(row.ItemId) ? row.ItemId : row.Title, out var grade) ? new HallGrade(grade.Outcome, grade.Percent, grade.Sentence, grade.Rule) : null))],
            await desk.ReceiptsAsync(box.Id, cancellation));
    }

    private static async Task<IReadOnlyList<HallBallot>> DescribeAsync(WorkflowDb db, IReadOnlyList<Box> boxes, HallViewer viewer, CancellationToken cancellation)
    {
        var ids = boxes.Select(box => box.Id).ToList();
        var counts = await db.BallotRoll.Where(roll => ids.Contains(roll.BallotId)).GroupBy(roll => roll.BallotId)
            .Select(group => new
            {
                group.Key,
                Cast = group.Count(roll => roll.HasCast),
                Recused = group.Count(roll => roll.IsRecused),
                Waiting = group.Count(roll => !roll.HasCast && !roll.OnPaper && !roll.IsRecused),
            }).ToDictionaryAsync(group => group.Key, cancellation);
        var mine = await db.BallotRoll.Where(roll => roll.PersonId == viewer.PersonId && ids.Contains(roll.BallotId))
            .ToDictionaryAsync(roll => roll.BallotId, cancellation);
        return [.. boxes.Select(box =>
        {
            var sheet = Sheet(box);
            return new HallBallot(
                box.Id, sheet.Kind, box.Title, sheet.Round, sheet.Seats, sheet.Rows.Count, box.State,
                box.Due, box.Present, counts.GetValueOrDefault(box.Id)?.Cast ?? 0, box.ChairPublicKey is not null, box.ScrutineerPublicKey is not null,
                box.Prepared, box.Unsealed,
                box.ChairId == viewer.PersonId, box.ScrutineerId == viewer.PersonId,
                mine.GetValueOrDefault(box.Id) is { IsRecused: false }, mine.GetValueOrDefault(box.Id) is { HasCast: true })
            {
                PaperIssued = box.PaperIssued,
                IsPaperOnly = sheet.Mode == VotingMode.Paper,
                Recused = counts.GetValueOrDefault(box.Id)?.Recused ?? 0,
                Waiting = counts.GetValueOrDefault(box.Id)?.Waiting ?? 0,
                OnPaper = mine.GetValueOrDefault(box.Id) is { OnPaper: true },
            };
        })];
    }

    private static async Task<IReadOnlyList<HallVoter>> VotersAsync(WorkflowDb db, IQueryable<BallotRollRow> roll, CancellationToken cancellation)
    {
        var voters = await (from row in roll
                            join person in db.People on row.PersonId equals person.Id
                            select new HallVoter(person.Id, person.Name, row.IsRecused)).ToListAsync(cancellation);
        return [.. voters.OrderBy(voter => voter.Name, StringComparer.Create(CultureInfo.GetCultureInfo("zh-CN"), ignoreCase: false)).ThenBy(voter => voter.Id, StringComparer.Ordinal)];
    }

    private static async Task<List<(string PersonId, string Name, PaperTotals Totals)>> EntriesAsync(WorkflowDb db, string ballotId, CancellationToken cancellation)
    {
        var rows = await (from entry in db.BallotEntries
                          join person in db.People on entry.PersonId equals person.Id
                          where entry.BallotId == ballotId
                          orderby entry.PersonId
                          select new { entry.PersonId, person.Name, entry.FiguresJson }).ToListAsync(cancellation);
        return [.. rows.Select(row => (row.PersonId, row.Name, JsonSerializer.Deserialize<PaperTotals>(row.FiguresJson, Values.Json)!))];
    }

    private static (bool IsAgreed, IReadOnlyList<PaperMismatch> Mismatches) Compared(Box box, List<(string PersonId, string Name, PaperTotals Totals)> entries)
    {
        if (entries is not [var first, var second]) return (false, []);
        var mismatches = PaperSheet.Compare(Sheet(box), first.Totals, second.Totals);
        return (mismatches.Count == 0, mismatches);
    }

    private static bool IsKeeper(Box box, HallViewer viewer) => box.ChairId == viewer.PersonId || box.ScrutineerId == viewer.PersonId;

    private static bool MaySeeNames(Box box, HallViewer viewer) => IsKeeper(box, viewer) || viewer.Roles.Contains(Roles.Scrutineer);

    private static bool MayEnter(Box box, HallViewer viewer) => box.PaperIssued is not null
        && (box.ScrutineerId == viewer.PersonId || viewer.Roles.Contains(Roles.Scrutineer) || viewer.Roles.Contains(Roles.ChiefScrutineer) || viewer.Roles.Contains(Roles.Teller));

    private static BallotSheet Sheet(Box box) => JsonSerializer.Deserialize<BallotSheet>(box.SheetJson, Values.Json)!;

    private static Task<Box?> BoxAsync(WorkflowDb db, string ballotId, CancellationToken cancellation) =>
        db.Ballots.SingleOrDefaultAsync(box => box.Id == ballotId, cancellation);
}

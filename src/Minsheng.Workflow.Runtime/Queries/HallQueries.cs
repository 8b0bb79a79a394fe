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
            box.Opened, box.Closed, MaySeeNames(box, viewer));
    }

    /// <summary>Names of those who have not cast, for keepers and scrutineers only, in the order of their names.</summary>
    /// <exception cref="NotAllowedException">The viewer is neither.</exception>
    public async Task<IReadOnlyList<string>> NotCastAsync(HallViewer viewer, string ballotId, CancellationToken cancellation = default)
    {
        await using var db = read.Of(viewer.JurisdictionId);
        var box = await BoxAsync(db, ballotId, cancellation) ?? throw new NotFoundException("票决", ballotId);
        if (!MaySeeNames(box, viewer)) throw new NotAllowedException("未投名单只有会议主持人、总监票人和监票人可以看。");
        var names = await (from roll in db.BallotRoll
                           join person in db.People on roll.PersonId equals person.Id
                           where roll.BallotId == ballotId && !roll.HasCast
                           select person.Name).ToListAsync(cancellation);
        return [.. names.Order(StringComparer.Create(CultureInfo.GetCultureInfo("zh-CN"), ignoreCase: false))];
    }

    public async Task<HallPaper?> PaperAsync(HallViewer viewer, string ballotId, CancellationToken cancellation = default)
    {
        await using var db = read.Of(viewer.JurisdictionId);
        if (await BoxAsync(db, ballotId, cancellation) is not { } box) return null;
        var mine = await db.BallotRoll.SingleOrDefaultAsync(roll => roll.BallotId == ballotId && roll.PersonId == viewer.PersonId, cancellation);
        return new HallPaper(box.Id, Sheet(box), box.State, mine is not null, mine is { HasCast: true });
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
        var slips = await desk.SlipsAsync(box.Id, cancellation);
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
            [.. sheet.Rows.Select((row, index) => new HallRatingRow(row.ItemId, projects.Contains(row.ItemId), row.Number, row.Title, Counts(sheet, slips, index),
                grades.TryGetValue(projects.Contains(row.ItemId) ? row.ItemId : row.Title, out var grade) ? new HallGrade(grade.Outcome, grade.Percent, grade.Sentence, grade.Rule) : null))],
            await desk.ReceiptsAsync(box.Id, cancellation));
    }

    private static int[] Counts(BallotSheet sheet, IReadOnlyList<IReadOnlyList<BallotMark>> slips, int row)
    {
        var counts = new int[sheet.Options.Count];
        foreach (var slip in slips)
            if (slip.Count == sheet.Rows.Count)
                counts[Math.Min((int)slip[row], counts.Length - 1)]++;
        return counts;
    }

    private static async Task<IReadOnlyList<HallBallot>> DescribeAsync(WorkflowDb db, IReadOnlyList<Box> boxes, HallViewer viewer, CancellationToken cancellation)
    {
        var ids = boxes.Select(box => box.Id).ToList();
        var cast = await db.BallotRoll.Where(roll => roll.HasCast && ids.Contains(roll.BallotId))
            .GroupBy(roll => roll.BallotId).Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancellation);
        var mine = await db.BallotRoll.Where(roll => roll.PersonId == viewer.PersonId && ids.Contains(roll.BallotId))
            .ToDictionaryAsync(roll => roll.BallotId, roll => roll.HasCast, cancellation);
        return [.. boxes.Select(box =>
        {
            var sheet = Sheet(box);
            return new HallBallot(
                box.Id, sheet.Kind, box.Title, sheet.Round, sheet.Seats, sheet.Rows.Count, box.State,
                box.Due, box.Present, cast.GetValueOrDefault(box.Id), box.ChairPublicKey is not null, box.ScrutineerPublicKey is not null,
                box.Prepared, box.Unsealed,
                box.ChairId == viewer.PersonId, box.ScrutineerId == viewer.PersonId,
                mine.ContainsKey(box.Id), mine.GetValueOrDefault(box.Id));
        })];
    }

    private static bool MaySeeNames(Box box, HallViewer viewer) =>
        box.ChairId == viewer.PersonId || box.ScrutineerId == viewer.PersonId || viewer.Roles.Contains(Roles.Scrutineer);

    private static BallotSheet Sheet(Box box) => JsonSerializer.Deserialize<BallotSheet>(box.SheetJson, Values.Json)!;

    private static Task<Box?> BoxAsync(WorkflowDb db, string ballotId, CancellationToken cancellation) =>
        db.Ballots.SingleOrDefaultAsync(box => box.Id == ballotId, cancellation);
}

using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.People;

/// <summary>换届, as it was filled in.</summary>
public sealed record TermHandoverOrder
{
    public required string PlaceId { get; init; }
    public required string By { get; init; }
    public required string EndingTermId { get; init; }

    /// <summary>The new term; its first day is the day after the ending term's last.</summary>
    public required string Name { get; init; }
    public required DateOnly From { get; init; }
    public DateOnly? Until { get; init; }
    public int? AllDeputies { get; init; }

    /// <summary>连任: posts of the ending term that go on in the new one.</summary>
    public IReadOnlyList<string> Staying { get; init; } = [];

    /// <summary>People already registered who come in.</summary>
    public IReadOnlyList<ComingPost> Coming { get; init; } = [];

    /// <summary>People who come in by a sheet.</summary>
    public IReadOnlyList<ImportLine> Lines { get; init; } = [];

    public bool AddUnits { get; init; }

    /// <summary>Whom open tasks go to: by holder and task, a person's id or <see cref="FromSheet"/>.</summary>
    public IReadOnlyDictionary<(string PersonId, string TaskId), string> Tasks { get; init; } = new Dictionary<(string, string), string>();

    public DateOnly LastDay => From.AddDays(-1);

    /// <summary>The person of a row of the sheet, who has no id yet.</summary>
    public static string FromSheet(int row) => $"row/{row}";
}

/// <param name="Name">Code name of the role, or the name of the body or group.</param>
public sealed record ComingPost(string PersonId, PostKind Kind, string Name, string? UnitId = null, string Title = "", int Rank = 0);

internal static class TermHandover
{
    public static string Do(WriteSession session, BurstRunner runner, TermHandoverOrder order, PostNews news)
    {
        var ending = Check(session, order);
        var ended = Ended(session, order);
        // The ending term makes room first, or the days would overlap.
        session.Execute($"UPDATE terms SET until = {order.LastDay} WHERE id = {ending.Id}");
        var term = TermRows.Check(session, new TermOrder(order.PlaceId, order.By, order.Name, order.From, order.Until, order.AllDeputies), null);
        TermRows.Insert(session, term);
        foreach (var post in ended) PostRows.End(session, post.Id, order.LastDay);
        foreach (var id in order.Staying)
        {
            var post = ended.Find(one => one.Id == id) ?? throw Changed();
            PostRows.Insert(session, new PostRow
            {
                Id = PostRows.NewId(), JurisdictionId = order.PlaceId, PersonId = post.PersonId, Kind = post.Kind, Name = post.Name, UnitId = post.UnitId,
                Title = post.Title, Rank = post.Rank, From = order.From, Until = null, TermId = term.Id,
            });
        }
        foreach (var coming in order.Coming)
            PostRows.Insert(session, PostRules.Check(session, new PostOrder(
                order.PlaceId, order.By, coming.PersonId, coming.Kind, coming.Name, order.From, null, coming.UnitId, coming.Title, coming.Rank, term.Id), null));
        var rows = TakeSheet(session, order, term);
        var left = HandOver(session, runner, order, ended, rows);
        TermRows.Follow(session, order.PlaceId);
        AuditLog.Write(session, order.PlaceId, order.By, "term-handed-over", term.Id, new
        {
            from = ending.Name, to = term.Name, term.AllDeputies, ended = ended.Count, staying = order.Staying.Count, coming = order.Coming.Count + order.Lines.Count, left, tasks = order.Tasks.Count,
        });
        foreach (var person in ended.Select(post => post.PersonId).Concat(order.Coming.Select(coming => coming.PersonId)).Distinct()) session.AfterCommit(() => news.Tell(person));
        return term.Id;
    }

    /// <summary>Posts of the ending term that are still held when the new one begins.</summary>
    public static List<PostRow> Ended(WriteSession session, TermHandoverOrder order) =>
        PostRows.OfTerm(session, order.EndingTermId).FindAll(post => post.Until is null || post.Until >= order.From);

    public static Term Check(WriteSession session, TermHandoverOrder order)
    {
        var ending = TermRows.Find(session, order.PlaceId, order.EndingTermId);
        var today = Places.Today(session, order.PlaceId);
        if (order.From > today) throw new RefusedException("not-begun", $"新一届从 {DayWords.Of(order.From)}开始，还没有到。换届在新一届开始的当天或以后办理。");
        if (order.From <= ending.From) throw new RefusedException("bad-days", $"新一届的开始日期应晚于“{ending.Name}”的开始日期（{ending.From:yyyy-MM-dd}），请改正。");
        if (ending.Until is { } until && until < order.LastDay.AddMonths(-6)) throw new RefusedException("ended-before", $"“{ending.Name}”已于 {until:yyyy-MM-dd} 结束，请选正在进行的一届。");
        return ending;
    }

    private static Dictionary<int, ImportPerson> TakeSheet(WriteSession session, TermHandoverOrder order, Term term)
    {
        if (order.Lines.Count == 0) return [];
        var plan = ImportPlan.Of(session, order.PlaceId, order.Lines, new ImportOptions(order.AddUnits, term.Id, order.From));
        if (plan.Review.Count(ImportVerdict.Wrong) is > 0 and var wrong) throw new RefusedException("wrong-rows", $"新任人员表里有 {wrong} 行不对，换届没有办。请改好后重新选择文件。");
        PeopleImport.Apply(session, order.PlaceId, order.By, plan, null);
        return plan.ByRow;
    }

    /// <returns>How many people leave.</returns>
    private static int HandOver(WriteSession session, BurstRunner runner, TermHandoverOrder order, List<PostRow> ended, Dictionary<int, ImportPerson> rows)
    {
        var today = Places.Today(session, order.PlaceId);
        var left = 0;
        foreach (var personId in ended.Select(post => post.PersonId).Distinct().Order(StringComparer.Ordinal))
        {
            var tasks = order.Tasks.Where(pair => pair.Key.PersonId == personId).ToDictionary(pair => pair.Key.TaskId, pair => Receiver(pair.Value, rows), StringComparer.Ordinal);
            if (PostRows.Running(session, personId, today).Count > 0)
            {
                Leaving.HandOver(session, runner, order.PlaceId, personId, order.By, tasks, "换届");
                continue;
            }
            if (personId == order.By) throw new RefusedException("own-leave", "换届后您自己不再有任何任职，请先登记连任，或由其他管理人员办理。");
            Leaving.Finish(session, runner, order.PlaceId, personId, order.By, tasks, "换届离任");
            left++;
        }
        return left;
    }

    private static string Receiver(string to, Dictionary<int, ImportPerson> rows) =>
        to.StartsWith("row/", StringComparison.Ordinal) && int.TryParse(to.AsSpan(4), out var row) && rows.TryGetValue(row, out var person) ? person.Id! : to;

    private static RefusedException Changed() => new("people-changed", "您核对之后，任职又有变动，换届没有办。请重新核对后再办。");
}

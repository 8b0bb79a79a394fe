using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.People;

/// <summary>Who leaves, who stays, who comes, and what stands in the way.</summary>
/// <param name="People">Everybody who holds a post of the ending term.</param>
/// <param name="Sheet">The rows of those who come by a sheet; null without one.</param>
/// <param name="Hindrances">Sentences; the hand-over can be done when there are none.</param>
public sealed record TermReview(string Ending, IReadOnlyList<TermPerson> People, ImportReview? Sheet, IReadOnlyList<string> Hindrances)
{
    public int Leavers => People.Count(person => person.Leaves);

    public int Stayers => People.Count(person => person.Posts.Any(post => post.Stays));

    internal static TermReview Of(WriteSession session, TermHandoverOrder order)
    {
        var hindrances = new List<string>();
        var ending = TermRows.Find(session, order.PlaceId, order.EndingTermId);
        try
        {
            TermHandover.Check(session, order);
        }
        catch (RefusedException refused)
        {
            hindrances.Add(refused.Message);
        }
        if (order.Name.Trim().Length == 0) hindrances.Add("没有填写新一届的名称，请补上。");
        ImportReview? sheet = null;
        var coming = order.Coming.Select(one => one.PersonId).ToHashSet(StringComparer.Ordinal);
        if (order.Lines.Count > 0)
        {
            var plan = ImportPlan.Of(session, order.PlaceId, order.Lines, new ImportOptions(order.AddUnits, null, order.From));
            sheet = plan.Review;
            coming.UnionWith(plan.ByRow.Values.Where(person => person.Id is not null && person.Posts.Exists(post => post.Id is null)).Select(person => person.Id!));
            if (sheet.Count(ImportVerdict.Wrong) is > 0 and var wrong) hindrances.Add($"新任人员表里有 {wrong} 行不对，请改好后重新选择文件。");
        }
        var ended = TermHandover.Ended(session, order);
        var people = ended.GroupBy(post => post.PersonId).Select(held => PersonOf(session, order, held.Key, [.. held], coming)).OrderBy(person => person.Posts[0].Rank).ThenBy(person => person.Name, StringComparer.Ordinal).ToList();
        foreach (var person in people.Where(person => person.Leaves))
        {
            foreach (var box in person.Keys) hindrances.Add($"{person.Name}掌管“{box}”票箱的口令，票箱还没有开封，别人打不开。请先开箱计票，再办换届。");
            var open = person.Tasks.Count(task => !order.Tasks.ContainsKey((person.PersonId, task.Id)));
            if (open > 0) hindrances.Add($"{person.Name}还有 {open} 件待办没有选定转给谁。");
            if (person.PersonId == order.By) hindrances.Add("换届后您自己不再有任何任职，请先登记连任，或由其他管理人员办理。");
        }
        return new TermReview(ending.Name, people, sheet, hindrances);
    }

    private static TermPerson PersonOf(WriteSession session, TermHandoverOrder order, string personId, List<PostRow> held, HashSet<string> coming)
    {
        var ids = held.ConvertAll(post => post.Id);
        var others = PostRows.Running(session, personId, order.From).Exists(post => !ids.Contains(post.Id));
        var leaves = !others && !ids.Exists(order.Staying.Contains) && !coming.Contains(personId);
        var delegations = session.Query(
            $"SELECT p.name, q.name FROM delegations d JOIN people p ON p.id = d.person_id JOIN people q ON q.id = d.deputy_id WHERE (d.person_id = {personId} OR d.deputy_id = {personId}) AND d.revoked IS NULL AND d.until >= {order.From}",
            reader => $"{reader.GetString(0)}请{reader.GetString(1)}代理");
        return new TermPerson(
            personId, PeopleReader.NameOf(session, personId), leaves, others,
            [.. held.Select(post => new TermPost(post.Id, post.Kind, post.Name, post.Title, post.Rank, order.Staying.Contains(post.Id)))],
            [.. Leaving.OpenTasks(session, personId).Select(task => new TermTask(task.Id, task.Title))], delegations, Leaving.Keys(session, personId));
    }
}

/// <param name="Leaves">Holds nothing any more once the new term has begun.</param>
/// <param name="HasOthers">Holds posts that do not end with the term.</param>
/// <param name="Delegations">代理 that end with their leaving.</param>
/// <param name="Keys">Ballot boxes still shut whose passphrase they keep.</param>
public sealed record TermPerson(
    string PersonId, string Name, bool Leaves, bool HasOthers, IReadOnlyList<TermPost> Posts, IReadOnlyList<TermTask> Tasks, IReadOnlyList<string> Delegations, IReadOnlyList<string> Keys);

public sealed record TermPost(string Id, PostKind Kind, string Name, string Title, int Rank, bool Stays);

public sealed record TermTask(string Id, string Title);

using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.People;

/// <summary>任职: roles, the secretaryship of bodies, membership of groups, each from one day to another.</summary>
public sealed class PostDesk(CommitQueue commits, ProcessDesk processes, PostNews news)
{
    /// <returns>Id of the post.</returns>
    public Task<string> GiveAsync(PostOrder order, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        ManageGate.Require(session, order.PlaceId, order.By, ManagePart.People);
        var post = PostRules.Check(session, order, null);
        var id = PostRows.Insert(session, post);
        AuditLog.Write(session, order.PlaceId, order.By, "post-given", order.PersonId, new { order.Kind, post.Name, post.From, post.Until });
        session.AfterCommit(() => news.Tell(order.PersonId));
        return id;
    }, cancellation);

    /// <summary>Title, unit, rank, dates and term; what is held stays what it is.</summary>
    public Task ChangeAsync(string postId, PostOrder order, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        ManageGate.Require(session, order.PlaceId, order.By, ManagePart.People);
        var before = PostRows.Find(session, order.PlaceId, postId);
        var post = PostRules.Check(session, order with { PersonId = before.PersonId, Kind = before.Kind, Name = before.Name }, postId);
        session.Execute($"UPDATE posts SET unit_id = {post.UnitId}, title = {post.Title}, rank = {post.Rank}, \"from\" = {post.From}, until = {post.Until}, term_id = {post.TermId} WHERE id = {postId}");
        AuditLog.Write(session, order.PlaceId, order.By, "post-changed", before.PersonId, new { before.Kind, before.Name, post.From, post.Until, post.Title });
        session.AfterCommit(() => news.Tell(before.PersonId));
    }, cancellation);

    /// <summary>Ends one post. With the last post everything goes as with leaving: no task may stay behind.</summary>
    public async Task EndAsync(EndPostOrder order, CancellationToken cancellation = default) => await processes.DoAsync((session, runner) =>
    {
        ManageGate.Require(session, order.PlaceId, order.By, ManagePart.People);
        var post = PostRows.Find(session, order.PlaceId, order.PostId);
        PostRules.RequireMayTouch(session, order.PlaceId, order.By, post.PersonId);
        if (post.PersonId == order.By && PostRows.Running(session, order.By, PostRules.After(order.LastDay)).All(held => held.Id == order.PostId))
            throw new RefusedException("own-leave", "这是您自己的最后一项任职，不能由自己结束，请由其他管理人员办理。");
        PostRules.CheckLastDay(session, order.PlaceId, order.LastDay);
        PostRows.End(session, order.PostId, order.LastDay);
        Leaving.HandOver(session, runner, order.PlaceId, post.PersonId, order.By, order.Tasks, "任职结束");
        if (PostRows.Running(session, post.PersonId, PostRules.After(order.LastDay)).Count == 0 && order.LastDay < Facts.Places.Today(session, order.PlaceId))
            Leaving.RequireNothingOpen(session, post.PersonId);
        AuditLog.Write(session, order.PlaceId, order.By, "post-ended", post.PersonId, new { post.Kind, post.Name, order.LastDay, tasks = order.Tasks.Count });
        session.AfterCommit(() => news.Tell(post.PersonId));
        return true;
    }, cancellation);
}

/// <param name="Name">Code name of the role, or the name of the body or group.</param>
/// <param name="Rank">排序: the smaller, the further in front.</param>
public sealed record PostOrder(
    string PlaceId, string By, string PersonId, PostKind Kind, string Name, DateOnly From, DateOnly? Until = null, string? UnitId = null, string Title = "", int Rank = 0, string? TermId = null);

/// <param name="LastDay">The last day of the post: yesterday or earlier acts at once.</param>
/// <param name="Tasks">Whom open tasks of the holder go to, by task id; others stay.</param>
public sealed record EndPostOrder(string PlaceId, string By, string PostId, DateOnly LastDay, IReadOnlyDictionary<string, string> Tasks);

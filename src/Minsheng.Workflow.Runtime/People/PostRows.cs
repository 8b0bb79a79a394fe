using System.Data.Common;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.People;

/// <summary>Posts as rows.</summary>
internal static class PostRows
{
    public static PostRow Find(WriteSession session, string placeId, string postId) => session.First(
        $"SELECT id, jurisdiction_id, person_id, kind, name, unit_id, title, rank, \"from\", until, term_id FROM posts WHERE id = {postId} AND jurisdiction_id = {placeId}", Post)
        ?? throw new NotFoundException("任职", postId);

    public static List<PostRow> Of(WriteSession session, string personId) => session.Query(
        $"SELECT id, jurisdiction_id, person_id, kind, name, unit_id, title, rank, \"from\", until, term_id FROM posts WHERE person_id = {personId} ORDER BY rank, id", Post);

    public static List<PostRow> OfPlace(WriteSession session, string placeId) => session.Query(
        $"SELECT id, jurisdiction_id, person_id, kind, name, unit_id, title, rank, \"from\", until, term_id FROM posts WHERE jurisdiction_id = {placeId} ORDER BY person_id, rank, id", Post);

    public static List<PostRow> OfTerm(WriteSession session, string termId) => session.Query(
        $"SELECT id, jurisdiction_id, person_id, kind, name, unit_id, title, rank, \"from\", until, term_id FROM posts WHERE term_id = {termId} ORDER BY rank, id", Post);

    /// <summary>Held on this day.</summary>
    public static List<PostRow> Running(WriteSession session, string personId, DateOnly day) =>
        Of(session, personId).FindAll(post => post.From <= day && (post.Until is null || post.Until >= day));

    public static string Insert(WriteSession session, PostRow post)
    {
        session.Execute($"INSERT INTO posts (id, jurisdiction_id, person_id, kind, name, unit_id, title, rank, \"from\", until, term_id) VALUES ({post.Id}, {post.JurisdictionId}, {post.PersonId}, {post.Kind}, {post.Name}, {post.UnitId}, {post.Title}, {post.Rank}, {post.From}, {post.Until}, {post.TermId})");
        return post.Id;
    }

    public static void End(WriteSession session, string postId, DateOnly lastDay) =>
        session.Execute($"UPDATE posts SET until = {lastDay} WHERE id = {postId} AND (until IS NULL OR until > {lastDay})");

    public static void EndAll(WriteSession session, string personId, DateOnly lastDay) =>
        session.Execute($"UPDATE posts SET until = {lastDay} WHERE person_id = {personId} AND (until IS NULL OR until > {lastDay})");

    public static string NewId() => Ids.New();

    private static PostRow Post(DbDataReader reader) => new()
    {
        Id = reader.GetString(0), JurisdictionId = reader.GetString(1), PersonId = reader.GetString(2), Kind = reader.Name<PostKind>(3), Name = reader.GetString(4),
        UnitId = reader.Text(5), Title = reader.GetString(6), Rank = reader.GetInt32(7), From = reader.Day(8), Until = reader.DayOrNull(9), TermId = reader.Text(10),
    };
}

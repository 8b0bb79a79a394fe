using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.People;

/// <summary>The three tables of <see cref="StructureKind"/>.</summary>
internal static class StructureRows
{
    /// <summary>The place's setting that puts it out of use.</summary>
    public static string StoppedKey(StructureKind kind, string id) => $"stopped/{kind}/{id}";

    public static bool IsStopped(WriteSession session, StructureKind kind, string placeId, string id) =>
        session.Exists($"SELECT 1 FROM place_settings WHERE jurisdiction_id = {placeId} AND name = {StoppedKey(kind, id)}");

    public static string? NameOf(WriteSession session, StructureKind kind, string placeId, string id) => kind switch
    {
        StructureKind.Unit => session.First($"SELECT name FROM units WHERE id = {id} AND jurisdiction_id = {placeId}", reader => reader.GetString(0)),
        StructureKind.Body => session.First($"SELECT name FROM bodies WHERE id = {id} AND jurisdiction_id = {placeId}", reader => reader.GetString(0)),
        _ => session.First($"SELECT name FROM groups WHERE id = {id} AND jurisdiction_id = {placeId}", reader => reader.GetString(0)),
    };

    public static string? IdOf(WriteSession session, StructureKind kind, string placeId, string name) => kind switch
    {
        StructureKind.Unit => session.First($"SELECT id FROM units WHERE jurisdiction_id = {placeId} AND name = {name}", reader => reader.GetString(0)),
        StructureKind.Body => session.First($"SELECT id FROM bodies WHERE jurisdiction_id = {placeId} AND name = {name}", reader => reader.GetString(0)),
        _ => session.First($"SELECT id FROM groups WHERE jurisdiction_id = {placeId} AND name = {name}", reader => reader.GetString(0)),
    };

    public static string Insert(WriteSession session, StructureKind kind, string placeId, StructureRow row)
    {
        var id = Ids.New();
        _ = kind switch
        {
            StructureKind.Unit => session.Execute($"INSERT INTO units (id, jurisdiction_id, name) VALUES ({id}, {placeId}, {row.Name})"),
            StructureKind.Body => session.Execute($"INSERT INTO bodies (id, jurisdiction_id, name, members) VALUES ({id}, {placeId}, {row.Name}, {row.Members})"),
            _ => session.Execute($"INSERT INTO groups (id, jurisdiction_id, name, purpose) VALUES ({id}, {placeId}, {row.Name}, {row.Purpose})"),
        };
        return id;
    }

    public static void Update(WriteSession session, StructureKind kind, string id, StructureRow row) => _ = kind switch
    {
        StructureKind.Unit => session.Execute($"UPDATE units SET name = {row.Name} WHERE id = {id}"),
        StructureKind.Body => session.Execute($"UPDATE bodies SET name = {row.Name}, members = {row.Members} WHERE id = {id}"),
        _ => session.Execute($"UPDATE groups SET name = {row.Name}, purpose = {row.Purpose} WHERE id = {id}"),
    };

    public static void Delete(WriteSession session, StructureKind kind, string id) => _ = kind switch
    {
        StructureKind.Unit => session.Execute($"DELETE FROM units WHERE id = {id}"),
        StructureKind.Body => session.Execute($"DELETE FROM bodies WHERE id = {id}"),
        _ => session.Execute($"DELETE FROM groups WHERE id = {id}"),
    };

    /// <summary>Posts name bodies and groups by their names, and items their unit too.</summary>
    public static void RenamePosts(WriteSession session, StructureKind kind, string placeId, string before, string name)
    {
        if (kind == StructureKind.Unit)
        {
            session.Execute($"UPDATE items SET lead_unit = {name} WHERE jurisdiction_id = {placeId} AND lead_unit = {before}");
            return;
        }
        var post = PostOf(kind);
        session.Execute($"UPDATE posts SET name = {name} WHERE jurisdiction_id = {placeId} AND kind = {post} AND name = {before}");
    }

    public static PostKind PostOf(StructureKind kind) => kind == StructureKind.Body ? PostKind.Secretary : PostKind.Member;
}

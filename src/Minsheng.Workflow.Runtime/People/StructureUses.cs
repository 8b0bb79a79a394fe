using System.Text;
using System.Text.Json;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.People;

/// <summary>Where a unit, a body or a group is used, in words.</summary>
internal static class StructureUses
{
    public static List<string> Of(WriteSession session, StructureKind kind, string placeId, string id, string name)
    {
        var uses = new List<string>();
        var posts = kind == StructureKind.Unit
            ? Count(session, $"SELECT COUNT(*) FROM posts WHERE unit_id = {id}")
            : Count(session, $"SELECT COUNT(*) FROM posts WHERE jurisdiction_id = {placeId} AND kind = {StructureRows.PostOf(kind)} AND name = {name}");
        if (posts > 0) uses.Add(kind switch
        {
            StructureKind.Unit => $"有 {posts} 项任职在这个单位",
            StructureKind.Body => $"有 {posts} 项秘书任职在这个机构",
            _ => $"有 {posts} 项成员任职在这个小组",
        });
        if (kind == StructureKind.Unit && Count(session, $"SELECT COUNT(*) FROM items WHERE jurisdiction_id = {placeId} AND lead_unit_id = {id}") is > 0 and var items)
            uses.Add($"有 {items} 个项目由它负责");
        if (RunningProcedure(session, placeId, name) is { } procedure) uses.Add($"正在进行的“{procedure}”用到它");
        return uses;
    }

    /// <summary>Title of a run here whose procedure names it; null when none does.</summary>
    public static string? RunningProcedure(WriteSession session, string placeId, string name)
    {
        // As the file may write it: in letters or in escapes.
        var plain = Encoding.UTF8.GetBytes($"\"{name}\"");
        var escaped = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(name));
        var files = session.Query(
            $"SELECT MIN(i.title), v.digest FROM instances i JOIN definition_versions v ON v.id = i.definition_version_id WHERE i.jurisdiction_id = {placeId} AND i.status = {WorkflowStatus.Running} GROUP BY v.digest",
            reader => (Title: reader.GetString(0), Digest: reader.GetString(1)));
        foreach (var (title, digest) in files)
        {
            var bytes = session.First($"SELECT bytes FROM definition_files WHERE digest = {digest}", reader => reader.Bytes(0));
            if (bytes is not null && (bytes.AsSpan().IndexOf(plain) >= 0 || bytes.AsSpan().IndexOf(escaped) >= 0)) return title;
        }
        return null;
    }

    private static int Count(WriteSession session, FormattableString sql) => session.First(sql, reader => (int)reader.GetInt64(0));
}

using System.Globalization;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.People;

public enum StructureKind { Unit, Body, Group }

/// <summary>单位、机构、小组: added, renamed, put out of use, and deleted while nothing knows them.</summary>
public sealed class StructureDesk(CommitQueue commits)
{
    private const int LongestName = 50, LongestPurpose = 200, MostMembers = 5000;

    /// <returns>Id of what was added.</returns>
    public Task<string> AddAsync(StructureOrder order, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        ManageGate.Require(session, order.PlaceId, order.By, ManagePart.Structure);
        var row = Check(session, order, null);
        var id = StructureRows.Insert(session, order.Kind, order.PlaceId, row);
        AuditLog.Write(session, order.PlaceId, order.By, $"{Code(order.Kind)}-added", id, new { row.Name });
        return id;
    }, cancellation);

    /// <summary>A new name goes over to every post that bears it.</summary>
    public Task ChangeAsync(string id, StructureOrder order, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        ManageGate.Require(session, order.PlaceId, order.By, ManagePart.Structure);
        var before = Find(session, order.Kind, order.PlaceId, id);
        var row = Check(session, order, id);
        if (before != row.Name && StructureUses.RunningProcedure(session, order.PlaceId, before) is { } procedure)
            throw new RefusedException("named-by-procedure", $"“{before}”不能改名：正在进行的“{procedure}”按这个名称找人，改名后那些步骤会找不到人。请等它办结后再改，或另建一个新的。");
        StructureRows.Update(session, order.Kind, id, row);
        if (before != row.Name) StructureRows.RenamePosts(session, order.Kind, order.PlaceId, before, row.Name);
        AuditLog.Write(session, order.PlaceId, order.By, $"{Code(order.Kind)}-changed", id, new { before, row.Name });
    }, cancellation);

    /// <summary>Out of use: no longer offered, everything that names it stays as it is. Or in use again.</summary>
    public Task UseAsync(StructureKind kind, string placeId, string id, bool inUse, string by, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        ManageGate.Require(session, placeId, by, ManagePart.Structure);
        var name = Find(session, kind, placeId, id);
        var key = StructureRows.StoppedKey(kind, id);
        session.Execute($"DELETE FROM place_settings WHERE jurisdiction_id = {placeId} AND name = {key}");
        if (!inUse) session.Execute($"INSERT INTO place_settings (jurisdiction_id, name, value) VALUES ({placeId}, {key}, {Places.Today(session, placeId).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)})");
        AuditLog.Write(session, placeId, by, $"{Code(kind)}-{(inUse ? "resumed" : "stopped")}", id, new { name });
    }, cancellation);

    /// <exception cref="RefusedException">It is in use; the sentence says where.</exception>
    public Task RemoveAsync(StructureKind kind, string placeId, string id, string by, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        ManageGate.Require(session, placeId, by, ManagePart.Structure);
        var name = Find(session, kind, placeId, id);
        if (StructureUses.Of(session, kind, placeId, id, name) is { Count: > 0 } uses)
            throw new RefusedException("in-use", $"“{name}”不能删除：{string.Join("，", uses)}。不再使用的，请点“停用”。");
        StructureRows.Delete(session, kind, id);
        session.Execute($"DELETE FROM place_settings WHERE jurisdiction_id = {placeId} AND name = {StructureRows.StoppedKey(kind, id)}");
        AuditLog.Write(session, placeId, by, $"{Code(kind)}-removed", id, new { name });
    }, cancellation);

    /// <summary>Adds a unit that an import names.</summary>
    internal static string AddUnit(WriteSession session, string placeId, string name, string by)
    {
        var id = StructureRows.Insert(session, StructureKind.Unit, placeId, new StructureRow(name, null, ""));
        AuditLog.Write(session, placeId, by, "unit-added", id, new { name });
        return id;
    }

    public static string Word(StructureKind kind) => kind switch { StructureKind.Unit => "单位", StructureKind.Body => "机构", _ => "小组" };

    private static string Code(StructureKind kind) => kind switch { StructureKind.Unit => "unit", StructureKind.Body => "body", _ => "group" };

    private static string Find(WriteSession session, StructureKind kind, string placeId, string id) =>
        StructureRows.NameOf(session, kind, placeId, id) ?? throw new NotFoundException(Word(kind), id);

    private static StructureRow Check(WriteSession session, StructureOrder order, string? id)
    {
        var problems = new List<FieldProblem>();
        var name = PlainText.Name(order.Name, "name", "名称", LongestName, problems);
        var purpose = PlainText.Optional(order.Purpose, "purpose", "职责", LongestPurpose, problems) ?? "";
        if (order.Members is < 1 or > MostMembers) problems.Add(new FieldProblem("members", $"“组成人员数”应在 1 到 {MostMembers} 之间；不清楚的可以不填。"));
        if (problems.Count == 0 && StructureRows.IdOf(session, order.Kind, order.PlaceId, name) is { } twin && twin != id)
            problems.Add(new FieldProblem("name", $"已经有“{name}”了，请换一个名称，或直接使用原来的。"));
        return problems.Count > 0 ? throw new FormRefusedException(problems) : new StructureRow(name, order.Members, purpose);
    }
}

/// <param name="Members">组成人员数 of a body.</param>
/// <param name="Purpose">What a group is for.</param>
public sealed record StructureOrder(StructureKind Kind, string PlaceId, string By, string Name, int? Members = null, string? Purpose = null);

internal sealed record StructureRow(string Name, int? Members, string Purpose);

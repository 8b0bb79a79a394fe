using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>Units, bodies and groups that have not been put out of use (停用).</summary>
internal static class StructureInUse
{
    public static IQueryable<UnitRow> UnitsInUse(this WorkflowDb db) => db.Units.Where(row => !db.PlaceSettings.Any(setting => setting.Name == "stopped/Unit/" + row.Id));

    public static IQueryable<BodyRow> BodiesInUse(this WorkflowDb db) => db.Bodies.Where(row => !db.PlaceSettings.Any(setting => setting.Name == "stopped/Body/" + row.Id));

    public static IQueryable<GroupRow> GroupsInUse(this WorkflowDb db) => db.Groups.Where(row => !db.PlaceSettings.Any(setting => setting.Name == "stopped/Group/" + row.Id));
}

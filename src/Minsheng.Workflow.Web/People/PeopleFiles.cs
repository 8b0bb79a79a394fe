using System.Security.Claims;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Web.Account;

namespace Minsheng.Workflow.Web.People;

/// <summary>The people sheet to download: filled, and empty as a template.</summary>
internal static class PeopleFiles
{
    public static void MapPeopleFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/manage/people/export.xlsx", ExportAsync).ExcludeFromDescription();
        routes.MapGet("/manage/people/template.xlsx", Template).ExcludeFromDescription();
    }

    private static async Task<IResult> ExportAsync(CurrentUser users, ClaimsPrincipal principal, PeopleSheetQuery query, CancellationToken cancellation)
    {
        var me = await users.GetAsync(principal, cancellation);
        if (!ManageRights.Has(me.Roles, ManagePart.People)) return Results.NotFound();
        return Results.File(PeopleSheet.Write(await query.ReadAsync(me.JurisdictionId, me.Id, cancellation)), PeopleSheet.ContentType, "人员.xlsx");
    }

    private static IResult Template() => Results.File(PeopleSheet.Write([]), PeopleSheet.ContentType, "人员导入模板.xlsx");
}

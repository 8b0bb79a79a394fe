using System.Security.Claims;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Supervision;
using Minsheng.Workflow.Web.Account;
using Minsheng.Workflow.Web.Components.Parts;
using Minsheng.Workflow.Web.Components.Pages.Pool;

namespace Minsheng.Workflow.Web.Api;

internal static class ProjectsApi
{
    private const string Excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapProjects(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/projects.xlsx", SheetAsync).WithTags("项目库").WithSummary("正式项目，按页面上的筛选和顺序，Excel");
        routes.MapPost("/instructions", InstructAsync).WithTags("督办").WithSummary("批示督办：对一个项目或一条督办事项（常委会领导、会议主持人、乡镇人大主席、街道人大工委）");
        routes.MapGet("/supervision", OverviewAsync).WithTags("督办").WithSummary("督办一览：请先看哪几件，灯、问题、超期、资金、要到的日子");
    }

    /// <param name="ItemId">项目；就一条督办事项批示时不填。</param>
    /// <param name="WorkingDays">限办工作日；不填为默认，0 为不限。</param>
    internal sealed record InstructionRequest(string? ItemId, string? FindingId, string? Text, int? WorkingDays);

    private static async Task<IResult> InstructAsync(InstructionRequest request, InstructionDesk desk, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        var id = await desk.IssueAsync(new InstructionOrder(me.Id, request.ItemId, request.FindingId, request.Text, request.WorkingDays), cancellation);
        return TypedResults.Created($"/api/v1/runs/{id}", new { id });
    }

    private static async Task<SupervisionView> OverviewAsync(SupervisionQuery query, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        return await query.ReadAsync(me.JurisdictionId, me.Id, cancellation);
    }

    private static async Task<IResult> SheetAsync(
        ProjectsQuery query, OfficeClock clock, CurrentUser user, ClaimsPrincipal principal, int? year, string? q, string? light, string? unit, string? domain, string? state, string? sort, bool? desc, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        var view = await query.PageAsync(me.JurisdictionId, ProjectsAddress.Read(year, q, light, unit, domain, state, sort, desc ?? false, null), cancellation);
        return TypedResults.File(ProjectsSheet.Write(me.Jurisdiction, view, clock), Excel, $"{me.Jurisdiction}{view.Year.Year}年民生实事项目.xlsx");
    }
}

using System.Security.Claims;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Web.Account;

namespace Minsheng.Workflow.Web.Api;

internal static class AuditApi
{
    private const int Buffer = 64 * 1024;

    public static void MapAudit(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/audit/export", ExportAsync).WithTags("审计").WithSummary("导出本地区全部审计记录（zip，可用 minsheng verify 离线核对；导出本身也记一条）");

    /// <summary>By way of a file, so that a slow line does not keep the database's state from being cleared away.</summary>
    private static async Task<IResult> ExportAsync(AuditDesk desk, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, Buffer, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            var manifest = await desk.ExportAsync(me.JurisdictionId, me.Id, file, cancellation);
            file.Position = 0;
            return TypedResults.File(file, "application/zip", $"{me.Jurisdiction}审计记录-{manifest.Entries}条.zip");
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }
}

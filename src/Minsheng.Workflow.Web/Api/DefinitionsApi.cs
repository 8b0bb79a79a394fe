using System.Security.Claims;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Web.Account;

namespace Minsheng.Workflow.Web.Api;

internal static class DefinitionsApi
{
    public static void MapDefinitions(this IEndpointRouteBuilder routes)
    {
        var definitions = routes.MapGroup("/definitions").WithTags("方案");
        definitions.MapGet("/", ListAsync).WithSummary("可用的方案");
        definitions.MapGet("/{definitionId}", GetAsync).WithSummary("一个方案的各版本和流程图");
        definitions.MapPost("/validate", ValidateAsync).WithSummary("检查一个方案文件（请求体即文件）").DisableAntiforgery();
        definitions.MapPost("/", ImportAsync).WithSummary("导入一个方案文件为草稿（人大办；请求体即文件）").DisableAntiforgery();
        definitions.MapPost("/versions/{versionId}/publish", PublishAsync).WithSummary("发布一个草稿（人大办）；写明原因的可以定生效日期，本地区要求第二人审核的为提请审核");
        definitions.MapGet("/versions/{versionId}/export", ExportAsync).WithSummary("导出方案文件，与导入时逐字节相同");
    }

    private static async Task<IReadOnlyList<ProcedureLine>> ListAsync(ProceduresQuery query, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation) =>
        await query.ListAsync((await user.GetAsync(principal, cancellation)).JurisdictionId, cancellation);

    private static async Task<ProcedureView> GetAsync(string definitionId, ProceduresQuery query, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation) =>
        await query.FindAsync((await user.GetAsync(principal, cancellation)).JurisdictionId, definitionId, cancellation) ?? throw new NotFoundException("方案", definitionId);

    private static async Task<object> ValidateAsync(HttpRequest request, DefinitionLibrary library, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        var problems = await library.CheckAsync(await ReadAsync(request, cancellation), me.JurisdictionId, cancellation);
        return new { valid = !problems.Any(problem => problem.IsError), problems };
    }

    private static async Task<IResult> ImportAsync(HttpRequest request, DefinitionLibrary library, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var me = await OfficeAsync(user, principal, "导入方案", cancellation);
        var imported = await library.ImportAsync(await ReadAsync(request, cancellation), "导入的文件", me.JurisdictionId, me.Id, cancellation);
        return TypedResults.Created($"/api/v1/definitions/{Uri.EscapeDataString(imported.DefinitionId)}", imported);
    }

    private static async Task<IResult> PublishAsync(string versionId, PublishOrder? order, DefinitionLibrary library, VersionDesk versions, ProceduresQuery query, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var me = await OfficeAsync(user, principal, "发布方案", cancellation);
        await query.RequireOwnAsync(me.JurisdictionId, versionId, cancellation);
        if (order is not { Reason: { } reason })
        {
            await library.PublishAsync(versionId, me.Id, cancellation);
            return TypedResults.NoContent();
        }
        return TypedResults.Ok(new { outcome = await versions.ReleaseAsync(me.JurisdictionId, versionId, me.Id, reason, order.EffectiveOn, cancellation) });
    }

    private static async Task<IResult> ExportAsync(string versionId, ProceduresQuery query, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        var (name, bytes) = await query.FileAsync(me.JurisdictionId, versionId, cancellation) ?? throw new NotFoundException("方案版本", versionId);
        return TypedResults.File(bytes, "application/json", name);
    }

    /// <param name="EffectiveOn">Null for at once.</param>
    internal sealed record PublishOrder(string? Reason, DateOnly? EffectiveOn);

    private static async Task<SignedIn> OfficeAsync(CurrentUser user, ClaimsPrincipal principal, string act, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        return me.IsOffice ? me : throw new NotAllowedException($"{act}由人大办工作人员办理，您没有这项权限。");
    }

    /// <summary>The body, but never more of it than a definition may be.</summary>
    private static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        for (int read; (read = await request.Body.ReadAsync(chunk, cancellation)) > 0;)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > ElsaJson.MaxBytes)
                throw new InvalidDefinitionException("导入的文件", [new DefinitionProblem(null, "$", "too-large", $"文件超过上限 {ElsaJson.MaxBytes / 1024 / 1024} MB，请检查是否选错了文件。")]);
        }
        return buffer.ToArray();
    }
}

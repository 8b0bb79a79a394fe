using System.Security.Claims;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Written;
using Minsheng.Workflow.Web.Account;

namespace Minsheng.Workflow.Web.Api;

internal static class WrittenApi
{
    public static void MapWritten(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/definitions/{definitionId}/written.docx", WordAsync).WithTags("方案").WithSummary("方案的文字稿，Word：分环节、逐步写明谁办什么、期限、去处、依据和要填写的内容，子方案作附件");

    /// <param name="version">方案版本；不填为已发布的一版。</param>
    private static async Task<IResult> WordAsync(string definitionId, string? version, WrittenQuery query, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        var paper = await query.FindAsync(me.JurisdictionId, definitionId, version, cancellation) ?? throw new NotFoundException("方案", definitionId);
        return TypedResults.File(paper.Word(), WordFile.ContentType, paper.FileName);
    }
}

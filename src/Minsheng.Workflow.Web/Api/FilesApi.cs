using System.Security.Claims;
using Microsoft.Net.Http.Headers;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Files;
using Minsheng.Workflow.Web.Account;

namespace Minsheng.Workflow.Web.Api;

/// <summary>Files of forms: in by their bytes, out within their own place.</summary>
internal static class FilesApi
{
    public static void MapFiles(this IEndpointRouteBuilder routes)
    {
        var files = routes.MapGroup("/files").WithTags("附件");
        files.MapPost("/", UploadAsync).WithSummary("上传一个文件（请求体即文件，name 为文件名），得到填表用的编号").DisableAntiforgery();
        files.MapGet("/{fileId}", GetAsync).WithSummary("取一个文件");
    }

    private static async Task<IResult> UploadAsync(string? name, HttpRequest request, FileDesk desk, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        var link = await desk.UploadAsync(me.JurisdictionId, me.Id, name ?? "", await ReadAsync(name ?? "", request, desk, cancellation), cancellation);
        return TypedResults.Created($"/api/v1/files/{link.Id}", link);
    }

    private static async Task<IResult> GetAsync(string fileId, FileDesk desk, CurrentUser user, ClaimsPrincipal principal, HttpResponse response, CancellationToken cancellation)
    {
        var file = await desk.FindAsync((await user.GetAsync(principal, cancellation)).JurisdictionId, fileId, cancellation) ?? throw new NotFoundException("文件", fileId);
        // May be kept, but is asked for each time: who has signed out sees it no more.
        response.Headers.CacheControl = "private, no-cache";
        var isPicture = file.Type.StartsWith("image/", StringComparison.Ordinal);
        return TypedResults.File(file.Bytes, file.Type, isPicture ? null : file.Name, entityTag: new EntityTagHeaderValue($"\"{fileId}\""));
    }

    /// <summary>The body, but never more of it than a file may have.</summary>
    private static async Task<byte[]> ReadAsync(string name, HttpRequest request, FileDesk desk, CancellationToken cancellation)
    {
        if (request.ContentLength > desk.Limit.Bytes) throw desk.TooBig(name, request.ContentLength.Value);
        var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        for (int read; (read = await request.Body.ReadAsync(chunk, cancellation)) > 0;)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > desk.Limit.Bytes) throw desk.TooBig(name, buffer.Length);
        }
        return buffer.ToArray();
    }
}

using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features;
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
        files.MapPost("/", UploadAsync).WithSummary("上传一个文件（请求体即文件，name 为文件名；或用 multipart，file 为文件，thumbnail 为缩略图），得到填表用的编号").DisableAntiforgery();
        files.MapGet("/{fileId}", GetAsync).WithSummary("取一个文件");
        files.MapGet("/{fileId}/thumbnail", SmallAsync).WithSummary("取一张照片的缩略图；没有缩略图的给原图");
    }

    private static async Task<IResult> UploadAsync(string? name, HttpRequest request, FileDesk desk, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        var (called, bytes, thumbnail) = request.HasFormContentType
            ? await ReadFormAsync(name, request, desk, cancellation)
            : (name ?? "", await ReadAsync(name ?? "", request, desk, cancellation), null);
        var link = await desk.UploadAsync(me.JurisdictionId, me.Id, called, bytes, thumbnail, cancellation);
        return TypedResults.Created($"/api/v1/files/{link.Id}", link);
    }

    private static async Task<IResult> SmallAsync(string fileId, FileDesk desk, CurrentUser user, ClaimsPrincipal principal, HttpResponse response, CancellationToken cancellation)
    {
        var file = await desk.SmallAsync((await user.GetAsync(principal, cancellation)).JurisdictionId, fileId, cancellation) ?? throw new NotFoundException("照片", fileId);
        response.Headers.CacheControl = "private, no-cache";
        return TypedResults.File(file.Bytes, file.Type, entityTag: new EntityTagHeaderValue($"\"{fileId}-s\""));
    }

    private static async Task<IResult> GetAsync(string fileId, FileDesk desk, CurrentUser user, ClaimsPrincipal principal, HttpResponse response, CancellationToken cancellation)
    {
        var file = await desk.FindAsync((await user.GetAsync(principal, cancellation)).JurisdictionId, fileId, cancellation) ?? throw new NotFoundException("文件", fileId);
        // May be kept, but is asked for each time: who has signed out sees it no more.
        response.Headers.CacheControl = "private, no-cache";
        var isPicture = file.Type.StartsWith("image/", StringComparison.Ordinal);
        return TypedResults.File(file.Bytes, file.Type, isPicture ? null : file.Name, entityTag: new EntityTagHeaderValue($"\"{fileId}\""));
    }

    /// <summary>A file with its thumbnail, as the pages send it.</summary>
    private static async Task<(string Name, byte[] Bytes, byte[]? Thumbnail)> ReadFormAsync(string? name, HttpRequest request, FileDesk desk, CancellationToken cancellation)
    {
        const int Frame = 256 * 1024;
        if (request.ContentLength > desk.Limit.Bytes + Frame) throw desk.TooBig(name ?? "", request.ContentLength.Value);
        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(new FormOptions { MultipartBodyLengthLimit = desk.Limit.Bytes + 1, ValueCountLimit = 10 }, cancellation);
        }
        catch (InvalidDataException)
        {
            throw desk.TooBig(name ?? "", desk.Limit.Bytes + 1L);
        }
        if (form.Files.GetFile("file") is not { } file) throw new RefusedException("file-missing", "没有收到文件，请重新选择。");
        return (name ?? file.FileName, await BytesAsync(file), form.Files.GetFile("thumbnail") is { } small ? await BytesAsync(small) : null);

        async Task<byte[]> BytesAsync(IFormFile part)
        {
            using var bytes = new MemoryStream();
            await part.CopyToAsync(bytes, cancellation);
            return bytes.ToArray();
        }
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

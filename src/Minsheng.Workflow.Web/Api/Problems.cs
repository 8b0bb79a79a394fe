using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Ballots;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Processes;

namespace Minsheng.Workflow.Web.Api;

/// <summary>Turns what was refused into problem details with a stable code; everything else is a fault of ours, without a trace.</summary>
internal sealed class Problems(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellation)
    {
        // The request's own path has been replaced by the error page's by now.
        var path = context.Features.Get<IExceptionHandlerPathFeature>()?.Path;
        if (path?.StartsWith("/api/", StringComparison.Ordinal) != true) return false;
        var details = exception switch
        {
            WorkflowException refused => Of(refused),
            BadHttpRequestException bad => new ProblemDetails { Status = bad.StatusCode, Title = "请求的内容不完整或格式不对，请检查后再发。", Extensions = { ["code"] = "bad-request" } },
            _ => new ProblemDetails { Status = 500, Title = "服务器出了问题，这次没有办成，请稍后再试。", Extensions = { ["code"] = "internal" } },
        };
        context.Response.StatusCode = details.Status ?? 500;
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = details });
    }

    /// <summary>Gives a sentence to an answer that is a bare status: not signed in, no such address, wrong method.</summary>
    public static async Task FillAsync(HttpContext context)
    {
        if (context.Response is not { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null } response) return;
        var (code, title) = response.StatusCode switch
        {
            StatusCodes.Status401Unauthorized => ("not-signed-in", "请先登录。"),
            StatusCodes.Status403Forbidden => ("not-allowed", "您没有这项权限。"),
            StatusCodes.Status404NotFound => ("not-found", "没有这个地址，请检查写法。"),
            StatusCodes.Status405MethodNotAllowed => ("method-not-allowed", "这个地址不接受这种请求方法。"),
            StatusCodes.Status415UnsupportedMediaType => ("unsupported-media-type", "请求的内容应为 JSON。"),
            _ => ("refused", "请求没有办成，请检查后再发。"),
        };
        var details = new ProblemDetails { Status = response.StatusCode, Title = title, Extensions = { ["code"] = code } };
        await context.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = details });
    }

    private static ProblemDetails Of(WorkflowException refused)
    {
        var details = new ProblemDetails { Title = refused.Message, Status = StatusOf(refused), Extensions = { ["code"] = refused.Code } };
        switch (refused)
        {
            case FormRefusedException form:
                details.Extensions["problems"] = form.Problems;
                break;
            case PaperRefusedException paper:
                details.Extensions["problems"] = paper.Problems;
                break;
            case InvalidDefinitionException definition:
                details.Extensions["problems"] = definition.Problems.Select(problem => new { problem.ActivityId, problem.Path, problem.Code, problem.Message });
                break;
        }
        return details;
    }

    private static int StatusOf(WorkflowException refused) => refused switch
    {
        NotFoundException => StatusCodes.Status404NotFound,
        NotAllowedException => StatusCodes.Status403Forbidden,
        FormRefusedException or InvalidDefinitionException => StatusCodes.Status422UnprocessableEntity,
        TaskSettledException or UnknownBookmarkException or InstanceEndedException or StimulusRefusedException => StatusCodes.Status409Conflict,
        CommitFailedException => StatusCodes.Status503ServiceUnavailable,
        RefusedException => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status400BadRequest,
    };
}

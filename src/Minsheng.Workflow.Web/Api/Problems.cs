using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Commits;

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

    private static ProblemDetails Of(WorkflowException refused)
    {
        var details = new ProblemDetails { Title = refused.Message, Status = StatusOf(refused), Extensions = { ["code"] = refused.Code } };
        switch (refused)
        {
            case FormRefusedException form:
                details.Extensions["problems"] = form.Problems;
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
        UnknownBookmarkException or InstanceEndedException => StatusCodes.Status409Conflict,
        CommitFailedException => StatusCodes.Status503ServiceUnavailable,
        RefusedException => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status400BadRequest,
    };
}

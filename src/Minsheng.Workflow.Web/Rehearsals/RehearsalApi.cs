using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Minsheng.Workflow.Activities.Rehearsal.Shown;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Web.Account;

namespace Minsheng.Workflow.Web.Rehearsals;

internal static class RehearsalApi
{
    private const string Excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapRehearsals(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/definitions/{definitionId}/rehearsal.xlsx", SheetAsync).WithTags("方案").WithSummary("方案演练的全年日程、任务、工作量、文书和票决结果，Excel；参数与演练页的地址相同");

    /// <param name="version">方案版本；不填为已发布的一版。</param>
    private static async Task<IResult> SheetAsync(string definitionId, string? version, HttpRequest request, RehearsalQuery query, RehearsalRoom room, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var me = await user.GetAsync(principal, cancellation);
        var source = await query.FindAsync(me.JurisdictionId, definitionId, version, me.IsOffice, cancellation) ?? throw new NotFoundException("方案", definitionId);
        var settings = RehearsalSettings.Of(request.Query.Select(one => KeyValuePair.Create(one.Key, one.Value.ToString())));
        if (settings.Problems(source.Settings, source.Place, source.Today) is { Count: > 0 } problems) return Refused(string.Concat(problems.Values));
        var played = await room.PlayAsync(source, settings, tryEndings: true, null, cancellation);
        return played.Year is null ? Refused(played.Refusal + string.Concat(played.Problems))
            : TypedResults.File(RehearsalSheet.Write($"{source.Definition.Name}第 {source.Version.Version} 版演练", played), Excel, $"{source.Definition.Name}第{source.Version.Version}版演练.xlsx");
    }

    private static ProblemHttpResult Refused(string sentence) =>
        TypedResults.Problem(sentence, statusCode: StatusCodes.Status422UnprocessableEntity, title: "不能演练", extensions: new Dictionary<string, object?> { ["code"] = "rehearsal" });
}

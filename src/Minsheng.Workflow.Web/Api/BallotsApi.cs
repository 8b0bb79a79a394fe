using System.Security.Claims;
using Minsheng.Workflow.Runtime.Ballots;
using Minsheng.Workflow.Web.Account;

namespace Minsheng.Workflow.Web.Api;

/// <summary>Custody and casting. Passphrases and choices come in and never go out.</summary>
internal static class BallotsApi
{
    public static void MapBallots(this IEndpointRouteBuilder routes)
    {
        var ballots = routes.MapGroup("/ballots").WithTags("票决");
        ballots.MapPost("/{ballotId}/open", OpenAsync).WithSummary("主持人、总监票人各以口令开箱");
        ballots.MapPost("/{ballotId}/cast", CastAsync).WithSummary("投票，每人一次");
        ballots.MapPost("/{ballotId}/close", CloseAsync).WithSummary("总监票人封箱");
        ballots.MapPost("/{ballotId}/unseal", UnsealAsync).WithSummary("总监票人、主持人先后以口令开封");
        ballots.MapGet("/{ballotId}/receipts", ReceiptsAsync).WithSummary("已计入的回执码");
    }

    /// <param name="Present">实到人数。</param>
    internal sealed record OpenRequest(string? Passphrase, int? Present);

    /// <param name="Marks">每行一个选择，按表决票的选项从 0 数起；不选为最后一项。</param>
    internal sealed record CastRequest(IReadOnlyList<int>? Marks);

    internal sealed record UnsealRequest(string? Passphrase);

    private static async Task<object> OpenAsync(string ballotId, OpenRequest request, BallotDesk desk, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation) =>
        new { open = await desk.OpenBoxAsync(ballotId, (await user.GetAsync(principal, cancellation)).Id, request.Passphrase ?? "", request.Present, cancellation) };

    private static async Task<object> CastAsync(string ballotId, CastRequest request, BallotDesk desk, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation) =>
        new { receipt = await desk.CastAsync(ballotId, (await user.GetAsync(principal, cancellation)).Id, request.Marks ?? [], cancellation) };

    private static async Task<IResult> CloseAsync(string ballotId, BallotDesk desk, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        await desk.CloseAsync(ballotId, (await user.GetAsync(principal, cancellation)).Id, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<object> UnsealAsync(string ballotId, UnsealRequest request, BallotDesk desk, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation) =>
        new { opened = await desk.UnsealAsync(ballotId, (await user.GetAsync(principal, cancellation)).Id, request.Passphrase ?? "", cancellation) };

    private static async Task<IReadOnlyList<string>> ReceiptsAsync(string ballotId, BallotDesk desk, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        await desk.RequireSeenAsync(ballotId, (await user.GetAsync(principal, cancellation)).Id, cancellation);
        return await desk.ReceiptsAsync(ballotId, cancellation);
    }
}

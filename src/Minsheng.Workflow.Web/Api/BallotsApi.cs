using System.Security.Claims;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Ballots;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Web.Account;
using Minsheng.Workflow.Web.Components.Pages.Hall;

namespace Minsheng.Workflow.Web.Api;

/// <summary>Custody and casting. Passphrases and choices come in and never go out.</summary>
internal static class BallotsApi
{
    public static void MapBallots(this IEndpointRouteBuilder routes)
    {
        var ballots = routes.MapGroup("/ballots").WithTags("票决");
        ballots.MapGet("/", ListAsync).WithSummary("本地的票决和测评，新的在前");
        ballots.MapGet("/{ballotId}", GetAsync).WithSummary("一张票：各行、选项、规则，投了多少");
        ballots.MapPost("/{ballotId}/open", OpenAsync).WithSummary("主持人、总监票人各以口令开箱");
        ballots.MapPost("/{ballotId}/cast", CastAsync).WithSummary("投票，每人一次");
        ballots.MapPost("/{ballotId}/close", CloseAsync).WithSummary("总监票人封箱");
        ballots.MapPost("/{ballotId}/unseal", UnsealAsync).WithSummary("总监票人、主持人先后以口令开封");
        ballots.MapGet("/{ballotId}/roll", RollAsync).WithSummary("名册和回避情况");
        ballots.MapPost("/{ballotId}/recusals", RecuseAsync).WithSummary("开箱前登记或撤销回避");
        ballots.MapGet("/{ballotId}/not-cast", NotCastAsync).WithSummary("没有投票、没有领纸质票的人");
        ballots.MapPost("/{ballotId}/paper", PaperAsync).WithSummary("改用纸质票");
        ballots.MapGet("/{ballotId}/entries", EntriesAsync).WithSummary("纸质票录入情况和不一致的数");
        ballots.MapPost("/{ballotId}/entries", EnterAsync).WithSummary("录入纸质票的各数，两人各录一遍");
        ballots.MapDelete("/{ballotId}/entries", ClearAsync).WithSummary("总监票人清除录入，重新清点");
        ballots.MapGet("/{ballotId}/receipts", ReceiptsAsync).WithSummary("已计入的回执码");
    }

    /// <param name="Present">实到人数。</param>
    internal sealed record OpenRequest(string? Passphrase, int? Present);

    /// <param name="Marks">每行一个选择，按表决票的选项从 0 数起；不选为最后一项。按缓急编号的票每行一个编号，不编为 0。</param>
    internal sealed record CastRequest(IReadOnlyList<int>? Marks);

    internal sealed record UnsealRequest(string? Passphrase);

    internal sealed record RecusalRequest(string? PersonId, bool Recused);

    /// <param name="People">只给这些人；不填为没有投票的全部改用纸质票。</param>
    /// <param name="Issued">发出纸质票的总张数；给指定的人时按人数计。</param>
    /// <param name="Restart">已投的电子票作废，全部改投纸质票；只在投了的人少于最少张数时可以。</param>
    internal sealed record PaperRequest(IReadOnlyList<string>? People, int? Issued, bool Restart);

    /// <param name="Rows">每行各数：赞成、反对、弃权、无法辨认；编号的票为编号票数、编号之和；测评票按选项。</param>
    /// <param name="ConfirmSurplus">收回多于发出，已重新清点，确认作废。</param>
    internal sealed record EntryRequest(int Returned, int Valid, int Void, IReadOnlyList<IReadOnlyList<int>>? Rows, bool ConfirmSurplus);

    private static async Task<IReadOnlyList<HallBallot>> ListAsync(HallQueries hall, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation) =>
        await hall.ListAsync((await user.GetAsync(principal, cancellation)).AsViewer(), cancellation);

    private static async Task<HallConsole> GetAsync(string ballotId, HallQueries hall, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation) =>
        await hall.ConsoleAsync((await user.GetAsync(principal, cancellation)).AsViewer(), ballotId, cancellation) ?? throw new NotFoundException("票决", ballotId);

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

    private static async Task<IReadOnlyList<HallVoter>> RollAsync(string ballotId, HallQueries hall, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation) =>
        await hall.RollAsync((await user.GetAsync(principal, cancellation)).AsViewer(), ballotId, cancellation);

    private static async Task<IReadOnlyList<HallVoter>> NotCastAsync(string ballotId, HallQueries hall, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation) =>
        await hall.NotCastAsync((await user.GetAsync(principal, cancellation)).AsViewer(), ballotId, cancellation);

    private static async Task<IResult> RecuseAsync(string ballotId, RecusalRequest request, BallotDesk desk, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        await desk.RecuseAsync(ballotId, (await user.GetAsync(principal, cancellation)).Id, request.PersonId ?? "", request.Recused, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> PaperAsync(string ballotId, PaperRequest request, PaperDesk paper, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        var me = (await user.GetAsync(principal, cancellation)).Id;
        if (request.Restart) await paper.RestartAsync(ballotId, me, request.Issued ?? 0, cancellation);
        else if (request.People is { } people) await paper.IssueAsync(ballotId, me, people, cancellation);
        else await paper.IssueToAllAsync(ballotId, me, request.Issued ?? 0, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<HallEntries> EntriesAsync(string ballotId, HallQueries hall, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation) =>
        await hall.EntriesAsync((await user.GetAsync(principal, cancellation)).AsViewer(), ballotId, cancellation);

    private static async Task<object> EnterAsync(string ballotId, EntryRequest request, PaperDesk paper, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation) =>
        new { state = await paper.EnterAsync(ballotId, (await user.GetAsync(principal, cancellation)).Id, new PaperFigures(request.Returned, request.Valid, request.Void, request.Rows ?? []), request.ConfirmSurplus, cancellation) };

    private static async Task<IResult> ClearAsync(string ballotId, PaperDesk paper, CurrentUser user, ClaimsPrincipal principal, CancellationToken cancellation)
    {
        await paper.ClearAsync(ballotId, (await user.GetAsync(principal, cancellation)).Id, cancellation);
        return TypedResults.NoContent();
    }
}

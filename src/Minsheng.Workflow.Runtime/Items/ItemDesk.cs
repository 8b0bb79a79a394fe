#pragma warning disable CS9113
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Items;

/// <summary>Proposals come in here; stages are moved by the procedure alone.</summary>
public sealed class ItemDesk(CommitQueue commits)
{
    /// <summary>Shown above the form.</summary>
    public const string OneMatterRule = "一事一提：一件建议只写一件事，写明做什么、在哪里、为什么；需要几件事的，请分别提交。只为个别单位或个人解决的问题，不作为推荐项目。";

    public Task<ItemReceipt> SubmitAsync(Proposal proposal, CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>What a proposer learns by the receipt number; null when there is no such receipt.</summary>
    public Task<ItemStatus?> FollowAsync(string receipt, CancellationToken cancellation = default) => throw new NotImplementedException();

    public Task<IReadOnlyList<ItemFact>> ListAsync(string cycleId, IReadOnlyList<ItemStage> stages, CancellationToken cancellation = default) => throw new NotImplementedException();
}

/// <param name="Channel">One of the window's channels, e.g. 群众.</param>
/// <param name="Domain">One of the window's domains.</param>
public sealed record Proposal(
    string CycleId, string Title, string Content, string Domain, string Place, string Reason, decimal? Amount, string Channel,
    string ProposerName, string? ProposerPhone = null, string? ProposerUnit = null, string? PersonId = null);

public sealed record ItemReceipt(string ItemId, string Number, string Receipt);

public sealed record ItemStatus(string Number, string Title, ItemStage Stage, DateTimeOffset Submitted, string? MergedInto, IReadOnlyList<ItemStep> Steps);

public sealed record ItemStep(DateTimeOffset At, string By, string Verdict, string Reason, ItemStage Stage);

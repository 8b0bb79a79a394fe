using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Effects;

/// <summary>Somebody has done something on a task, or it goes round among other people from now on.</summary>
/// <param name="Outcome">What settled it; null while it stays open.</param>
public sealed record TaskCirculated(string BookmarkId, IReadOnlyList<Share> Before, IReadOnlyList<Share> Shares, string? Outcome) : Effect
{
    /// <summary>Who may act from now on.</summary>
    public IEnumerable<string> Open => Shares.Where(share => share.State == ShareState.Open).Select(share => share.Holder.Id);
}

/// <summary>The window for proposals opens, or its end moves.</summary>
/// <param name="Channels">渠道，如 群众、代表、部门、联络站.</param>
public sealed record OpenCollection(DateTimeOffset Until, IReadOnlyList<string> Channels, IReadOnlyList<string> Domains) : Effect;

public sealed record CloseCollection : Effect;

/// <summary>Moves items and records who decided and why.</summary>
public sealed record DecideItems(IReadOnlyList<ItemDecision> Decisions) : Effect;

/// <summary>A document is made and published on the portal.</summary>
/// <param name="Kind">公告、征集公告、督查通报 …</param>
public sealed record PublishDocument(string Kind, string Title, string Body, IReadOnlyList<string> Channels) : Effect;

/// <summary>A ballot or rating is prepared: the roll is frozen, the box is still closed.</summary>
/// <param name="BallotId">Unique for life: run, step and round.</param>
/// <param name="Roll">Ids of everybody entitled to cast, once each.</param>
/// <param name="Custodians">Ids of the two people who open the box and the envelopes together: chair first, chief scrutineer second.</param>
public sealed record PrepareBallot(string BallotId, BallotSheet Sheet, IReadOnlyList<string> Roll, IReadOnlyList<string> Custodians, string? LegalBasis) : Effect;

/// <summary>The published result of a ballot.</summary>
public sealed record DecideBallot(string BallotId, BallotResult Result) : Effect;

/// <summary>A rating's result for one project, or for another matter such as a report or a station.</summary>
/// <param name="ItemId">The project; null for another matter.</param>
/// <param name="Subject">What was rated, in words.</param>
public sealed record RecordRating(string? ItemId, string Subject, string Rule, RatingResult Result) : Effect;

/// <summary>The implementation plan of a project (四个一).</summary>
/// <param name="Milestones">Planned percent complete by date, ascending.</param>
public sealed record RecordPlan(string ItemId, string Leader, string LeadUnitId, string? AssistUnits, decimal? Budget, IReadOnlyList<Milestone> Milestones) : Effect;

/// <param name="Planned">Percent complete that should be reached by <paramref name="Due"/>, 0–100.</param>
public sealed record Milestone(string Name, DateOnly Due, int Planned);

/// <summary>A period's report on a project.</summary>
/// <param name="Period">e.g. 2026年5月.</param>
/// <param name="Percent">Actual percent complete, 0–100; null when the report gives none.</param>
/// <param name="Paid">累计支付，万元.</param>
public sealed record RecordProgress(string ItemId, string Kind, string Period, int? Percent, decimal? Paid, string Text) : Effect;

/// <summary>A sentence for the run's history that no other effect says.</summary>
public sealed record NoteHistory(string Sentence) : Effect;

/// <summary>A mail or message to people, once per key.</summary>
public sealed record Notify(string Key, IReadOnlyList<string> To, string Subject, string Text) : Effect;

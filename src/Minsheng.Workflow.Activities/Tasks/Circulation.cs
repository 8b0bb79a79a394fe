using System.Text.Json.Serialization;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Facts;

namespace Minsheng.Workflow.Activities.Tasks;

/// <summary>
/// How a task goes round among people: who has which share, who may act, and when it is settled. Immutable; every act gives a new one
/// or a refusal. The order of the shares is the order of 依次; a person has one share at a time.
/// </summary>
/// <param name="Agree">The outcome that counts as consent: the first button's.</param>
/// <param name="Refuse">The outcome of a 票签 that can no longer pass.</param>
/// <param name="ClaimedBy">或签: whoever has claimed it (认领).</param>
public sealed partial record Circulation(
    string Title, TaskMode Mode, string Ratio, string Agree, string Refuse, IReadOnlyList<Share> Shares, string? ClaimedBy = null)
{
    /// <summary>A task nobody has touched.</summary>
    public static Circulation Of(TaskSpec spec) => spec.Circulation ?? new Circulation(
        spec.Title, spec.Mode, spec.Ratio ?? "2/3", spec.Actions[0].Outcome, spec.Actions.Count > 1 ? spec.Actions[1].Outcome : "Rejected",
        [.. spec.Participants.Select(person => new Share(person, ShareKind.Given))]).Arranged();

    /// <summary>Who may act now.</summary>
    [JsonIgnore]
    public IEnumerable<Share> Open => Shares.Where(share => share.State == ShareState.Open);

    /// <summary>Shares as rows and lists show them: while somebody has claimed the task, the others are told who.</summary>
    [JsonIgnore]
    public IReadOnlyList<Share> Shown => ClaimedBy is { } claimer && Find(claimer) is { } by
        ? [.. Shares.Select(share => share.State == ShareState.Waiting && share.IsVote && share.Holder.Id != claimer ? share with { FromId = claimer, FromName = by.Holder.Name } : share)]
        : Shares;

    public Share? Find(string personId) => Shares.FirstOrDefault(share => share.Holder.Id == personId);

    /// <summary>How the task ended; null while no act that is left could be spared.</summary>
    public TaskEnd? End()
    {
        var votes = Shares.Where(share => share.IsVote).ToList();
        var done = votes.Where(IsComplete).OrderBy(Completed).Select(AnswerOf).ToList();
        if (done.Count == 0) return null;
        var outcome = Mode switch
        {
            TaskMode.Any => done[0].Outcome,
            TaskMode.Ratio => Counted(done.Count(answer => answer.Outcome == Agree), done.Count, votes.Count),
            // One 不同意 stops a 会签: the others need not act any more.
            _ => done.Find(answer => answer.Outcome != Agree)?.Outcome ?? (done.Count == votes.Count ? Agree : null),
        };
        if (outcome is null) return null;
        var act = Mode == TaskMode.Any ? done[0] : done.FindLast(answer => answer.Outcome == outcome) ?? done[^1];
        return new TaskEnd(outcome, act.Outcome == outcome ? act : act with { Outcome = outcome }, done);
    }

    /// <summary>How the task would end if whoever is asked to sign after somebody had nothing against it; null while others have to act.</summary>
    public TaskEnd? EndWithoutAfter() =>
        (this with { Shares = [.. Shares.Select(share => share is { Kind: ShareKind.After, IsPending: true } ? share with { State = ShareState.Removed } : share)] }).End();

    private string? Counted(int inFavour, int done, int people)
    {
        var needed = Math.Max(1, Fraction.Parse(Ratio).CeilOf(people));
        if (inFavour >= needed) return Agree;
        return inFavour + people - done < needed ? Refuse : null;
    }

    /// <summary>Whether everything a share asks for has been done.</summary>
    internal bool IsComplete(Share share)
    {
        if (share.State != ShareState.Done || !Helpers(share, ShareKind.Beside).All(IsComplete)) return false;
        return Dissent(share) is not null || Helpers(share, ShareKind.After).All(IsComplete);
    }

    /// <summary>The holder's answer, turned into the first dissent of whoever signs beside or after.</summary>
    internal TaskAct AnswerOf(Share share) => Dissent(share) is { } dissent && dissent.Holder.Id != share.Holder.Id
        ? share.Answer! with { Outcome = AnswerOf(dissent).Outcome, Opinion = AnswerOf(dissent).Opinion ?? share.Answer!.Opinion }
        : share.Answer!;

    private Share? Dissent(Share share) => share.Answer?.Outcome != Agree
        ? share
        : Shares.Where(one => IsBesideOrAfter(one, share) && IsComplete(one) && AnswerOf(one).Outcome != Agree)
            .MinBy(Completed);

    /// <summary>When a share became complete: with the last act below it.</summary>
    private int Completed(Share share) => Shares
        .Where(one => IsBesideOrAfter(one, share) && one.State == ShareState.Done)
        .Select(Completed).Append(share.Order).Max();

    private static bool IsBesideOrAfter(Share one, Share share) => one.Counts && one.OfId == share.Holder.Id && one.Kind is ShareKind.Beside or ShareKind.After;

    private IEnumerable<Share> Helpers(Share share, ShareKind kind) =>
        Shares.Where(one => one.Kind == kind && one.OfId == share.Holder.Id && one.Counts);

    /// <summary>Whether it is this share's time, whoever else it waits for.</summary>
    internal bool HasTurn(Share share)
    {
        if (share.IsVote) return Mode switch
        {
            TaskMode.Any => (ClaimedBy is null || ClaimedBy == share.Holder.Id) && Shares.All(other => other == share || !other.IsVote || other.State != ShareState.Done),
            TaskMode.Sequential => Shares.TakeWhile(other => other != share).Where(other => other.IsVote).All(IsComplete),
            _ => true,
        };
        if (share.OfId is null || Find(share.OfId) is not { Counts: true } owner || !HasTurn(owner)) return false;
        return share.Kind switch
        {
            ShareKind.Before or ShareKind.Delegated => owner.IsPending,
            ShareKind.After => owner.State == ShareState.Done && Dissent(owner) is null,
            _ => true,
        };
    }

    /// <summary>Everybody who has not acted is open, waiting or not needed, as things stand.</summary>
    private Circulation Arranged() => this with { Shares = [.. Shares.Select(share => share.IsPending ? share with { State = StateOf(share) } : share)] };

    private ShareState StateOf(Share share)
    {
        if (HasTurn(share)) return Obstacle(share) is null ? ShareState.Open : ShareState.Waiting;
        return share is { Kind: ShareKind.After, OfId: { } of } && Find(of) is { State: ShareState.Done } owner && Dissent(owner) is not null ? ShareState.Closed : ShareState.Waiting;
    }

    /// <summary>Whom a share whose time it is still waits for.</summary>
    private Share? Obstacle(Share share) =>
        Helpers(share, ShareKind.Delegated).FirstOrDefault(one => one.IsPending) ?? Helpers(share, ShareKind.Before).FirstOrDefault(one => !IsComplete(one));
}

using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Tasks;

/// <summary>What people do with their own shares.</summary>
public sealed partial record Circulation
{
    /// <summary>One person answers by a button.</summary>
    /// <exception cref="StimulusRefusedException">It is not theirs, or not their turn.</exception>
    public Circulation Answer(TaskAct act)
    {
        RequireTurn(act.By);
        return Act(Find(act.By.Id)!, act);
    }

    /// <summary>Whether a person may answer now.</summary>
    /// <exception cref="StimulusRefusedException">Not now; the sentence says why.</exception>
    public void RequireTurn(PersonFact by)
    {
        var mine = OpenShare(by, "办理");
        if (mine.Kind == ShareKind.Delegated) throw Refused("give-back", $"“{Title}”是{mine.FromName}委派给{by.Name}的，请写明意见交回，由{mine.FromName}办理。");
    }

    /// <summary>Everything that is no answer.</summary>
    /// <exception cref="StimulusRefusedException">It cannot be done as things stand; the sentence says why.</exception>
    public Circulation Move(TaskMove move) => move.Kind switch
    {
        TaskActKind.Transfer => Transfer(move),
        TaskActKind.Delegate => Delegate(move),
        TaskActKind.GiveBack => GiveBack(move),
        TaskActKind.TakeBack => TakeBack(move),
        TaskActKind.AddBefore => Add(move, ShareKind.Before),
        TaskActKind.AddBeside => Add(move, ShareKind.Beside),
        TaskActKind.AddAfter => Add(move, ShareKind.After),
        TaskActKind.Remove => Remove(move),
        TaskActKind.Claim => Claim(move),
        TaskActKind.Release => Release(move),
        TaskActKind.Recuse => Recuse(move),
        TaskActKind.Withdraw => Withdraw(move),
        _ => throw new ArgumentOutOfRangeException(nameof(move), move.Kind, null),
    };

    private Circulation Act(Share mine, TaskAct act) =>
        Replace(mine, mine with { State = ShareState.Done, Answer = act, Order = Shares.Max(share => share.Order) + 1 }).Arranged();

    /// <summary>转办: the share moves with the people who sign for it; both names are kept.</summary>
    private Circulation Transfer(TaskMove move)
    {
        // The office hands on for people who have left: nothing of theirs may stay behind.
        var (mine, to) = (OwnShare(move.By, "转办", evenBeforeTurn: move.ByOffice), Target(move, "转办"));
        if (mine.Kind == ShareKind.Delegated && !move.ByOffice) throw Refused("give-back", $"“{Title}”是{mine.FromName}委派给{move.By.Name}的，不能再转给别人，请写明意见交回。");
        if (!move.ByOffice) RefuseWhileDelegated(mine, "转办");
        Welcome(to);
        return HandOn(mine, to, move.Note, move.Due).Arranged();
    }

    private Circulation HandOn(Share mine, PersonFact to, string? note, DateTimeOffset? due)
    {
        var taken = mine with
        {
            Holder = to, Kind = mine.IsVote ? ShareKind.Transferred : mine.Kind, FromId = mine.Holder.Id, FromName = mine.Holder.Name, Note = note, Due = due ?? mine.Due, Answer = null,
        };
        var rest = Shares.Where(share => share.Holder.Id != to.Id)
            .Select(share => share.OfId == mine.Holder.Id ? share with { OfId = to.Id } : share)
            .SelectMany(share => share.Holder.Id == mine.Holder.Id ? [share with { State = ShareState.Passed }, taken] : new[] { share });
        return this with { Shares = [.. rest], ClaimedBy = ClaimedBy == mine.Holder.Id ? to.Id : ClaimedBy };
    }

    /// <summary>委派: somebody else looks at it and gives it back; the duty stays.</summary>
    private Circulation Delegate(TaskMove move)
    {
        var (mine, to) = (OpenShare(move.By, "委派"), Target(move, "委派"));
        if (mine.Kind == ShareKind.Delegated) throw Refused("give-back", $"“{Title}”是{mine.FromName}委派给{move.By.Name}的，不能再委派，请写明意见交回。");
        Welcome(to);
        return Insert(mine, new Share(to, ShareKind.Delegated) { OfId = move.By.Id, FromId = move.By.Id, FromName = move.By.Name, Note = move.Note, Due = move.Due }).Arranged();
    }

    private Circulation GiveBack(TaskMove move)
    {
        var mine = OpenShare(move.By, "交回");
        return mine.Kind == ShareKind.Delegated
            ? Act(mine, new TaskAct(move.By, "", move.Note, [], move.Agent))
            : throw Refused("not-delegated", $"“{Title}”不是委派给{move.By.Name}的，不用交回，请直接办理。");
    }

    private Circulation TakeBack(TaskMove move)
    {
        var mine = OwnShare(move.By, "收回委派");
        var theirs = Helpers(mine, ShareKind.Delegated).FirstOrDefault(share => share.IsPending)
            ?? throw Refused("not-delegated", $"“{Title}”没有委派出去，或者已经交回，不用收回。");
        return Off(theirs, ShareState.Removed).Arranged();
    }

    /// <summary>认领: one of several takes a 或签 upon themselves.</summary>
    private Circulation Claim(TaskMove move)
    {
        if (Mode != TaskMode.Any || Shares.Count(share => share.IsVote) < 2) throw Refused("nothing-to-claim", $"“{Title}”不是几个人中由一人办的，不用认领。");
        var mine = OwnShare(move.By, "认领");
        if (!mine.IsVote) throw Refused("nothing-to-claim", $"{move.By.Name}是加签或委派的，不能认领“{Title}”。");
        return ClaimedBy == move.By.Id
            ? throw Refused("already-claimed", $"“{Title}”已由{move.By.Name}认领，可以直接办理。")
            : (this with { ClaimedBy = move.By.Id }).Arranged();
    }

    private Circulation Release(TaskMove move)
    {
        if (ClaimedBy is null) throw Refused("not-claimed", $"“{Title}”没有人认领，不用放回。");
        if (ClaimedBy != move.By.Id && !move.ByOffice) throw Refused("not-yours", $"“{Title}”由{Find(ClaimedBy)?.Holder.Name}认领，请由本人或人大办放回。");
        return Shares.Any(share => share.IsVote && share.State == ShareState.Done)
            ? throw Refused("already-acted", $"“{Title}”已由{Find(ClaimedBy)?.Holder.Name}办理，正等加签的人办，不能放回。")
            : (this with { ClaimedBy = null }).Arranged();
    }

    /// <summary>回避: the share leaves the base. Where nobody is left, <see cref="IsOrphaned"/> says so.</summary>
    private Circulation Recuse(TaskMove move)
    {
        if (string.IsNullOrWhiteSpace(move.Note)) throw Refused("no-reason", "回避应写明理由，请补上后再提交。");
        return Off(OwnShare(move.By, "回避", evenBeforeTurn: true), ShareState.Recused).Arranged();
    }

    /// <summary>撤回 while the task is open.</summary>
    private Circulation Withdraw(TaskMove move)
    {
        if (Find(move.By.Id) is not { State: ShareState.Done } mine) throw Refused("nothing-done", $"{move.By.Name}还没有办理“{Title}”，没有可以撤回的。");
        if (!mine.IsVote && mine.OfId is null) throw Refused("not-there", $"请{move.By.Name}办的人已不再办“{Title}”，意见留在记录里，不用撤回。");
        if (Relying(mine) is { } next)
            throw Refused("relied-on", $"{next.Holder.Name}已经接着办了，{move.By.Name}的办理不能再撤回；确有需要，请由{next.Holder.Name}先撤回，或办结后退回。");
        return Replace(mine, mine with { State = ShareState.Waiting, Answer = null, Order = 0 }).Arranged();
    }

    /// <summary>Who has acted because of what this share answered.</summary>
    private Share? Relying(Share mine)
    {
        if (mine.Kind is ShareKind.Before or ShareKind.Delegated && mine.OfId is { } of && Find(of) is { State: ShareState.Done } owner) return owner;
        if (AfterOf(mine) is { } after) return after;
        if (Mode != TaskMode.Sequential) return null;
        var vote = mine;
        while (!vote.IsVote && vote.OfId is { } above && Find(above) is { } higher) vote = higher;
        var later = Shares.SkipWhile(share => share != vote).Skip(1).Where(share => share.IsVote).ToList();
        return later.Find(share => share.State == ShareState.Done) ?? later.Select(ActedFor).FirstOrDefault(share => share is not null);
    }

    private Share? AfterOf(Share mine) => Helpers(mine, ShareKind.After).Select(after => after.State == ShareState.Done ? after : ActedFor(after)).FirstOrDefault(share => share is not null);

    /// <summary>Somebody asked to help a share who has acted.</summary>
    private Share? ActedFor(Share share) => Shares
        .Where(one => one.Counts && one.OfId == share.Holder.Id)
        .Select(one => one.State == ShareState.Done ? one : ActedFor(one)).FirstOrDefault(one => one is not null);

    private static StimulusRefusedException Refused(string code, string sentence) => new(sentence, code);
}

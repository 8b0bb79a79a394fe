using System.Text.Json.Serialization;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Engine;

namespace Minsheng.Workflow.Activities.Tasks;

/// <summary>加签 and 减签, hand-over, and who may do something at all.</summary>
public sealed partial record Circulation
{
    /// <summary>Every vote has left the task by 回避.</summary>
    [JsonIgnore]
    public bool IsOrphaned => !Shares.Any(share => share.IsVote);

    /// <summary>Whether somebody is asked as a signer or delegate, who fills in no form.</summary>
    public bool OnlySigns(string personId) => Find(personId) is { IsVote: false };

    /// <summary>Others take the task over: the office after everybody has recused themselves.</summary>
    public Circulation Give(IReadOnlyList<PersonFact> people) =>
        (this with { Shares = [.. Shares, .. people.Where(person => Find(person.Id) is null).Select(person => new Share(person, ShareKind.Given))] }).Arranged();

    /// <summary>到期转交: the shares whose time it was go to others; both names are kept.</summary>
    public Circulation HandOver(IReadOnlyList<PersonFact> to)
    {
        var late = Shares.Where(share => share.IsVote && share.IsPending && HasTurn(share)).ToList();
        var free = to.Where(person => Find(person.Id) is not { } share || share.State is ShareState.Passed or ShareState.Removed).ToList();
        if (late.Count == 0 || free.Count == 0) return this;
        var next = this;
        foreach (var delegated in late.SelectMany(share => Helpers(share, ShareKind.Delegated)).Where(share => share.IsPending).ToList()) next = next.Off(delegated, ShareState.Removed);
        next = next.HandOn(next.Find(late[0].Holder.Id)!, free[0], null, null);
        var (from, at) = (late[0].Holder, next.Find(free[0].Id)!);
        foreach (var share in late.Skip(1)) next = next.Off(next.Find(share.Holder.Id)!, ShareState.Passed, free[0].Id);
        foreach (var person in free.Skip(1).Reverse())
            next = next.Insert(at, new Share(person, ShareKind.Transferred) { FromId = from.Id, FromName = from.Name });
        return next.Arranged();
    }

    private Circulation Add(TaskMove move, ShareKind kind)
    {
        var mine = OwnShare(move.By, "加签");
        if (mine.Kind == ShareKind.Delegated) throw Refused("give-back", $"“{Title}”是{mine.FromName}委派给{move.By.Name}的，不能加签，请写明意见交回。");
        RefuseWhileDelegated(mine, "加签");
        if (move.Targets.Count == 0) throw Refused("no-target", "没有选加签的人，请选一人或几人。");
        var next = this;
        foreach (var person in move.Targets.DistinctBy(person => person.Id))
        {
            next.Welcome(person);
            next = next.Insert(mine, new Share(person, kind) { OfId = move.By.Id, FromId = move.By.Id, FromName = move.By.Name, Note = move.Note, Due = move.Due });
        }
        return next.Arranged();
    }

    /// <summary>减签: whoever asked takes back a person who has not acted; the office also an original holder.</summary>
    private Circulation Remove(TaskMove move)
    {
        var person = Target(move, "减签");
        if (Find(person.Id) is not { Counts: true } theirs) throw Refused("not-there", $"{person.Name}不在“{Title}”的办理人里，不用减签，请刷新后再看。");
        if (theirs.State == ShareState.Done) throw Refused("already-acted", $"{person.Name}已经办过“{Title}”，不能减签。");
        if (theirs.IsVote)
        {
            if (!move.ByOffice) throw Refused("not-added", $"{person.Name}是“{Title}”的办理人，不是加签的，只能由人大办减签。");
            if (Shares.Count(share => share.IsVote) < 2) throw Refused("last-one", $"“{Title}”只剩{person.Name}一个办理人，减签后就没有人办了，请改用转办。");
        }
        else if (!move.ByOffice && theirs.FromId != move.By.Id && theirs.OfId != move.By.Id)
        {
            throw Refused("not-yours", $"{person.Name}是{theirs.FromName}请来的，请由{theirs.FromName}或人大办减签。");
        }
        return Off(theirs, ShareState.Removed).Arranged();
    }

    /// <summary>Takes a share out; whoever was asked for it goes with it, or stays with an heir.</summary>
    private Circulation Off(Share share, ShareState how, string? heir = null)
    {
        var next = Replace(share, share with { State = how });
        next = heir is null ? next.Leave(share) : next with { Shares = [.. next.Shares.Select(one => one.OfId == share.Holder.Id ? one with { OfId = heir } : one)] };
        return next.ClaimedBy == share.Holder.Id ? next with { ClaimedBy = heir } : next;
    }

    /// <summary>Helpers of a share that is gone: who has not acted need not any more, what was said stays on record.</summary>
    private Circulation Leave(Share share) => Shares.Where(one => one.OfId == share.Holder.Id && one.Counts).Aggregate(this, (next, helper) =>
        helper.IsPending ? next.Off(helper, ShareState.Removed) : next.Replace(helper, helper with { OfId = null }).Leave(helper));

    private Circulation Replace(Share share, Share by) => this with { Shares = [.. Shares.Select(one => one.Holder.Id == share.Holder.Id ? by : one)] };

    /// <summary>Behind the share it belongs to; what the person had before makes room.</summary>
    private Circulation Insert(Share behind, Share share) => this with
    {
        Shares = [.. Shares.Where(one => one.Holder.Id != share.Holder.Id).SelectMany(one => one.Holder.Id == behind.Holder.Id ? [one, share] : new[] { one })],
    };

    private static PersonFact Target(TaskMove move, string what) => move.Targets is [var only]
        ? only
        : throw Refused("no-target", move.Targets.Count == 0 ? $"没有选{what}给谁，请选一人。" : $"{what}一次只能选一人，请只选一人。");

    /// <summary>Whether somebody may get a share now.</summary>
    private void Welcome(PersonFact person)
    {
        switch (Find(person.Id))
        {
            case { IsPending: true }: throw Refused("already-there", $"{person.Name}已经是“{Title}”的办理人，不用再交给{person.Name}，请另选一人。");
            case { State: ShareState.Recused }: throw Refused("recused", $"{person.Name}已对“{Title}”回避，请另选一人。");
            case { State: ShareState.Done, Kind: not ShareKind.Delegated }: throw Refused("already-acted", $"{person.Name}已经办过“{Title}”，请另选一人。");
        }
    }

    private void RefuseWhileDelegated(Share mine, string what)
    {
        if (Helpers(mine, ShareKind.Delegated).FirstOrDefault(share => share.IsPending) is { } other)
            throw Refused("delegated", $"“{Title}”已委派给{other.Holder.Name}，请等交回，或先收回委派，再{what}。");
    }

    /// <summary>The person's share, not yet acted on.</summary>
    private Share OpenOrWaiting(PersonFact by, string what) => Find(by.Id) switch
    {
        { IsPending: true } mine => mine,
        { State: ShareState.Done } => throw Refused("not-your-turn", what == "办理" ? $"{by.Name}已经办过“{Title}”，不能重复办理。" : $"{by.Name}已经办过“{Title}”，不能再{what}。"),
        { State: ShareState.Passed } mine => throw Refused("handed-on", $"{by.Name}已把“{Title}”转给{HandedTo(mine)}，不用再{what}。"),
        { State: ShareState.Recused } => throw Refused("recused", $"{by.Name}已对“{Title}”回避，不能再{what}。"),
        { } => throw Refused("removed", $"{by.Name}已从“{Title}”减签，不用再{what}。"),
        null => throw Refused("not-yours", $"“{Title}”没有交给{by.Name}办理，请由{Names()}办理。"),
    };

    /// <summary>The person's share, when it is its time.</summary>
    private Share OwnShare(PersonFact by, string what, bool evenBeforeTurn = false)
    {
        var mine = OpenOrWaiting(by, what);
        if (evenBeforeTurn || HasTurn(mine)) return mine;
        if (ClaimedBy is { } claimer && claimer != by.Id && mine.IsVote) throw Refused("claimed", $"“{Title}”已由{Find(claimer)?.Holder.Name}认领，请等其办理或放回。");
        throw Refused("not-your-turn", mine.State == ShareState.Closed ? $"“{Title}”不用{by.Name}再{what}了，前面的人已有不同意见。" : $"“{Title}”还没有轮到{by.Name}，请等前面的人办完。");
    }

    private Share OpenShare(PersonFact by, string what)
    {
        var mine = OwnShare(by, what);
        return Obstacle(mine) switch
        {
            null => mine,
            { Kind: ShareKind.Delegated } other => throw Refused("delegated", $"“{Title}”已委派给{other.Holder.Name}，请等交回，或先收回委派，再{what}。"),
            var other => throw Refused("signers-first", $"“{Title}”已请{other.Holder.Name}先办，请等办完再{what}，或先减签。"),
        };
    }

    private string HandedTo(Share mine) => Shares.FirstOrDefault(share => share.FromId == mine.Holder.Id && share.Counts)?.Holder.Name ?? "别人";

    private string Names()
    {
        const int Few = 3;
        var people = Shares.Where(share => share.IsPending).Select(share => share.Holder.Name).ToList();
        return people.Count > Few ? $"{string.Join("、", people.Take(Few))}等 {people.Count} 人" : string.Join("、", people);
    }
}

using Minsheng.Workflow.Activities.Tasks;

namespace Minsheng.Workflow.Tests.Tasks;

/// <summary>
/// The slow, obviously right way to say how a task goes round: people as a tree of helpers under the votes, every question answered
/// from scratch. Shares nothing with <see cref="Circulation"/> but the words of the acts.
/// </summary>
internal sealed class ReferenceTask(TaskMode mode, IEnumerable<string> people)
{
    private readonly List<Node> _votes = [.. people.Select(person => new Node(person, null, null))];
    private readonly HashSet<string> _recused = [], _done = [];
    private Node? _claimed;
    private int _clock;

    private sealed class Node(string person, ShareKind? role, Node? above)
    {
        public string Person = person;
        public string? Asker;
        public readonly ShareKind? Role = role;
        public readonly Node? Above = above;
        public readonly List<Node> Below = [];
        public string? Said;
        public int When;
        public IEnumerable<Node> Of(ShareKind role) => Below.Where(node => node.Role == role);
    }

    private static IEnumerable<Node> Tree(IEnumerable<Node> roots) => roots.SelectMany(node => Tree(node.Below).Prepend(node));

    private Node? At(string person) => Tree(_votes).FirstOrDefault(node => node.Person == person);

    public IEnumerable<string> Open => Tree(_votes).Where(IsOpen).Select(node => node.Person).Order();

    public IEnumerable<string> Pending => Tree(_votes).Where(node => node.Said is null).Select(node => node.Person).Order();

    public bool IsOrphaned => _votes.Count == 0;

    private bool Complete(Node node) => node.Said is not null && node.Of(ShareKind.Beside).All(Complete)
        && (Verdict(node) != "yes" || node.Of(ShareKind.After).All(Complete));

    /// <summary>What a share comes to, as far as it is known.</summary>
    private string Verdict(Node node)
    {
        if (node.Said != "yes") return node.Said!;
        var against = node.Below.Where(one => one.Role is ShareKind.Beside or ShareKind.After && Complete(one) && Verdict(one) != "yes").OrderBy(Finished).FirstOrDefault();
        return against is null ? "yes" : Verdict(against);
    }

    private static int Finished(Node node) => Tree([node]).Where(one => one == node || InChain(one, node)).Where(one => one.Said is not null).Max(one => one.When);

    private static bool InChain(Node one, Node top)
    {
        for (var node = one; node != top; node = node.Above!)
            if (node.Role is not (ShareKind.Beside or ShareKind.After) || node.Said is null) return false;
        return true;
    }

    private bool Turn(Node node)
    {
        if (node.Above is null)
            return mode == TaskMode.Any ? (_claimed is null || _claimed == node) && !_votes.Any(other => other != node && other.Said is not null)
                : mode != TaskMode.Sequential || _votes.TakeWhile(other => other != node).All(Complete);
        if (!Turn(node.Above)) return false;
        return node.Role switch
        {
            ShareKind.Beside => true,
            ShareKind.After => node.Above.Said is not null && Verdict(node.Above) == "yes",
            _ => node.Above.Said is null,
        };
    }

    private bool IsOpen(Node node) => node.Said is null && Turn(node) && node.Of(ShareKind.Before).All(Complete) && node.Of(ShareKind.Delegated).All(one => one.Said is not null);

    public string? Outcome()
    {
        var done = _votes.Where(Complete).ToList();
        switch (mode)
        {
            case TaskMode.Any: return done.Count > 0 ? Verdict(done[0]) : null;
            case TaskMode.Ratio:
                var needed = Math.Max(1, (int)Math.Ceiling(_votes.Count * 2 / 3.0));
                var yes = done.Count(node => Verdict(node) == "yes");
                if (done.Count == 0) return null;
                return yes >= needed ? "yes" : yes + _votes.Count(node => !done.Contains(node)) < needed ? "no" : null;
            default:
                if (done.Any(node => Verdict(node) != "yes")) return "no";
                return done.Count > 0 && done.Count == _votes.Count ? "yes" : null;
        }
    }

    /// <returns>False, and nothing has changed, when the act is not allowed.</returns>
    public bool Act(string by, string said)
    {
        if (At(by) is not { } node || node.Role == ShareKind.Delegated || !IsOpen(node)) return false;
        return Say(node, said);
    }

    private bool Say(Node node, string said)
    {
        (node.Said, node.When) = (said, ++_clock);
        return true;
    }

    public bool Move(TaskActKind kind, string by, IReadOnlyList<string> to, bool office)
    {
        var node = At(by);
        switch (kind)
        {
            case TaskActKind.Claim:
                if (mode != TaskMode.Any || _votes.Count < 2 || node is not { Above: null, Said: null } || !Turn(node) || _claimed == node) return false;
                _claimed = node;
                return true;
            case TaskActKind.Release:
                if (_claimed is null || _claimed != node && !office || _votes.Any(vote => vote.Said is not null)) return false;
                _claimed = null;
                return true;
            case TaskActKind.Remove:
                return to is [var person] && At(person) is { Said: null } theirs && MayRemove(theirs, by, office) && Drop(theirs);
            case TaskActKind.Withdraw:
                return node?.Said is not null && !Relied(node) && Unsay(node);
        }
        if (node is not { Said: null }) return false;
        if (kind == TaskActKind.Recuse) return _recused.Add(by) && Drop(node);
        if (kind == TaskActKind.TakeBack) return Turn(node) && node.Of(ShareKind.Delegated).FirstOrDefault(one => one.Said is null) is { } lent && Drop(lent);
        if (kind == TaskActKind.GiveBack) return node.Role == ShareKind.Delegated && IsOpen(node) && Say(node, "");
        if (kind == TaskActKind.Transfer && office) return to is [var heir] && Free(heir, by) && HandOn(node, heir);
        if (node.Role == ShareKind.Delegated || !Turn(node) || node.Of(ShareKind.Delegated).Any(one => one.Said is null)) return false;
        if (to.Count == 0 || !to.Distinct().All(person => Free(person, by))) return false;
        if (kind == TaskActKind.Transfer) return to.Count == 1 && HandOn(node, to[0]);
        if (kind == TaskActKind.Delegate) return to.Count == 1 && IsOpen(node) && Ask(node, ShareKind.Delegated, to[0]);
        var role = kind == TaskActKind.AddBefore ? ShareKind.Before : kind == TaskActKind.AddBeside ? ShareKind.Beside : ShareKind.After;
        return to.Distinct().ToList().TrueForAll(person => Ask(node, role, person));
    }

    private bool Free(string person, string by) => person != by && !_recused.Contains(person)
        && (At(person) is { } there ? there is { Role: ShareKind.Delegated, Said: not null } : !_done.Contains(person));

    private bool Ask(Node node, ShareKind role, string person)
    {
        if (At(person) is { } old) old.Above!.Below.Remove(old);
        node.Below.Add(new Node(person, role, node) { Asker = node.Person });
        return true;
    }

    private bool HandOn(Node node, string person)
    {
        if (At(person) is { } old) old.Above!.Below.Remove(old);
        (node.Asker, node.Person) = (node.Person, person);
        return true;
    }

    private bool MayRemove(Node theirs, string by, bool office) => theirs.Above is null
        ? office && _votes.Count > 1
        : office || theirs.Asker == by || theirs.Above.Person == by;

    private bool Drop(Node node)
    {
        if (_claimed == node) _claimed = null;
        (node.Above?.Below ?? _votes).Remove(node);
        foreach (var kept in Tree(node.Below).Where(one => one.Said is not null)) _done.Add(kept.Person);
        foreach (var kept in Tree(node.Below).Where(one => one is { Said: not null, Role: ShareKind.Delegated })) _done.Remove(kept.Person);
        return true;
    }

    private bool Relied(Node node)
    {
        if (node.Role is ShareKind.Before or ShareKind.Delegated && node.Above!.Said is not null) return true;
        if (node.Of(ShareKind.After).Any(Touched)) return true;
        if (mode != TaskMode.Sequential) return false;
        var root = node;
        while (root.Above is not null) root = root.Above;
        return _votes.SkipWhile(vote => vote != root).Skip(1).Any(Touched);
    }

    private static bool Touched(Node node) => Tree([node]).Any(one => one.Said is not null);

    private static bool Unsay(Node node)
    {
        node.Said = null;
        return true;
    }
}

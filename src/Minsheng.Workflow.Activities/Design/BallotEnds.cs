using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>One way a vote can end, and where it leads.</summary>
/// <param name="IsOpen">It leads nowhere: whoever stands here is stuck.</param>
public sealed record BallotEnd(string Name, string Leads, bool IsOpen)
{
    /// <summary>Every way a vote can end, before it is held.</summary>
    public static IReadOnlyList<BallotEnd> Of(ProcedureDesign design, StepAddress at, DesignPlace place)
    {
        if (design.Find(at) is not { } step || design.Scope(at.Scope) is not { } chart) return [];
        var known = new KnownInputs(design, at, place);
        var body = known.Choice("votingBody", VotingBody.Congress);
        var ways = StepTree.IsChart(chart) ? Way.In(chart).ConvertAll(way => way.Way).FindAll(way => way.From == at.Id) : Following(chart, at.Id);
        var steps = StepTree.ById(chart);
        var verb = body.Verb();
        var seats = known.Number("seats") is > 0 and var number ? $" {number} 项" : "";
        var confirmed = known.Choice("confirmation", Confirmation.None) == Confirmation.PartyWorkCommittee ? "党工委逐项确认，" : "";
        return
        [
            Port($"选出{seats}", "Adopted", confirmed),
            new("出现同票", Tie(known.Choice("tie", TiePolicy.Revote), known.Choice("repeatedTie", TiePolicy.PresidiumDecides), body), false),
            Shortfall(),
            Port("作废", "Void", ""),
        ];

        BallotEnd Shortfall()
        {
            var name = $"选不足{(verb == "票选" ? "（票选）" : "")}";
            return known.Choice("shortfall", ShortfallPolicy.Revote) switch
            {
                ShortfallPolicy.Revote => Port(name, "Shortfall", ""),
                ShortfallPolicy.AcceptFewer => Port(name, "Adopted", "不再补足，"),
                ShortfallPolicy.NextSession => new(name, "登记下次会议日期，届时再投", false),
                _ => new(name, $"由{body.Presidium()}决定：另行投票、不再补足或留待下次", false),
            };
        }

        BallotEnd Port(string name, string port, string before)
        {
            var to = ways.Where(way => way.Port == port).Select(way => way.To == at.Id ? $"重新{(port == "Void" ? "投票" : "票决缺额")}" : steps.TryGetValue(way.To, out var next) ? StepTree.Title(next) : way.To).Distinct().ToList();
            return to.Count > 0 ? new(name, before + string.Join("、", to), false) : new(name, "没有下一步", true);
        }
    }

    private static string Tie(TiePolicy first, TiePolicy again, VotingBody body) => first == TiePolicy.PresidiumDecides
        ? $"由{body.Presidium()}决定"
        : again == TiePolicy.Revote ? "同票项再投，直到分出先后" : $"同票项再投一次，再同票由{body.Presidium()}决定";

    private static List<Way> Following(System.Text.Json.Nodes.JsonObject list, string id)
    {
        var children = StepTree.Children(list).Select(child => child.Id).ToList();
        return children.IndexOf(id) is >= 0 and var index && index + 1 < children.Count
            ? [.. new[] { "Adopted", "Shortfall", "Void", Outcomes.Done }.Select(port => new Way(id, port, children[index + 1]))] : [];
    }
}

using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Runtime.Queries;

namespace Minsheng.Workflow.Web.Components.Pages.Tasks;

/// <summary>An act that is no answer, in a sentence with both names.</summary>
public static class MoveWords
{
    public static string Of(TaskOpinion act)
    {
        var who = act.Agent is { } agent ? $"{act.Who}（{agent}代）" : act.Who;
        var whom = act.Targets ?? "";
        return act.Kind switch
        {
            TaskActKind.Transfer => $"{who}转办给{whom}",
            TaskActKind.HandOver => $"到期转交：由{who}转给{whom}",
            TaskActKind.Delegate => $"{who}委派{whom}",
            TaskActKind.TakeBack => $"{who}收回委派{whom}",
            TaskActKind.AddBefore => $"{who}请{whom}先办",
            TaskActKind.AddBeside => $"{who}请{whom}一起办",
            TaskActKind.AddAfter => $"{who}办完后请{whom}办",
            TaskActKind.Remove => $"{who}减签{whom}",
            TaskActKind.Urge => $"{who}催办{whom}",
            TaskActKind.Copy => $"{who}抄送{whom}",
            _ => $"{who}{act.Kind.Word()}{whom}",
        };
    }
}

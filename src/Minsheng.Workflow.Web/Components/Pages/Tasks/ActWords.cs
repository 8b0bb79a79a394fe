using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Web.Components.Pages.Tasks;

/// <summary>What will happen when the first button is pressed, in a sentence.</summary>
public static class ActWords
{
    public static string? Then(TaskView task, TaskPerson? holder, bool givesBack)
    {
        if (givesBack) return $"交回后由{holder?.FromName ?? "委派的人"}答复，责任还是他的";
        if (task.Spec.Actions is not [var first, ..]) return null;
        var to = task.LeadsTo.GetValueOrDefault(first.Outcome);
        var on = to is null ? "往下走" : $"送“{to}”";
        var left = task.People.Count(person => person.HasVote && person.State is ParticipantState.Open or ParticipantState.Waiting && person.Id != holder?.Id);
        if (holder?.Kind is ShareKind.Before) return $"办完回到{holder.FromName ?? "加签的人"}";
        if (task.People.Any(person => person.Kind is ShareKind.After && person.FromId == holder?.Id && person.State is ParticipantState.Waiting)) return $"{first.Label}后请加签的人接着办";
        return task.Spec.Mode switch
        {
            TaskMode.All when left > 0 => $"还有 {left} 人没办，都“{first.Label}”才{on}",
            TaskMode.Sequential when left > 0 => $"{first.Label}后轮到下一人，共还有 {left} 人",
            TaskMode.Ratio when left > 0 => $"达到规定人数才{on}",
            _ => $"{first.Label}后{on}",
        };
    }
}

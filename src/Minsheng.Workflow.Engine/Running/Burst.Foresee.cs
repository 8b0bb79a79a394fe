namespace Minsheng.Workflow.Engine.Running;

/// <summary>Looking ahead: a step does something as if, and nothing of it remains.</summary>
public sealed partial class Burst
{
    internal void Foresee(ActivityExecution execution, Action act)
    {
        var (effects, state, renewed) = (Effects.Count, execution.State, Renewed.Count);
        List<(Bookmark Wait, object? Payload)> waits = [.. Instance.OpenBookmarks.Select(wait => (wait, wait.Payload))];
        var kept = Scopes(execution).Select(scope => (Now: scope, Before: new Dictionary<string, object?>(scope))).ToList();
        try
        {
            act();
        }
        finally
        {
            Effects.RemoveRange(effects, Effects.Count - effects);
            Renewed.RemoveRange(renewed, Renewed.Count - renewed);
            execution.State = state;
            Instance.OpenBookmarks.Clear();
            foreach (var (wait, payload) in waits)
            {
                wait.Payload = payload;
                Instance.OpenBookmarks.Add(wait);
            }
            foreach (var (now, before) in kept)
            {
                now.Clear();
                foreach (var (name, value) in before) now[name] = value;
            }
        }
    }

    /// <summary>Everything a step can write to.</summary>
    private IEnumerable<Dictionary<string, object?>> Scopes(ActivityExecution execution)
    {
        for (var scope = execution; scope is not null; scope = scope.Parent)
            if (scope.Variables is { } variables) yield return variables;
        yield return Instance.Variables;
        yield return Instance.Output;
        yield return Instance.Results;
        yield return Instance.Memory;
    }
}

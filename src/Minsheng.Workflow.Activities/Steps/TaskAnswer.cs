using System.Globalization;
using System.Text.Json;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>
/// A person's act, held against the task it answers. Hosts check before they resume; this is the second lock:
/// what does not belong to the task is refused and nothing changes.
/// </summary>
internal sealed class TaskAnswer
{
    private readonly Dictionary<string, object?> _values;

    private TaskAnswer(TaskSpec spec, TaskAct act, TaskAction action)
    {
        Spec = spec;
        Act = act;
        Action = action;
        _values = (Dictionary<string, object?>)Plain.Of(act.Values)!;
    }

    public TaskSpec Spec { get; }
    public TaskAct Act { get; }
    public TaskAction Action { get; }

    /// <exception cref="StimulusRefusedException">The act does not belong to this task.</exception>
    public static TaskAnswer Of(Stimulus stimulus)
    {
        var spec = TaskSpec.Of(stimulus.Bookmark);
        if (stimulus.Input is not TaskAct act)
            throw new StimulusRefusedException($"“{spec.Title}”要由具体的人办理，请打开任务后再提交。", "no-act");
        if (!spec.Participants.Any(person => person.Id == act.By.Id))
            throw new StimulusRefusedException($"“{spec.Title}”没有交给{act.By.Name}办理，请由{Names(spec)}办理。", "not-yours");
        if (spec.Actions.FirstOrDefault(action => action.Outcome == act.Outcome) is not { } chosen)
            throw new StimulusRefusedException($"“{spec.Title}”没有“{act.Outcome}”这个选择，请从{string.Join("、", spec.Actions.Select(action => action.Label))}中选一个。", "unknown-action");
        return chosen.NeedsOpinion && string.IsNullOrWhiteSpace(act.Opinion)
            ? throw new StimulusRefusedException($"选择“{chosen.Label}”应填写意见，请补上后再提交。", "no-opinion")
            : new TaskAnswer(spec, act, chosen);
    }

    public bool Has(string field) => _values.GetValueOrDefault(field) is not null;

    public string Text(string field) => Plain.Of(_values.GetValueOrDefault(field)) switch
    {
        null => "",
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        var value => value.ToString() ?? "",
    };

    public decimal? Number(string field) => Scalars.TryNumber(_values.GetValueOrDefault(field), out var number) ? number : null;

    public DateOnly? Date(string field) => Scalars.TryDate(_values.GetValueOrDefault(field), out var day) ? day : null;

    public IReadOnlyList<Dictionary<string, object?>> Rows(string field) =>
        [.. (_values.GetValueOrDefault(field) as List<object?> ?? []).OfType<Dictionary<string, object?>>()];

    public IReadOnlyList<string> Choices(string field) => [.. (_values.GetValueOrDefault(field) as List<object?> ?? []).OfType<string>()];

    /// <summary>The item-by-item decisions of a field.</summary>
    public IReadOnlyList<ItemVerdict> Verdicts(string field)
    {
        var verdicts = Rows(field).Select(row => new ItemVerdict(
            row.GetValueOrDefault("item") as string ?? "", row.GetValueOrDefault("verdict") as string ?? "",
            row.GetValueOrDefault("reason") as string ?? "", row.GetValueOrDefault("target") as string)).ToList();
        return verdicts.Exists(verdict => Spec.ItemIds?.Contains(verdict.ItemId) != true)
            ? throw new StimulusRefusedException($"“{Spec.Title}”里有不属于这次的项目，请刷新后重新填写。", "foreign-item")
            : verdicts;
    }

    /// <summary>The form as variables hold it.</summary>
    public object? AsVariable() => Values.FromJson(JsonSerializer.SerializeToElement(_values, Values.Json));

    private static string Names(TaskSpec spec)
    {
        const int Shown = 3;
        var names = string.Join("、", spec.Participants.Take(Shown).Select(person => person.Name));
        return spec.Participants.Count > Shown ? $"{names}等 {spec.Participants.Count} 人" : names;
    }
}

/// <summary>One row of an item-by-item decision.</summary>
/// <param name="Target">The item this one joins, where the verdict is 并入.</param>
internal sealed record ItemVerdict(string ItemId, string Verdict, string Reason, string? Target);

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

    /// <summary>The answers of all votes that settled the task.</summary>
    public IReadOnlyList<TaskAct> All { get; private init; } = [];

    /// <summary>How a task was settled.</summary>
    public static TaskAnswer Of(Stimulus stimulus)
    {
        var (spec, end) = (TaskSpec.Of(stimulus.Bookmark), (TaskEnd)stimulus.Input!);
        return new TaskAnswer(spec, end.Answer, spec.Actions.FirstOrDefault(action => action.Outcome == end.Outcome) ?? new TaskAction(end.Outcome, end.Outcome)) { All = end.All };
    }

    public static TaskAnswer Of(TaskSpec spec, TaskAct act) => new(spec, act, spec.Actions.First(action => action.Outcome == act.Outcome));

    /// <exception cref="StimulusRefusedException">The act does not belong to this task.</exception>
    public static TaskAct Checked(TaskSpec spec, Circulation circulation, object? input)
    {
        if (input is not TaskAct act)
            throw new StimulusRefusedException($"“{spec.Title}”要由具体的人办理，请打开任务后再提交。", "no-act");
        if (circulation.Find(act.By.Id) is null) return act;
        if (spec.Actions.FirstOrDefault(action => action.Outcome == act.Outcome) is not { } chosen)
            throw new StimulusRefusedException($"“{spec.Title}”没有“{act.Outcome}”这个选择，请从{string.Join("、", spec.Actions.Select(action => action.Label))}中选一个。", "unknown-action");
        if (chosen.NeedsOpinion && string.IsNullOrWhiteSpace(act.Opinion))
            throw new StimulusRefusedException($"选择“{chosen.Label}”应填写意见，请补上后再提交。", "no-opinion");
        return !circulation.OnlySigns(act.By.Id) || spec.SignersMay(chosen)
            ? act
            : throw new StimulusRefusedException($"选择“{chosen.Label}”要填表单，加签的人不填表单，请选“{spec.Actions[0].Label}”并写明意见。", "signers-fill-nothing");
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
}

/// <summary>One row of an item-by-item decision.</summary>
/// <param name="Target">The item this one joins, where the verdict is 并入.</param>
internal sealed record ItemVerdict(string ItemId, string Verdict, string Reason, string? Target);

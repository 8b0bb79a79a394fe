using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>A step that hands tasks to people.</summary>
public abstract class TaskStep : Activity
{
    /// <summary>Who gets a task when nobody holds the post it is meant for: the clerk of the congress's office.</summary>
    private static readonly Assignee[] Clerk = [new(Role: "CountyNpcStaff")];

    private protected static IReadOnlyList<TaskAction> Finish { get; } = [new(Outcomes.Done, "完成")];

    private protected string? LegalBasis =>
        Place.Json["customProperties"] is JsonObject custom && custom["legalBasis"]?.ToString() is { Length: > 0 } basis ? basis : null;

    /// <summary>A task that any one of these people settles.</summary>
    private protected Wait Ask(ActivityContext context, string name, Request request)
    {
        var people = Find(context, request.Title, request.Assignees);
        return new Wait(WaitKind.Task, name, request.Due, new TaskSpec(
            request.Title, TaskMode.Any, people, [.. people.Select(person => person.Id)], request.Actions ?? Finish, request.Form,
            request.Body, LegalBasis, request.Instructions, request.Items?.Select(item => item.Id).ToList()));
    }

    private protected static IReadOnlyList<PersonFact> Find(ActivityContext context, string title, IReadOnlyList<Assignee>? assignees)
    {
        var people = context.Cycle().Resolve(assignees ?? []);
        if (people.Count > 0) return people;
        people = context.Cycle().Resolve(Clerk);
        if (people.Count == 0)
            throw new ActivityFaultException($"“{title}”找不到办理人，代表机关也没有经办人，请先在人员管理中补上，再重试这一步。", "nobody");
        context.Emit(new NoteHistory($"“{title}”找不到办理人，已转给{string.Join("、", people.Select(person => person.Name))}代为办理。"));
        return people;
    }

    private protected static DateTimeOffset? Limit(ActivityContext context, int workingDays) =>
        workingDays > 0 ? context.Cycle().Dates.InWorkingDays(context.Now, workingDays) : null;

    private protected static Field Verdicts(string name, string label, string[] verdicts, params string[] reasonFor) =>
        new() { Name = name, Label = label, Type = FieldType.Items, Required = true, Options = [.. verdicts.Select(verdict => new FieldOption(verdict, verdict))], ReasonFor = reasonFor };

    private protected static string DateWords(DateOnly day) => $"{day.Year}年{day.Month}月{day.Day}日";

    /// <summary>The body a decision is recorded under: the one named in the step, or the unit of the person who acted.</summary>
    private protected static string DecidedBy(IReadOnlyList<Assignee>? assignees, PersonFact person) =>
        assignees?.FirstOrDefault(assignee => assignee.Body is not null)?.Body ?? (person.Unit.Length > 0 ? person.Unit : person.Name);

    /// <summary>What a task asks for.</summary>
    private protected sealed record Request(string Title, IReadOnlyList<Assignee>? Assignees, Form Form)
    {
        public IReadOnlyList<TaskAction>? Actions { get; init; }
        public DateTimeOffset? Due { get; init; }
        public string? Body { get; init; }
        public string? Instructions { get; init; }
        public IReadOnlyList<ItemFact>? Items { get; init; }
    }
}

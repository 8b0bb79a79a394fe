using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Calendars;
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
    /// <summary>The congress's office at any level; it also gets the tasks of posts that nobody holds.</summary>
    private protected static readonly Assignee[] Office = [new(Role: "CountyNpcStaff"), new(Role: "TownshipNpcChair"), new(Role: "StreetNpcStaff")];

    private protected const string LeadDepartment = "LeadDepartment";

    private protected static IReadOnlyList<TaskAction> Finish { get; } = [new(Outcomes.Done, "完成")];

    private protected string? LegalBasis =>
        Place.Json["customProperties"] is JsonObject custom && custom["legalBasis"]?.ToString() is { Length: > 0 } basis ? basis : null;

    /// <summary>A task that any one of these people settles, unless the request says otherwise.</summary>
    private protected Wait Ask(ActivityContext context, string name, Request request)
    {
        var people = request.People ?? Find(context, request.Title, request.Assignees);
        var spec = new TaskSpec(
            request.Title, request.Mode, people, request.Mode == TaskMode.Sequential ? [people[0].Id] : [.. people.Select(person => person.Id)],
            request.Actions ?? Finish, FormDefaults.Resolve(request.Form, context), request.Body, LegalBasis, request.Instructions, request.Items?.Select(item => item.Id).ToList())
        {
            Ratio = request.Ratio,
            NeedsSignature = request.NeedsSignature,
            Escalation = request.Escalation,
            Copies = request.Copies is { Count: > 0 } copies ? copies : null,
            ReturnNote = context.Return is { Reopen: null } back ? $"由{back.ByName}退回：{back.Reason}" : null,
            Next = request.Next ?? (name == Place.Id || request.LeadsOut ? null : ""),
            Circulation = context.Reopened<Reopening>() is { } kept && kept.Circulation.Title == request.Title ? kept.Circulation : null,
        };
        return new Wait(WaitKind.Task, name, request.Due, spec);
    }

    /// <summary>A task goes on among its people until it is settled; everything else goes to the step at once.</summary>
    public sealed override ActivityResult Resume(ActivityContext context, Stimulus stimulus)
    {
        if (stimulus.Bookmark.Kind != WaitKind.Task) return Proceed(context, stimulus);
        var spec = TaskSpec.Of(stimulus.Bookmark);
        var before = spec.Circulation ?? Begin(context, stimulus.Bookmark, spec);
        var after = stimulus.Input is TaskMove move ? Moved(context, spec, before.Move(move)) : before.Answer(TaskAnswer.Checked(spec, before, stimulus.Input));
        var end = after.End();
        context.Emit(new TaskCirculated(stimulus.BookmarkId, before.Shown, after.Shown, end?.Outcome));
        if (end is not null) return Proceed(context, stimulus with { Input = end });
        if (stimulus.Input is TaskAct act && !before.OnlySigns(act.By.Id))
        {
            Check(context, stimulus.Bookmark, TaskAnswer.Of(spec, act));
            // Whoever can correct it hears of it, not the last one who signs.
            if (after.EndWithoutAfter() is { } foreseen) Foresee(context, stimulus with { Input = foreseen });
        }
        return new ActivityResult.StillWaiting(spec with { Circulation = after });
    }

    private void Foresee(ActivityContext context, Stimulus settled)
    {
        try
        {
            context.Foresee(() => Proceed(context, settled));
        }
        catch (ActivityFaultException)
        {
            // No fault of the answer: it is told when it happens.
        }
    }

    /// <summary>A task was settled and <see cref="TaskAnswer.Of(Stimulus)"/> reads how; or another wait of the step was answered.</summary>
    private protected abstract ActivityResult Proceed(ActivityContext context, Stimulus stimulus);

    /// <summary>Refuses an answer that the step could not use once the others have answered too.</summary>
    private protected virtual void Check(ActivityContext context, Bookmark wait, TaskAnswer answer) { }

    /// <summary>The circulation of a task nobody has touched, or one opened by a version that kept it elsewhere.</summary>
    private protected virtual Circulation Begin(ActivityContext context, Bookmark wait, TaskSpec spec) => Circulation.Of(spec);

    /// <summary>An open task of this step goes round differently from now on, without anybody having acted.</summary>
    private protected static void Circulate(ActivityContext context, Bookmark wait, TaskSpec spec, Circulation before, Circulation after)
    {
        context.Emit(new TaskCirculated(wait.Id, before.Shown, after.Shown, null));
        context.Renew(wait, spec with { Circulation = after });
    }

    private static Circulation Moved(ActivityContext context, TaskSpec spec, Circulation after)
    {
        if (!after.IsOrphaned) return after;
        var office = context.Cycle().Resolve(Office).Where(person => after.Find(person.Id) is null).ToList();
        if (office.Count == 0)
            throw new StimulusRefusedException($"“{spec.Title}”只有您能办，代表机关也没有别的经办人可以接手，不能回避；请先请人大办把任务转给他人。", "nobody");
        context.Emit(new NoteHistory($"“{spec.Title}”的办理人都已回避，转给{string.Join("、", office.Select(person => person.Name))}办理。"));
        return after.Give(office);
    }

    private protected static IReadOnlyList<PersonFact> Find(ActivityContext context, string title, IReadOnlyList<Assignee>? assignees)
    {
        var people = context.Cycle().Resolve(assignees ?? []);
        if (people.Count > 0) return people;
        people = context.Cycle().Resolve(Office);
        if (people.Count == 0)
            throw new ActivityFaultException($"“{title}”找不到办理人，代表机关也没有经办人，请先在人员管理中补上，再重试这一步。", "nobody");
        context.Emit(new NoteHistory($"“{title}”找不到办理人，已转给{string.Join("、", people.Select(person => person.Name))}代为办理。"));
        return people;
    }

    private protected static DateTimeOffset? Limit(ActivityContext context, int workingDays) =>
        workingDays > 0 ? context.Cycle().Dates.InWorkingDays(context.Now, workingDays) : null;

    /// <summary>Who answers for a project. Where its unit has nobody, the government office does.</summary>
    private protected static IReadOnlyList<Assignee> AnswerableFor(ActivityContext context, IReadOnlyList<Assignee>? stated, ItemFact item)
    {
        var people = LeadUnits.Of([item], stated);
        return context.Cycle().Resolve(people).Count > 0 ? people : [new Assignee(Role: "GovOffice")];
    }

    private protected static string Units(IEnumerable<PersonFact> people) =>
        string.Join("、", people.Select(person => person.Unit.Length > 0 ? person.Unit : person.Name).Distinct());

    private protected static string Named(ItemFact item) => $"{item.Number} {item.Title}";

    /// <exception cref="StimulusRefusedException">The field is empty.</exception>
    private protected static string Stated(TaskAnswer answer, string field) => answer.Text(field) is { Length: > 0 } text
        ? text
        : throw new StimulusRefusedException($"没有填写“{Label(answer, field)}”，请补上后再提交。", "missing-field");

    /// <summary>A day on which something has happened.</summary>
    /// <exception cref="StimulusRefusedException">It is not stated or still to come.</exception>
    private protected static DateOnly PastDay(ActivityContext context, TaskAnswer answer, string field)
    {
        if (answer.Date(field) is not { } day) throw new StimulusRefusedException($"没有填写“{Label(answer, field)}”，请补上后再提交。", "missing-field");
        return day <= context.Cycle().Dates.Today(context.Now)
            ? day
            : throw new StimulusRefusedException($"“{Label(answer, field)}”填的是{DayWords.Full(day)}，这一天还没有到，请改正后再提交。", "future-day");
    }

    private static string Label(TaskAnswer answer, string field) => answer.Spec.Form.Fields.FirstOrDefault(one => one.Name == field)?.Label ?? field;

    private protected static Field Verdicts(string name, string label, string[] verdicts, params string[] reasonFor) =>
        new() { Name = name, Label = label, Type = FieldType.Items, Required = true, Options = [.. verdicts.Select(verdict => new FieldOption(verdict, verdict))], ReasonFor = reasonFor };


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
        public TaskMode Mode { get; init; }
        public string? Ratio { get; init; }
        public bool NeedsSignature { get; init; }
        public IReadOnlyList<PersonFact>? Copies { get; init; }
        public Escalation? Escalation { get; init; }

        /// <summary>What follows in this step once it is done.</summary>
        public string? Next { get; init; }

        /// <summary>Its buttons lead out of the step, though other tasks of the step come before it.</summary>
        public bool LeadsOut { get; init; }

        /// <summary>Who is asked, where the step has found them itself.</summary>
        public IReadOnlyList<PersonFact>? People { get; init; }
    }
}

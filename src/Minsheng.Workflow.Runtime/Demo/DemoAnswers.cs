using System.Text.Json;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Rehearsal;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Items;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Demo;

/// <summary>What the people of a place propose and answer: forms filled in as in a rehearsal, with the place's own projects.</summary>
internal sealed class DemoAnswers
{
    private readonly DemoOffice _office;
    private readonly DemoPlace _place;
    private readonly DemoYear _year;
    private readonly Dates _dates = Places.DatesOf("Asia/Shanghai", null);
    private readonly ItemVerdicts _verdicts;
    private readonly Dictionary<string, DemoTask> _tasks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Known> _items = new(StringComparer.Ordinal);
    private readonly List<Known> _inOrder = [];
    private string _photo = "", _paper = "";
    private (List<string> Channels, List<string> Domains)? _offered;

    public DemoAnswers(DemoOffice office, DemoPlace place, DemoYear year)
    {
        (_office, _place, _year) = (office, place, year);
        _verdicts = new ItemVerdicts(id => _items.GetValueOrDefault(id)?.Judged, 0);
    }

    public static Dictionary<string, object?> Plain(IReadOnlyDictionary<string, JsonElement> stated) =>
        stated.ToDictionary(one => one.Key, one => Values.FromJson(one.Value), StringComparer.Ordinal);

    public async Task BringFilesAsync(CancellationToken cancellation)
    {
        var person = _place.PersonId(_place.People[0].Id);
        _photo = (await _office.Files.UploadAsync(_place.Id, person, "现场照片（演示）.png", DemoFiles.Photo, cancellation: cancellation)).Id;
        _paper = (await _office.Files.UploadAsync(_place.Id, person, "附件（演示）.pdf", DemoFiles.Paper, cancellation: cancellation)).Id;
    }

    public DemoTask TaskOf(string waitId) => _tasks[waitId];

    public Known? OnlyItem(string waitId) => _tasks.TryGetValue(waitId, out var task) && task.Spec.ItemIds is [var only] ? _items.GetValueOrDefault(only) : null;

    public Known ItemAt(int number) => _inOrder[number - 1];

    public double MeritOf(string itemId) => _items.GetValueOrDefault(itemId)?.Judged.Merit ?? 0;

    private string AnyUnit => _place.People.First(person => person.Holds.Contains(Runtime.People.Roles.LeadDepartment)).Unit;

    public Task ReadTasksAsync(IReadOnlyList<OpenWait> waits, CancellationToken cancellation) => waits.Count == 0 ? Task.CompletedTask : _office.Commits.RunAsync(session =>
    {
        foreach (var wait in waits)
        {
            if (_tasks.ContainsKey(wait.Id)) continue;
            var bookmark = _office.Runs.Load(session, wait.Instance).Before.First(open => open.Id == wait.Bookmark);
            _tasks[wait.Id] = new DemoTask(TaskSpec.Of(bookmark), bookmark.Execution.Place.Type);
        }
    }, cancellation);

    /// <summary>The place's own items first, which find most favour, then common wishes.</summary>
    public IReadOnlyList<Proposal> Proposals(string cycleId) =>
        [.. _year.Items.Concat(DemoWishes.Of(_year)).Select(item => new Proposal(
            cycleId, item.Title, item.Content, item.Domain, item.Place, "群众反映多，盼望早日解决。", item.Amount, "", item.Proposer ?? "居民代表（演示）"))];

    public async Task ProposeAsync(Proposal proposal)
    {
        var (channels, domains) = _offered ??= await _office.Commits.RunAsync(session => session.First(
            $"SELECT channels_json, domains_json FROM cycles WHERE id = {proposal.CycleId}", reader => (Offered(reader.Text(0)), Offered(reader.Text(1)))), CancellationToken.None);
        var receipt = await _office.Items.SubmitAsync(proposal with
        {
            Channel = channels.Count == 0 ? "网络" : channels[_inOrder.Count % channels.Count],
            Domain = domains.Count == 0 ? proposal.Domain : domains.Find(domain => proposal.Domain.Contains(domain, StringComparison.Ordinal)) ?? domains[^1],
        });
        var stated = _inOrder.Count < _year.Items.Count ? _year.Items[_inOrder.Count] : null;
        var known = new Known(
            new JudgedItem(receipt.ItemId, receipt.Number, proposal.Title, 1 - _inOrder.Count / 1000.0),
            new ItemFact(receipt.ItemId, receipt.Number, proposal.Title, proposal.Content, proposal.Domain, proposal.Place, proposal.Amount, ItemStage.Proposal, null, null, 1),
            stated?.Unit ?? AnyUnit, stated?.Pace ?? 1);
        _items[receipt.ItemId] = known;
        _inOrder.Add(known);
    }

    private static List<string> Offered(string? json) => json is null ? [] : JsonSerializer.Deserialize<List<string>>(json, Values.Json)!;

    public async Task ActAsync(OpenWait wait, string person, RehearsalAnswer? answer)
    {
        var spec = _tasks[wait.Id].Spec;
        var action = answer?.Outcome is { } wanted ? spec.Actions.First(action => action.Outcome == wanted || action.Label == wanted) : spec.Actions[0];
        var values = action.NeedsForm ? Filled(wait, spec, answer) : [];
        await _office.Tasks.ActAsync(wait.Id, person, action.Outcome, answer?.Opinion ?? (action.NeedsOpinion ? "请按会议意见修改后再报。" : null), values);
        if (_tasks[wait.Id].StepType == "Minsheng.Plan")
            foreach (var id in spec.ItemIds ?? [])
                if (_items.TryGetValue(id, out var item)) item.Began ??= _office.Clock.GetUtcNow();
    }

    private Dictionary<string, object?> Filled(OpenWait wait, TaskSpec spec, RehearsalAnswer? answer)
    {
        var project = _inOrder.Find(item => item.Number == wait.Project) ?? OnlyItem(wait.Id)
            ?? (spec.ItemIds is [var first, ..] && spec.Form.Fields.Any(field => field.Name == "project") ? _items.GetValueOrDefault(first) : null);
        var now = _office.Clock.GetUtcNow();
        var today = _dates.Today(now);
        var ready = (project?.Began is { } began ? _dates.Today(began) : today).AddDays(_year.BuildDays);
        var leader = _place.People.FirstOrDefault(one => one.Post.Contains('副', StringComparison.Ordinal)) ?? _place.People[0];
        var members = _place.Bodies.FirstOrDefault(body => body.Value is not null && spec.Title.Contains(body.Key, StringComparison.Ordinal)).Value;
        var filling = new FillingFor(
            today, ready > today ? ready : today.AddDays(30), _place.Crowds.Sum(crowd => crowd.Count), members ?? 9, project?.Percent(now, _year.BuildDays) ?? 0, project?.Fact,
            new PersonFact(_place.PersonId(leader.Id), leader.Name, leader.Post, leader.Unit), _place.UnitId(project?.Unit ?? AnyUnit), Rows, Files);
        var generated = FormFilling.Fill(spec, filling);
        return answer is { Values.Count: > 0 } or { Scores.Count: > 0 } ? FormFilling.Scripted(spec, generated, answer, _verdicts) : generated;

        List<object?> Rows(Field field, IReadOnlyList<string> ids) => _verdicts.Rows(
            field, ids, _year.Keep.TryGetValue(wait.Activity, out var keep) ? keep : null,
            _tasks[wait.Id].StepType == "Minsheng.Screen" && field.TargetFor.Count == 0, wait.Dice);

        List<object?> Files(Field field) => [field.Type is FieldType.Photo or FieldType.Signature ? _photo : _paper];
    }

    /// <summary>An item the place has proposed.</summary>
    internal sealed record Known(JudgedItem Judged, ItemFact Fact, string Unit, double Pace)
    {
        public string Id => Judged.Id;
        public string Number => Judged.Number;
        public string Title => Judged.Title;

        /// <summary>When its plan was made.</summary>
        public DateTimeOffset? Began { get; set; }

        public int Percent(DateTimeOffset now, int days) => Began is { } from ? Math.Clamp((int)((now - from).TotalDays / days * 100 * Pace), 0, 100) : 0;
    }
}

/// <summary>A task as its people see it, and the type of the step that asks.</summary>
internal sealed record DemoTask(TaskSpec Spec, string StepType);

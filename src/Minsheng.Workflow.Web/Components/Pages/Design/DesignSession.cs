using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Web.Account;
using Minsheng.Workflow.Web.Components.Parts;

namespace Minsheng.Workflow.Web.Components.Pages.Design;

/// <summary>One open page of the designer: what is drawn, where one looks, what is chosen, and whether it is kept.</summary>
public sealed class DesignSession : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly DesignDesk _desk;
    private readonly DesignNews _news;
    private readonly TimeProvider _clock;
    private readonly SignedIn _me;
    private readonly Func<Func<Task>, Task> _dispatch;
    private readonly DesignEditor _editor;
    private CancellationTokenSource? _soon;
    private ProcedureDesign _atSaving;
    private int _savedChanges, _checkedChanges = -1;
    private bool _isSaving, _isGone;

    /// <param name="dispatch">Runs something where the page may draw itself anew.</param>
    public DesignSession(OpenDesign open, DesignPicks picks, SignedIn me, DesignDesk desk, DesignNews news, TimeProvider clock, Func<Func<Task>, Task> dispatch)
    {
        (Open, Picks, _me, _desk, _news, _clock, _dispatch) = (open, picks, me, desk, news, clock, dispatch);
        Design = ProcedureDesign.Open(open.Text, open.DefinitionId);
        _atSaving = ProcedureDesign.Open(open.Text, open.DefinitionId);
        Revision = open.Revision;
        var people = picks.People.ToDictionary(person => person.Id, person => person.Label, StringComparer.Ordinal);
        Names = new DesignNames(Roles.Name, id => people.GetValueOrDefault(id, id));
        _editor = new DesignEditor(me.JurisdictionId, open.DefinitionId, me.Id, me.Person.Name, Guid.CreateVersion7());
    }

    public string PersonId => _me.Id;
    public OpenDesign Open { get; private set; }
    public DesignPicks Picks { get; }
    public DesignNames Names { get; }
    public ProcedureDesign Design { get; private set; }
    public int Revision { get; private set; }

    /// <summary>Only the office draws; others look.</summary>
    public bool IsReadOnly => !Open.MayDraw || _isGone;

    /// <summary>The level one looks at.</summary>
    public string Scope { get; private set; } = "";

    public IReadOnlyList<string> Chosen { get; private set; } = [];
    public IReadOnlyList<string> ChosenWays { get; private set; } = [];
    public IReadOnlyList<DesignProblem> Problems { get; private set; } = [];
    public IReadOnlyDictionary<string, string> Marks { get; private set; } = new Dictionary<string, string>();

    /// <summary>What somebody else has saved meanwhile and has to be decided on.</summary>
    public DesignConflictException? Conflict { get; private set; }

    public IReadOnlyList<string> Others { get; private set; } = [];

    /// <summary>The answer to the last act, for the line that is read out.</summary>
    public string? Said { get; private set; }

    public bool IsRefusal { get; private set; }
    public string? SaveProblem { get; private set; }
    public DateTimeOffset? SavedAt { get; private set; }
    public bool HasDraft => Revision > 0 || Design.Changes > 0;
    public bool IsSaved => _savedChanges == Design.Changes;

    /// <summary>The picture is to be drawn anew.</summary>
    public event Action? Changed;

    /// <summary>Another level, or another procedure altogether, is to be shown.</summary>
    public event Action? Moved;

    /// <summary>A step is to be brought into view.</summary>
    public event Action<string>? Shown;

    /// <summary>The one step chosen; null when none or several are.</summary>
    public StepAddress? Step => Chosen is [var only] && Design.Find(new StepAddress(Scope, only)) is not null ? new StepAddress(Scope, only) : null;

    public DesignChart Chart => DesignChart.Of(Design, Scope, Names, Marks);

    public void Enter()
    {
        _news.Saved += Hear;
        _news.Moved += Look;
        if (!IsReadOnly) _news.Enter(_editor);
        Others = _news.Others(_editor);
        _ = CheckAsync();
    }

    /// <summary>Runs a command; what it refuses is said to the person.</summary>
    public bool Do(Action<ProcedureDesign> command, string? said = null)
    {
        if (IsReadOnly) return false;
        try
        {
            var before = Design.Changes;
            command(Design);
            (Said, IsRefusal) = (said, false);
            if (Design.Changes != before) Touch();
            else Changed?.Invoke();
            return true;
        }
        catch (WorkflowException refused)
        {
            Say(refused.Message, isRefusal: true);
            return false;
        }
    }

    public void Undo()
    {
        var label = Design.UndoLabel;
        Do(design => design.Undo(), label is null ? "没有可以撤销的了" : $"已撤销：{label}");
    }

    public void Redo()
    {
        var label = Design.RedoLabel;
        Do(design => design.Redo(), label is null ? "没有可以重做的了" : $"已重做：{label}");
    }

    public void Say(string text, bool isRefusal = false)
    {
        (Said, IsRefusal) = (text, isRefusal);
        Changed?.Invoke();
    }

    public void Choose(IReadOnlyList<string> steps, IReadOnlyList<string>? ways = null)
    {
        (Chosen, ChosenWays) = (steps, ways ?? []);
        Changed?.Invoke();
    }

    public void Go(string scope)
    {
        if (Design.Scope(scope) is null) scope = "";
        (Scope, Chosen, ChosenWays) = (scope, [], []);
        Moved?.Invoke();
        Changed?.Invoke();
    }

    /// <summary>Opens the level a step stands in and brings it into view.</summary>
    public void Show(StepAddress address)
    {
        if (address.IsRoot || Design.Find(address) is null) return;
        if (Scope != address.Scope) Go(address.Scope);
        Choose([address.Id]);
        Shown?.Invoke(address.Id);
    }

    /// <summary>Puts a step where there is room: behind the chosen one, else at a spot of the canvas.</summary>
    public void Add(string type, double x, double y, bool behind)
    {
        (string Id, string Port)? after = null;
        if (behind && Step is { } chosen && Chart.Steps.FirstOrDefault(step => step.Id == chosen.Id) is { } from)
        {
            if ((from.Ports.FirstOrDefault(port => !port.IsWired) ?? (from.Ports.Count == 1 ? from.Ports[0] : null)) is { } port) after = (from.Id, port.Name);
            (x, y) = (from.X, from.Y + from.Height + 56);
        }
        var taken = Chart.Steps;
        while (taken.Any(step => Math.Abs(step.X - x) < 180 && Math.Abs(step.Y - y) < 70)) x += 240;
        var made = StepAddress.Root;
        if (!Do(design => made = design.Add(Scope, type, x, y, after), "已添加，可在右边填写")) return;
        Show(made);
    }

    public void Connect(string from, string port, string to)
    {
        var before = Chart.Ways.Where(way => way.To == to && !way.IsBack).Select(way => way.From).Distinct().Count();
        var target = Design.Find(new StepAddress(Scope, to)) is { } step && step["type"]?.ToString() == "Elsa.FlowJoin";
        Do(design => design.Connect(Scope, from, port, to), before > 0 && !target ? "已连上。这一步有几条线到达：几路都在办的，会等齐了再往下走" : "已连上");
    }

    /// <summary>Lets go of what is chosen but no longer there.</summary>
    private void Touch()
    {
        if (Design.Scope(Scope) is null) Go("");
        Chosen = [.. Chosen.Where(id => Design.Find(new StepAddress(Scope, id)) is not null)];
        Changed?.Invoke();
        _soon?.Cancel();
        _soon = new CancellationTokenSource();
        _ = KeepSoonAsync(_soon.Token);
    }

    private async Task KeepSoonAsync(CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(Pause, _clock, cancellation);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        await _dispatch(async () =>
        {
            await SaveAsync();
            await CheckAsync();
        });
    }

    /// <summary>Keeps the draft on the server now.</summary>
    public async Task<bool> SaveAsync()
    {
        if (IsReadOnly || Conflict is not null) return false;
        if (IsSaved) return true;
        if (_isSaving) return false;
        _isSaving = true;
        var (changes, text) = (Design.Changes, Design.Write());
        try
        {
            Revision = await _desk.SaveAsync(_me.JurisdictionId, Open.DefinitionId, _me.Id, Revision, text, Open.Start);
            (_savedChanges, SavedAt, SaveProblem) = (changes, _clock.GetUtcNow(), null);
            _atSaving = ProcedureDesign.Open(text, Open.DefinitionId);
        }
        catch (DesignConflictException conflict)
        {
            Conflict = conflict;
        }
        catch (WorkflowException refused)
        {
            SaveProblem = refused.Message;
        }
        finally
        {
            _isSaving = false;
        }
        // Something was drawn while this was on its way.
        if (Conflict is null && SaveProblem is null && !IsSaved) Touch();
        Changed?.Invoke();
        return Conflict is null && SaveProblem is null;
    }

    public async Task CheckAsync()
    {
        if (_checkedChanges == Design.Changes) return;
        var changes = Design.Changes;
        Problems = await _desk.CheckAsync(_me.JurisdictionId, Design.Write());
        _checkedChanges = changes;
        var marks = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var problem in Problems.Where(problem => problem.At is { IsRoot: false } && problem.Problem.Code is not ("no-limit" or "dead-end")).OrderBy(problem => problem.IsError))
            // A container shows that something is wrong inside it.
            foreach (var scope in StepAddress.Trail(problem.At!.Value.Path)) marks[scope] = problem.IsError ? "error" : "warning";
        Marks = marks;
        Changed?.Invoke();
    }

    /// <summary>Publishes what is drawn; problems stop it and are listed.</summary>
    public async Task<ImportedDefinition> PublishAsync(string reason, DateOnly? effectiveOn = null)
    {
        _soon?.Cancel();
        _isSaving = true;
        try
        {
            var done = await _desk.PublishAsync(_me.JurisdictionId, Open.DefinitionId, _me.Id, Revision, Design.Write(), reason, effectiveOn);
            await ReopenAsync();
            return done;
        }
        finally
        {
            _isSaving = false;
        }
    }

    public async Task DropAsync()
    {
        _soon?.Cancel();
        _isSaving = true;
        try
        {
            await _desk.DropAsync(_me.JurisdictionId, Open.DefinitionId, _me.Id, Revision);
            await ReopenAsync();
        }
        finally
        {
            _isSaving = false;
        }
        Say("修改已放弃，这里是现行的方案");
    }

    // ---- Two people at once ----

    public IReadOnlyList<MergeChoice> Choices => Conflict?.Text is { } theirs ? DesignMerge.Choices(_atSaving.Definition.Json, Design.Definition.Json, ElsaJson.Read(theirs).Json) : [];

    /// <summary>Puts both people's work together and keeps it.</summary>
    public Task MergeAsync(IReadOnlyDictionary<string, MergeSide> choices) => ResolveAsync(theirs =>
        DesignMerge.Merge(_atSaving.Definition.Json, Design.Definition.Json, theirs, choice => choices.GetValueOrDefault(choice.Key, MergeSide.Mine)));

    /// <summary>Mine counts; what the other has done stays in no draft.</summary>
    public Task TakeOverAsync() => ResolveAsync(_ => null);

    /// <summary>Decided later: nothing is kept until then, and the next change asks again.</summary>
    public void Postpone()
    {
        (Conflict, SaveProblem) = (null, "还没有保存：别人改过这份草稿，接着改会再问");
        Changed?.Invoke();
    }

    /// <summary>Theirs counts. Mine is handed out as text, for the browser to keep as a file.</summary>
    public string GiveWay()
    {
        var mine = Design.Write();
        if (Conflict?.Text is { } theirs)
        {
            Restart(theirs, Conflict.Revision);
            Say($"已换成{Conflict?.ByName ?? "对方"}的草稿");
        }
        return mine;
    }

    private async Task ResolveAsync(Func<JsonObject, JsonObject?> merge)
    {
        if (Conflict is not { } conflict) return;
        if (conflict.Text is { } text && merge(ElsaJson.Read(text).Json) is { } merged) Design.ReplaceWith(new WorkflowDefinition(merged));
        Revision = conflict.Revision;
        Conflict = null;
        _savedChanges = -1;
        Moved?.Invoke();
        await SaveAsync();
        await CheckAsync();
        if (Conflict is null) Say("已保存");
    }

    private void Restart(string text, int revision)
    {
        Design = ProcedureDesign.Open(text, Open.DefinitionId);
        _atSaving = ProcedureDesign.Open(text, Open.DefinitionId);
        (Revision, Conflict, _savedChanges, _checkedChanges) = (revision, null, 0, -1);
        Go(Scope);
        _ = CheckAsync();
    }

    private async Task ReopenAsync()
    {
        if (await _desk.OpenAsync(_me.JurisdictionId, Open.DefinitionId, _me.Id) is not { } open)
        {
            _isGone = true;
            return;
        }
        Open = open;
        Restart(open.Text, open.Revision);
    }

    private void Hear(DesignSaved saved)
    {
        if (saved.Place != _me.JurisdictionId || saved.DefinitionId != Open.DefinitionId || saved.Revision == Revision) return;
        _ = _dispatch(async () =>
        {
            // Nothing of mine is at stake: follow. Otherwise the next saving asks.
            if (_isSaving || saved.Revision == Revision || !IsSaved || IsReadOnly && saved.Revision > 0) return;
            var scope = Scope;
            await ReopenAsync();
            Go(scope);
            Say("另一个窗口刚保存过，这里已换成最新的草稿");
        });
    }

    private void Look() => _ = _dispatch(() =>
    {
        Others = _news.Others(_editor);
        Changed?.Invoke();
        return Task.CompletedTask;
    });

    public async ValueTask DisposeAsync()
    {
        _soon?.Cancel();
        _news.Saved -= Hear;
        _news.Moved -= Look;
        _news.Leave(_editor);
        try
        {
            if (!IsSaved) await SaveAsync();
        }
        catch (WorkflowException)
        {
            // Kept as far as it was kept.
        }
    }

    /// <summary>The state of keeping, in words.</summary>
    public string SaveWords => SaveProblem ?? (Conflict is not null ? "还没有保存" : !IsSaved ? "正在保存…"
        : (SavedAt ?? Open.SavedAt) is { } at ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"已自动保存 {_clock.Local(at):HH:mm}") : "没有改动");
}

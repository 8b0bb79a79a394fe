using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Definitions;

namespace Minsheng.Workflow.Web.Components.Pages.Design;

/// <summary>How the page keeps, checks and publishes what is drawn, and what becomes of it when two people draw at once.</summary>
public sealed partial class DesignSession
{
    private int _checkedChanges = -1;

    public OpenDesign Open => _draft.Open;
    public int Revision => _draft.Revision;
    public IReadOnlyList<DesignProblem> Problems { get; private set; } = [];
    public IReadOnlyDictionary<string, string> Marks { get; private set; } = new Dictionary<string, string>();

    /// <summary>What somebody else has saved meanwhile and has to be decided on.</summary>
    public DesignConflictException? Conflict => _draft.Conflict?.Theirs;

    public IReadOnlyList<MergeChoice> Choices => _draft.Conflict?.Choices ?? [];
    public IReadOnlyList<string> Others { get; private set; } = [];
    public string? SaveProblem => _draft.Problem;
    public bool HasDraft => Revision > 0 || Design.Changes > 0 || Open.IsDraft;
    public bool IsSaved => _draft.IsSaved;

    /// <summary>How far the acts of the browser are done and kept.</summary>
    public WindowActs Acts => _draft.Acts;

    /// <summary>The state of keeping, in words.</summary>
    public string SaveWords => _draft.Words;

    public void Enter()
    {
        _others.Enter(!IsReadOnly);
        Others = _others.Names;
        _ = CheckAsync();
    }

    /// <summary>Keeps the draft on the server now.</summary>
    public async Task<bool> SaveAsync()
    {
        if (IsReadOnly) return false;
        var done = await _draft.SaveAsync();
        // Something was drawn while this was on its way.
        if (done && !IsSaved) KeepSoon();
        Changed?.Invoke();
        return done;
    }

    public async Task CheckAsync()
    {
        if (_checkedChanges == Design.Changes) return;
        var (design, changes) = (Design, Design.Changes);
        var found = await _draft.CheckAsync(Picks.Place, Names);
        if (design != Design) return;
        (Problems, _checkedChanges) = (found, changes);
        var marks = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var problem in Problems.Where(problem => problem.At is { IsRoot: false } && problem.Problem.Code is not (DesignCheck.OpenLimit or "dead-end")).OrderBy(problem => problem.IsError))
            // A container shows that something is wrong inside it.
            foreach (var scope in StepAddress.Trail(problem.At!.Value.Path)) marks[scope] = problem.IsError ? "error" : "warning";
        Marks = marks;
        Changed?.Invoke();
    }

    /// <summary>The version in force as its file; null when there is none.</summary>
    public Task<string?> PublishedAsync() => _draft.PublishedAsync();

    /// <summary>Publishes what is drawn; problems stop it and are listed.</summary>
    public async Task<ImportedDefinition> PublishAsync(string reason, DateOnly? effectiveOn = null)
    {
        var done = await _draft.PublishAsync(reason, effectiveOn);
        Restart();
        return done;
    }

    public async Task DropAsync()
    {
        await _draft.DropAsync();
        Restart();
        Say("修改已放弃，这里是现行的方案");
    }

    /// <summary>Puts both people's work together and keeps it.</summary>
    public Task MergeAsync(IReadOnlyDictionary<string, MergeSide> choices) => ResolveAsync(conflict => conflict.Merge(choices));

    /// <summary>Mine counts; what the other has done stays in no draft.</summary>
    public Task TakeOverAsync() => ResolveAsync(_ => { });

    /// <summary>Decided later: nothing is kept until then, and the next change asks again.</summary>
    public void Postpone()
    {
        _draft.Postpone();
        Changed?.Invoke();
    }

    /// <summary>Theirs counts. Mine is handed out as text, for the browser to keep as a file.</summary>
    public string GiveWay()
    {
        var mine = Design.Write();
        if (Conflict is not { Text: { } text } theirs) return mine;
        _draft.Begin(text, theirs.Revision);
        Restart();
        Say($"已换成{theirs.ByName}的草稿");
        return mine;
    }

    public async ValueTask DisposeAsync()
    {
        _draft.Rest();
        _others.Dispose();
        try
        {
            if (!IsSaved) await SaveAsync();
        }
        catch (WorkflowException)
        {
            // Kept as far as it was kept.
        }
    }

    private void KeepSoon() => _ = _draft.SoonAsync(() => _dispatch(async () =>
    {
        await SaveAsync();
        await CheckAsync();
    }));

    private async Task ResolveAsync(Action<DesignConflict> merge)
    {
        if (_draft.Conflict is not { } conflict) return;
        merge(conflict);
        _draft.Resolve(conflict);
        Moved?.Invoke();
        await SaveAsync();
        await CheckAsync();
        if (Conflict is null) Say("已保存");
    }

    /// <summary>Another text is drawn now: looks at it at the same level.</summary>
    private void Restart()
    {
        _checkedChanges = -1;
        Go(Scope);
        _ = CheckAsync();
    }

    /// <summary>Who only looks sees no draft, but every version that comes into force.</summary>
    private bool IsNewToMe(DesignSaved saved) => IsReadOnly && saved.Revision == 0;

    private void Hear(DesignSaved saved)
    {
        if (saved.Revision == Revision && !IsNewToMe(saved)) return;
        _ = _dispatch(async () =>
        {
            // Nothing of mine is at stake: follow. Otherwise the next saving asks.
            if (_draft.IsBusy || saved.Revision == Revision && !IsNewToMe(saved) || !IsSaved || IsReadOnly && saved.Revision > 0) return;
            if (!await _draft.FollowAsync()) return;
            Restart();
            Say("另一个窗口刚保存过，这里已换成最新的草稿");
        });
    }

    private void Look() => _ = _dispatch(() =>
    {
        Others = _others.Names;
        Changed?.Invoke();
        return Task.CompletedTask;
    });
}

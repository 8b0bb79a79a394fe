using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Web.Components.Parts;

namespace Minsheng.Workflow.Web.Components.Pages.Design;

/// <summary>What is drawn and whether the server has it: kept a moment after every change, and told apart from what others keep.</summary>
public sealed class DesignDraft
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly DesignDesk _desk;
    private readonly TimeProvider _clock;
    private readonly string _place, _person;
    private string _atSaving = "";
    private int _savedChanges, _turn;
    private Task<bool>? _saving;

    public DesignDraft(OpenDesign open, string place, string person, DesignDesk desk, TimeProvider clock)
    {
        (Open, _place, _person, _desk, _clock) = (open, place, person, desk, clock);
        Begin(open.Text, open.Revision);
    }

    public OpenDesign Open { get; private set; }
    public ProcedureDesign Design { get; private set; } = null!;
    public int Revision { get; private set; }
    public DesignConflict? Conflict { get; private set; }
    public string? Problem { get; private set; }
    public DateTimeOffset? SavedAt { get; private set; }

    /// <summary>Somebody has taken the procedure away from under the page.</summary>
    public bool IsGone { get; private set; }

    public bool IsSaved => _savedChanges == Design.Changes;

    /// <summary>Which acts of the browser's window are in it.</summary>
    public WindowActs Acts { get; } = new();

    private DesignWindow? Window => Acts.Name is { } name ? new DesignWindow(name, Acts.Taken) : null;

    /// <summary>On its way to the server just now.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>The state of keeping, in words.</summary>
    public string Words => Problem ?? (Conflict is not null ? "还没有保存" : !IsSaved ? "正在保存…"
        : (SavedAt ?? Open.SavedAt) is { } at ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"已自动保存 {_clock.Local(at):HH:mm}") : "没有改动");

    /// <summary>Does something a moment after the last change.</summary>
    public async Task SoonAsync(Func<Task> work)
    {
        var turn = ++_turn;
        await Task.Delay(Pause, _clock);
        if (turn == _turn) await work();
    }

    /// <summary>What was to be done a moment later is not done.</summary>
    public void Rest() => _turn++;

    /// <summary>One after the other: whoever asks while one is on its way wants what was drawn since kept too.</summary>
    /// <returns>Whether the server has it now. What was drawn while it was on its way may still be open.</returns>
    public async Task<bool> SaveAsync()
    {
        while (_saving is { IsCompleted: false } before) await before;
        if (Conflict is not null || IsBusy) return false;
        return await (_saving = KeepAsync());
    }

    private async Task<bool> KeepAsync()
    {
        var (changes, acts) = (Design.Changes, Acts.Taken);
        if (IsSaved)
        {
            Acts.Kept = acts;
            return true;
        }
        IsBusy = true;
        var text = Design.Write();
        try
        {
            Revision = await _desk.SaveAsync(_place, Open.DefinitionId, _person, Revision, text, Open.Start, Window);
            (_savedChanges, SavedAt, Problem) = (changes, _clock.GetUtcNow(), null);
            Acts.Kept = acts;
            _atSaving = text;
        }
        catch (DesignConflictException conflict)
        {
            Conflict = new DesignConflict(conflict, ProcedureDesign.Open(_atSaving, Open.DefinitionId), Design);
        }
        catch (WorkflowException refused)
        {
            Problem = refused.Message;
        }
        finally
        {
            IsBusy = false;
        }
        return Conflict is null && Problem is null;
    }

    public Task<ImportedDefinition> PublishAsync(string reason, DateOnly? effectiveOn) => AloneAsync(async () =>
    {
        var changes = Design.Changes;
        var done = await _desk.PublishAsync(_place, Open.DefinitionId, _person, Revision, Design.Write(), reason, effectiveOn, Window);
        await ReopenAsync(changes);
        return done;
    });

    public Task DropAsync() => AloneAsync(async () =>
    {
        var changes = Design.Changes;
        await _desk.DropAsync(_place, Open.DefinitionId, _person, Revision, Window);
        await ReopenAsync(changes);
        return true;
    });

    public Task<IReadOnlyList<DesignProblem>> CheckAsync(DesignPlace? place, DesignNames names) => _desk.CheckAsync(_place, Design.Write(), place, names);

    public Task<string?> PublishedAsync() => _desk.PublishedAsync(_place, Open.DefinitionId);

    /// <summary>Takes over what somebody else has saved, unless something of mine has come meanwhile: then the next saving asks.</summary>
    public async Task<bool> FollowAsync()
    {
        var (design, changes) = (Design, Design.Changes);
        var open = await _desk.OpenAsync(_place, Open.DefinitionId, _person);
        if (Design != design || Design.Changes != changes) return false;
        Take(open);
        return true;
    }

    /// <param name="changes">As of the text that has just been published or dropped: what was drawn since goes into a new draft.</param>
    private async Task ReopenAsync(int changes)
    {
        var open = await _desk.OpenAsync(_place, Open.DefinitionId, _person);
        if (open is not null && Design.Changes != changes) (Open, Revision, Conflict, _savedChanges) = (open, open.Revision, null, -1);
        else Take(open);
    }

    private void Take(OpenDesign? open)
    {
        if (open is null)
        {
            IsGone = true;
            return;
        }
        Open = open;
        Begin(open.Text, open.Revision);
    }

    /// <summary>From now on this text, as somebody has kept it.</summary>
    public void Begin(string text, int revision)
    {
        Design = ProcedureDesign.Open(text, Open.DefinitionId);
        (_atSaving, Revision, Conflict, _savedChanges) = (text, revision, null, 0);
    }

    /// <summary>The conflict is decided: what is drawn now goes on top of the other's.</summary>
    public void Resolve(DesignConflict conflict)
    {
        // Theirs is no draft but a version come into force meanwhile: that is what mine is now drawn on.
        if (conflict.Theirs is { Revision: 0, Text: { } text }) Open = Open with { Start = text };
        (Revision, Conflict, _savedChanges) = (conflict.Theirs.Revision, null, -1);
    }

    /// <summary>Decided later: nothing is kept until then, and the next change asks again.</summary>
    public void Postpone() => (Conflict, Problem) = (null, "还没有保存：别人改过这份草稿，接着改会再问");

    private async Task<T> AloneAsync<T>(Func<Task<T>> work)
    {
        Rest();
        while (_saving is { IsCompleted: false } before) await before;
        IsBusy = true;
        try
        {
            return await work();
        }
        finally
        {
            IsBusy = false;
        }
    }
}

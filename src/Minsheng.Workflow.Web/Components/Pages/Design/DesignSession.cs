using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Web.Account;

namespace Minsheng.Workflow.Web.Components.Pages.Design;

/// <summary>One open procedure of the designer: where one looks, what is chosen, what is said, and the commands that change it.</summary>
public sealed partial class DesignSession : IAsyncDisposable
{
    private readonly Func<Func<Task>, Task> _dispatch;
    private readonly DesignDraft _draft;
    private readonly OtherWindows _others;
    private readonly LevelPicture _picture;

    /// <param name="dispatch">Runs something where the page may draw itself anew.</param>
    public DesignSession(OpenDesign open, DesignPicks picks, SignedIn me, DesignDesk desk, DesignNews news, TimeProvider clock, Func<Func<Task>, Task> dispatch)
    {
        (Picks, PersonId, Place, _dispatch) = (picks, me.Id, me.JurisdictionId, dispatch);
        _draft = new DesignDraft(open, me.JurisdictionId, me.Id, desk, clock);
        var people = picks.People.ToDictionary(person => person.Id, person => person.Label, StringComparer.Ordinal);
        Names = new DesignNames(Roles.Name, id => people.GetValueOrDefault(id, id));
        _picture = new LevelPicture(Names);
        Outline = new OutlineEditor(this);
        _others = new OtherWindows(news, new DesignEditor(me.JurisdictionId, open.DefinitionId, me.Id, me.Person.Name, Guid.CreateVersion7()), Hear, Look);
    }

    public string PersonId { get; }
    public string Place { get; }
    public DesignPicks Picks { get; }
    public DesignNames Names { get; }
    public ProcedureDesign Design => _draft.Design;
    public OutlineEditor Outline { get; }

    /// <summary>Only the office draws; others look.</summary>
    public bool IsReadOnly => !Open.MayDraw || _draft.IsGone;

    /// <summary>The level one looks at.</summary>
    public string Scope { get; private set; } = "";

    public IReadOnlyList<string> Chosen { get; private set; } = [];
    public IReadOnlyList<string> ChosenWays { get; private set; } = [];

    /// <summary>The answer to the last act, for the line that is read out.</summary>
    public string? Said { get; private set; }

    public bool IsRefusal { get; private set; }

    /// <summary>The picture is to be drawn anew.</summary>
    public event Action? Changed;

    /// <summary>Another level, or another procedure altogether, is to be shown.</summary>
    public event Action? Moved;

    /// <summary>A step is to be brought into view.</summary>
    public event Action<string>? Shown;

    /// <summary>Another procedure, run by a step of this one, is to be opened.</summary>
    public event Action<string>? ChildOpened;

    /// <summary>The level is to be placed anew, as wide as the window.</summary>
    public event Action? LayoutWanted;

    /// <summary>The year is to be played as it is drawn now.</summary>
    public event Action? TrialWanted;

    /// <summary>What one went to a step for.</summary>
    public DesignProblem? Sought { get; private set; }

    /// <summary>The one step chosen; null when none or several are.</summary>
    public StepAddress? Step => Chosen is [var only] && Design.Find(new StepAddress(Scope, only)) is not null ? new StepAddress(Scope, only) : null;

    public DesignChart Chart => _picture.Of(Design, Scope, Marks);

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

    /// <summary>Does an act of a browser's window.</summary>
    /// <returns>False for one that was done already.</returns>
    public bool Take(long number, DesignAct act)
    {
        if (!Acts.Take(number)) return false;
        // Drawn before the level changed, or while the server was away.
        if (act.Scope is { } scope && scope != Scope && act.Kind is not ("undo" or "redo")) Go(scope);
        act.On(this);
        return true;
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

    /// <summary>What a step holds: the steps inside it, else the procedure it runs.</summary>
    public void OpenStep(string id)
    {
        var address = new StepAddress(Scope, id);
        if (Chart.Steps.FirstOrDefault(step => step.Id == id) is not { } step) return;
        if (step.Child.Length > 0)
        {
            Choose([id]);
            OpenChild(step.Child);
        }
        else if (step.IsContainer) Go(address.Path);
    }

    public void OpenChild(string definitionId) => ChildOpened?.Invoke(definitionId);

    /// <summary>Out of the level, with the one it was opened from chosen.</summary>
    public void Up()
    {
        if (Scope.Length > 0) Show(StepAddress.Parse(Scope));
    }

    /// <summary>Opens the step a problem stands at, where the panel shows what it is about.</summary>
    public void Show(DesignProblem problem)
    {
        Sought = problem;
        if (problem.At is { } at) Show(at);
    }

    /// <summary>Opens the level a step stands in and brings it into view.</summary>
    public void Show(StepAddress address)
    {
        if (address.IsRoot || Design.Find(address) is null) return;
        if (Scope != address.Scope) Go(address.Scope);
        Choose([address.Id]);
        Shown?.Invoke(address.Id);
    }

    /// <summary>Lets go of what is chosen but no longer there, and keeps the draft.</summary>
    private void Touch()
    {
        if (Design.Scope(Scope) is null) Go("");
        Chosen = [.. Chosen.Where(id => Design.Find(new StepAddress(Scope, id)) is not null)];
        Changed?.Invoke();
        KeepSoon();
    }
}

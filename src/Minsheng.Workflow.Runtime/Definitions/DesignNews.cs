namespace Minsheng.Workflow.Runtime.Definitions;

/// <summary>Tells other open pages of this process that a draft was saved. Pages of other processes learn it when they save.</summary>
public sealed class DesignNews
{
    private readonly Lock _gate = new();
    private readonly List<DesignEditor> _editors = [];

    public event Action<DesignSaved>? Saved;

    /// <summary>Who has a procedure open for drawing.</summary>
    public event Action? Moved;

    /// <summary>Pages follow on threads of their own: whoever tells may be the one that writes.</summary>
    public void Tell(DesignSaved saved) => ThreadPool.QueueUserWorkItem(_ => Saved?.Invoke(saved));

    public void Enter(DesignEditor editor)
    {
        lock (_gate) _editors.Add(editor);
        Moved?.Invoke();
    }

    public void Leave(DesignEditor editor)
    {
        lock (_gate) _editors.Remove(editor);
        Moved?.Invoke();
    }

    /// <summary>The others who have it open.</summary>
    public IReadOnlyList<string> Others(DesignEditor me)
    {
        lock (_gate) return [.. _editors.Where(editor => editor.Place == me.Place && editor.DefinitionId == me.DefinitionId && editor != me).Select(editor => editor.PersonId == me.PersonId ? "您在另一个窗口" : editor.Name).Distinct()];
    }
}

/// <param name="Revision">0 when the draft is gone.</param>
public sealed record DesignSaved(string Place, string DefinitionId, string By, int Revision);

/// <summary>One open page.</summary>
public sealed record DesignEditor(string Place, string DefinitionId, string PersonId, string Name, Guid Window);

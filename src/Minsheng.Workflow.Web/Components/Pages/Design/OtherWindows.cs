using Minsheng.Workflow.Runtime.Definitions;

namespace Minsheng.Workflow.Web.Components.Pages.Design;

/// <summary>Who else has the procedure open, and what they keep meanwhile.</summary>
public sealed class OtherWindows(DesignNews news, DesignEditor me, Action<DesignSaved> saved, Action moved) : IDisposable
{
    public IReadOnlyList<string> Names => news.Others(me);

    public void Enter(bool draws)
    {
        news.Saved += Hear;
        news.Moved += moved;
        if (draws) news.Enter(me);
    }

    public void Dispose()
    {
        news.Saved -= Hear;
        news.Moved -= moved;
        news.Leave(me);
    }

    private void Hear(DesignSaved told)
    {
        if (told.Place == me.Place && told.DefinitionId == me.DefinitionId) saved(told);
    }
}

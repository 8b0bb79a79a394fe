using Minsheng.Workflow.Activities.Design;

namespace Minsheng.Workflow.Web.Components.Pages.Design;

/// <summary>The picture of the level one looks at, made once for every state of what is drawn: many parts of the page ask for it.</summary>
public sealed class LevelPicture(DesignNames names)
{
    private (ProcedureDesign Design, int Changes, string Scope, IReadOnlyDictionary<string, string> Marks) _of;
    private DesignChart _chart = DesignChart.Empty;

    public DesignChart Of(ProcedureDesign design, string scope, IReadOnlyDictionary<string, string> marks)
    {
        if (ReferenceEquals(_of.Design, design) && _of.Changes == design.Changes && _of.Scope == scope && ReferenceEquals(_of.Marks, marks)) return _chart;
        _of = (design, design.Changes, scope, marks);
        return _chart = DesignChart.Of(design, scope, names, marks);
    }
}

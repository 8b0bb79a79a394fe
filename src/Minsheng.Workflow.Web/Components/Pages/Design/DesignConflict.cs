using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Runtime.Definitions;

namespace Minsheng.Workflow.Web.Components.Pages.Design;

/// <summary>Two people have drawn on top of the same saving: what both have, and how it can be put together.</summary>
/// <param name="Base">What both began with.</param>
public sealed record DesignConflict(DesignConflictException Theirs, ProcedureDesign Base, ProcedureDesign Mine)
{
    /// <summary>What both have changed in different ways.</summary>
    public IReadOnlyList<MergeChoice> Choices => Theirs.Text is { } text ? DesignMerge.Choices(Base.Definition.Json, Mine.Definition.Json, ElsaJson.Read(text).Json) : [];

    /// <summary>Puts both people's work into mine.</summary>
    public void Merge(IReadOnlyDictionary<string, MergeSide> choices)
    {
        if (Theirs.Text is not { } text) return;
        var merged = DesignMerge.Merge(Base.Definition.Json, Mine.Definition.Json, ElsaJson.Read(text).Json, choice => choices.GetValueOrDefault(choice.Key, MergeSide.Mine));
        Mine.ReplaceWith(new WorkflowDefinition(merged));
    }
}

using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Runtime.Processes;

/// <summary>An instance loaded for one burst, with the columns that stand beside its document.</summary>
internal sealed class Run
{
    public required string Id { get; init; }
    public required string JurisdictionId { get; init; }
    public string? CycleId { get; init; }
    public string? ParentId { get; init; }
    public int? ParentExecution { get; init; }
    public string? ChildKey { get; init; }
    public ChildNotice Notice { get; init; }
    public bool ParentTold { get; set; }
    public string? ProjectId { get; init; }
    public required string DefinitionVersionId { get; init; }
    public required string Title { get; init; }
    public required string StartedBy { get; init; }

    /// <summary>0 for a run that is not stored yet.</summary>
    public int Revision { get; set; }
    public int LastHistory { get; set; }

    /// <summary>Lines of the story that are not stored yet.</summary>
    public List<HistoryLine> Lines { get; } = [];
    public required CompiledDefinition Definition { get; init; }
    public WorkflowInstance Instance { get; set; } = null!;

    /// <summary>The execution whose effects are being carried out; null for what people do outside a burst.</summary>
    public int? Acting { get; set; }

    /// <summary>What was open before the burst.</summary>
    public IReadOnlyList<Bookmark> Before { get; set; } = [];

    /// <summary>The same run under another version.</summary>
    /// <param name="before">What counts as having been open.</param>
    public Run Under(string versionId, CompiledDefinition definition, WorkflowInstance instance, IReadOnlyList<Bookmark> before) => new()
    {
        Id = Id, JurisdictionId = JurisdictionId, CycleId = CycleId, ParentId = ParentId, ParentExecution = ParentExecution, ChildKey = ChildKey, Notice = Notice,
        ParentTold = ParentTold, ProjectId = ProjectId, DefinitionVersionId = versionId, Title = Title, StartedBy = StartedBy, Revision = Revision, LastHistory = LastHistory,
        Definition = definition, Instance = instance, Before = before,
    };

    public static string WaitId(string instanceId, string bookmarkId) => $"{instanceId}.{bookmarkId}";

    /// <summary>The run and the bookmark a wait or task belongs to.</summary>
    public static (string InstanceId, string BookmarkId) Parts(string waitId)
    {
        var dot = waitId.LastIndexOf('.');
        return dot < 0 ? throw new NotFoundException("事项", waitId) : (waitId[..dot], waitId[(dot + 1)..]);
    }
}

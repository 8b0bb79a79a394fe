using Microsoft.EntityFrameworkCore;

namespace Minsheng.Workflow.Runtime.Storage;

/// <summary>What screens read through: contexts of their own, beside the writers. The one place where queries are narrowed to a jurisdiction.</summary>
public sealed class ReadSide(Func<WorkflowDb> open)
{
    /// <summary>A context that sees one jurisdiction only.</summary>
    public WorkflowDb Of(string jurisdictionId)
    {
        ArgumentException.ThrowIfNullOrEmpty(jurisdictionId);
        var db = open();
        db.JurisdictionId = jurisdictionId;
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return db;
    }

    /// <summary>A context without limits, for the portal's published matters, the host's own work and administration.</summary>
    public WorkflowDb Everything()
    {
        var db = open();
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return db;
    }
}

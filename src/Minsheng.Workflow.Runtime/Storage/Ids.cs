namespace Minsheng.Workflow.Runtime.Storage;

/// <summary>Row ids. Ascending in time, which keeps indexes narrow; never used where order must not show.</summary>
public static class Ids
{
    public static string New() => Guid.CreateVersion7().ToString("N");
}

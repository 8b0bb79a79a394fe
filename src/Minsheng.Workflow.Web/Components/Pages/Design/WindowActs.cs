namespace Minsheng.Workflow.Web.Components.Pages.Design;

/// <summary>How far the numbered acts of one browser window have come: done in the drawing, and kept in the draft.</summary>
public sealed class WindowActs
{
    public string? Name { get; private set; }
    public long Taken { get; private set; }
    public long Kept { get; set; }

    public void Begin(string name, long kept) => (Name, Taken, Kept) = (name, kept, kept);

    /// <returns>False for one that was done already and only its answer was lost.</returns>
    public bool Take(long number)
    {
        if (number <= Taken) return false;
        Taken = number;
        return true;
    }
}

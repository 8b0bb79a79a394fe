namespace Minsheng.Workflow.Runtime.People;

/// <summary>Tells open pages of this process whose posts have just changed. Pages of other processes learn it with their next act.</summary>
public sealed class PostNews
{
    /// <summary>The person concerned.</summary>
    public event Action<string>? Changed;

    public void Tell(string personId) => Changed?.Invoke(personId);
}

namespace Minsheng.Workflow.Engine.Running;

/// <summary>Facts of a host that knows where a run takes place. Without them calendar times are UTC.</summary>
public interface IPlaceFacts
{
    TimeZoneInfo Zone { get; }
}

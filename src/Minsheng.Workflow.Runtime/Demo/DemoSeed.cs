namespace Minsheng.Workflow.Runtime.Demo;

/// <summary>Demo people and places, for Development only.</summary>
public static class DemoSeed
{
    /// <summary>Claim on accounts of the demo.</summary>
    public const string DemoClaim = "demo";
}

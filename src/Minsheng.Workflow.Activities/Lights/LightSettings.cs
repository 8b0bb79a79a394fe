using System.Text.Json.Serialization;

namespace Minsheng.Workflow.Activities.Lights;

[JsonConverter(typeof(JsonStringEnumConverter<LightStrategy>))]
public enum LightStrategy
{
    /// <summary>By percentage points behind the plan.</summary>
    Lag,

    /// <summary>By percent done.</summary>
    Absolute,
}

/// <summary>How a procedure colours its projects: the strategy and its thresholds. Each strategy reads its own.</summary>
public sealed record LightSettings
{
    public static LightSettings Default { get; } = new();

    public LightStrategy Strategy { get; init; }

    public decimal YellowFrom { get; init; } = new LagLights().YellowFrom;
    public decimal RedAbove { get; init; } = new LagLights().RedAbove;
    public int RedAfterMonths { get; init; } = new LagLights().RedAfterMonths;

    public decimal RedBelow { get; init; } = new AbsoluteLights().RedBelow;
    public decimal OrangeBelow { get; init; } = new AbsoluteLights().OrangeBelow;
    public decimal YellowBelow { get; init; } = new AbsoluteLights().YellowBelow;

    /// <summary>Why no light could come out right, as a sentence for the author; null when the settings can be used.</summary>
    public string? Problem() => this switch
    {
        { YellowFrom: <= 0 } or { RedAbove: > 100 } => "黄灯应从落后 0 个百分点以上算起，红灯不超过落后 100 个百分点，请改正。",
        _ when YellowFrom > RedAbove => "黄灯的界限大于红灯的界限，请改正。",
        { RedAfterMonths: < 1 } => "未开工转红灯的月数至少为 1，请改正。",
        { RedBelow: < 0 } or { YellowBelow: > 100 } => "红、橙、黄灯的界限应在 0 到 100 之间，请改正。",
        _ when RedBelow > OrangeBelow || OrangeBelow > YellowBelow => "红、橙、黄灯的界限应从小到大，请改正。",
        _ => null,
    };

    public LightReading Read(Progress progress) => Strategy == LightStrategy.Absolute
        ? new AbsoluteLights { RedBelow = RedBelow, OrangeBelow = OrangeBelow, YellowBelow = YellowBelow }.Read(progress)
        : new LagLights { YellowFrom = YellowFrom, RedAbove = RedAbove, RedAfterMonths = RedAfterMonths }.Read(progress);
}

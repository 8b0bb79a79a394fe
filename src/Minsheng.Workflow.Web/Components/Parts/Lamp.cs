namespace Minsheng.Workflow.Web.Components.Parts;

/// <summary>The lights. The system computes which one is on; nobody picks it.</summary>
public enum Lamp
{
    Idle,
    Green,
    Yellow,
    Orange,
    Red,
    Done,
}

public static class LampWords
{
    public static string Word(this Lamp lamp) => lamp switch
    {
        Lamp.Green => "正常",
        Lamp.Yellow => "滞后",
        Lamp.Orange => "明显滞后",
        Lamp.Red => "严重滞后",
        Lamp.Done => "完工",
        _ => "未开始",
    };

    /// <summary>The colour class shared by lights and plan bars.</summary>
    public static string Css(this Lamp lamp) => lamp switch
    {
        Lamp.Green => "green",
        Lamp.Yellow => "yellow",
        Lamp.Orange => "orange",
        Lamp.Red => "red",
        Lamp.Done => "done",
        _ => "idle",
    };
}

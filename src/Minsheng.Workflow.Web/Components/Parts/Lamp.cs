namespace Minsheng.Workflow.Web.Components.Parts;

/// <summary>The five lights. The system computes which one is on; nobody picks it.</summary>
public enum Lamp
{
    Idle,
    Green,
    Yellow,
    Red,
    Done,
}

public static class LampWords
{
    public static string Word(this Lamp lamp) => lamp switch
    {
        Lamp.Green => "正常",
        Lamp.Yellow => "滞后",
        Lamp.Red => "严重滞后",
        Lamp.Done => "完工",
        _ => "未开始",
    };

    /// <summary>The colour class shared by lights and plan bars.</summary>
    public static string Css(this Lamp lamp) => lamp switch
    {
        Lamp.Green => "green",
        Lamp.Yellow => "yellow",
        Lamp.Red => "red",
        Lamp.Done => "done",
        _ => "idle",
    };
}

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

    /// <summary>The colour itself, for sentences such as 转黄灯.</summary>
    public static string Colour(this Lamp lamp) => lamp switch
    {
        Lamp.Green => "绿",
        Lamp.Yellow => "黄",
        Lamp.Orange => "橙",
        Lamp.Red => "红",
        Lamp.Done => "蓝",
        _ => "白",
    };

    /// <summary>Class of a badge in its colour.</summary>
    public static string Badge(this Lamp lamp) => lamp switch
    {
        Lamp.Green => "bg gn",
        Lamp.Yellow or Lamp.Orange => "bg yl",
        Lamp.Red => "bg rd",
        Lamp.Done => "bg bl",
        _ => "bg ln",
    };
}

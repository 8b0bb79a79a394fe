using Minsheng.Workflow.Activities.Lights;

namespace Minsheng.Workflow.Runtime.Digests.Layout;

/// <summary>A light as mails draw it: by colour, shape and word, each enough by itself.</summary>
/// <param name="Fill">Colour of shape and bar.</param>
/// <param name="Ink">Colour of the word beside it, readable on white.</param>
internal sealed record Lamp(string Word, string Colour, string Shape, string Fill, string Ink)
{
    /// <summary>Readable on <see cref="Fill"/>.</summary>
    public string OnFill { get; private init; } = "#ffffff";

    public static readonly Lamp
        None = new("未开始", "白", "○", "#8a837a", "#5e5851"),
        Green = new("正常", "绿", "●", "#2a7d4f", "#1f6b41"),
        Yellow = new("滞后", "黄", "▲", "#d99a00", "#715000") { OnFill = "#221f1c" },
        Orange = new("明显滞后", "橙", "◆", "#d9691e", "#8a3c06") { OnFill = "#221f1c" },
        Red = new("严重滞后", "红", "■", "#c3271c", "#9f1d14"),
        Done = new("完工", "蓝", "✓", "#2a5b84", "#2a5b84"),
        // No light of a project: a limit gone by.
        Late = new("逾期", "红", "■", "#c3271c", "#9f1d14");

    /// <summary>Worst first.</summary>
    public static IReadOnlyList<Lamp> All { get; } = [Red, Orange, Yellow, None, Green, Done];

    public static Lamp Of(Light? light) => light switch
    {
        Light.Green => Green,
        Light.Yellow => Yellow,
        Light.Orange => Orange,
        Light.Red => Red,
        Light.Done => Done,
        _ => None,
    };
}

using System.Globalization;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Runtime.Queries;
using Shade = Minsheng.Workflow.Activities.Lights.Light;

namespace Minsheng.Workflow.Web.Components.Parts;

/// <summary>Stages, lights and sums as the office says them.</summary>
public static class ItemWords
{
    public static string Word(this ItemStage stage) => stage switch
    {
        ItemStage.Proposal => "建议",
        ItemStage.Shortlisted => "初选",
        ItemStage.Candidate => "候选",
        ItemStage.Project => "项目",
        ItemStage.NotChosen => "未采纳",
        _ => "已并入",
    };

    /// <summary>Class of the badge.</summary>
    public static string Css(this ItemStage stage) => stage switch
    {
        ItemStage.Shortlisted => "bg bl",
        ItemStage.Candidate => "bg yl",
        ItemStage.Project => "bg gn",
        ItemStage.NotChosen or ItemStage.Merged => "bg ln",
        _ => "bg",
    };

    /// <summary>Null while it is being built: nothing to say beyond the light.</summary>
    public static string? Word(this ProjectState state) => state switch
    {
        ProjectState.Finished => "已结项",
        ProjectState.CarriedOver => "延续到下一年度",
        ProjectState.Stopped => "已终止",
        _ => null,
    };

    public static string Css(this ProjectState state) => state switch
    {
        ProjectState.Finished => "bg gn",
        ProjectState.CarriedOver => "bg yl",
        _ => "bg ln",
    };

    public static Lamp Lamp(this Shade? light) => light switch
    {
        Shade.Green => Parts.Lamp.Green,
        Shade.Yellow => Parts.Lamp.Yellow,
        Shade.Orange => Parts.Lamp.Orange,
        Shade.Red => Parts.Lamp.Red,
        Shade.Done => Parts.Lamp.Done,
        _ => Parts.Lamp.Idle,
    };

    public static Lamp Lamp(this LightWanted light) => light switch
    {
        LightWanted.Green => Parts.Lamp.Green,
        LightWanted.Yellow => Parts.Lamp.Yellow,
        LightWanted.Orange => Parts.Lamp.Orange,
        LightWanted.Red => Parts.Lamp.Red,
        LightWanted.Done => Parts.Lamp.Done,
        _ => Parts.Lamp.Idle,
    };

    public static LightWanted Wanted(this Shade? light) => light is { } known ? Enum.Parse<LightWanted>(known.ToString()) : LightWanted.None;

    public static string Percent(int? percent) => percent is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known}%") : "—";

    /// <summary>1,280.00; a dash where nothing was stated.</summary>
    public static string Money(decimal? amount) => amount?.ToString("#,##0.00", CultureInfo.InvariantCulture) ?? "—";
}

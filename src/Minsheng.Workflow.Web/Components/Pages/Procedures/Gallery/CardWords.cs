using Minsheng.Workflow.Activities.Procedures;
using Minsheng.Workflow.Activities.Templates;

namespace Minsheng.Workflow.Web.Components.Pages.Procedures.Gallery;

/// <summary>The facts of a procedure in the words of an office.</summary>
internal static class CardWords
{
    public static string LevelsOf(ProcedureCard card) => card.Levels.Count == 0 ? "各级" : string.Join("、", card.Levels.Select(Levels.Word));

    public static string VoteOf(ProcedureCard card) => card.Vote is not { } vote ? "没有票决" : $"{vote.Words}{(vote.Ratio is null ? "" : $"，差额比例 {vote.Ratio}")}";

    public static string StepsOf(ProcedureCard card) => $"{card.Steps} 步{(card.Children.Count == 0 ? "" : $"，另带 {card.Children.Count} 个子方案")}";

    public static string YearOf(ProcedureCard card) => card.SourceYear is { } year ? $"{year} 年" : "年份材料没有写明";
}

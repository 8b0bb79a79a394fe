namespace Minsheng.Workflow.Web.Components.Pages.Documents;

/// <summary>Heads of published papers.</summary>
public static class PaperWords
{
    private static readonly string[] Kinds = ["公告", "通报", "通知", "报告", "决定", "意见"];

    /// <summary>The title where it says what the paper is, else its kind.</summary>
    public static string Title(string kind, string title) => Array.Exists(Kinds, title.Contains) ? title : kind;
}

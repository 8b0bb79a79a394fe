namespace Minsheng.Workflow.Runtime.Commits;

internal static class StoredText
{
    /// <summary>PostgreSQL cannot keep a null character, and no text of an office has one: refused on both databases alike.</summary>
    /// <exception cref="RefusedException">The text holds one.</exception>
    public static string Checked(string text) => text.Contains('\0')
        ? throw new RefusedException("bad-text", "填写的文字里有看不见的空字符，不能保存，请重新录入这段文字。")
        : text;
}

using Minsheng.Workflow.Activities.Forms;

namespace Minsheng.Workflow.Runtime.People;

/// <summary>What people type into the single-line fields of 管理, checked one way.</summary>
internal static class PlainText
{
    /// <returns>The text without blanks around it; null when there is none.</returns>
    public static string? Optional(string? value, string field, string label, int most, List<FieldProblem> problems)
    {
        var text = value?.Trim() ?? "";
        if (text.Length == 0) return null;
        if (text.Length > most) problems.Add(new FieldProblem(field, $"“{label}”最多 {most} 个字，现有 {text.Length} 个字，请缩短。"));
        else if (text.Any(char.IsControl)) problems.Add(new FieldProblem(field, $"“{label}”里有换行或看不见的字符，请重新输入。"));
        return text;
    }

    public static string Required(string? value, string field, string label, int most, List<FieldProblem> problems)
    {
        var text = Optional(value, field, label, most, problems);
        if (text is null) problems.Add(new FieldProblem(field, $"“{label}”没有填写，请补上。"));
        return text ?? "";
    }

    /// <summary>A name: letters of any script, digits and the marks that occur in names; nothing a table would take for a formula or a page for a tag.</summary>
    public static string Name(string? value, string field, string label, int most, List<FieldProblem> problems)
    {
        var text = Required(value, field, label, most, problems);
        if (text.Length > 0 && (text[0] is '=' or '+' or '-' or '@' || text.Any(letter => letter is '<' or '>' or '=')))
            problems.Add(new FieldProblem(field, $"“{label}”里有 < > = 等符号，不像名称，请改正。"));
        return text;
    }

    public static string? Phone(string? value, List<FieldProblem> problems)
    {
        var text = value?.Trim() ?? "";
        if (text.Length == 0) return null;
        var digits = text.Count(char.IsAsciiDigit);
        if (digits is < 5 or > 20 || text.Length > 25 || text.Any(letter => !char.IsAsciiDigit(letter) && letter is not ('-' or '+' or ' ' or '(' or ')')))
            problems.Add(new FieldProblem("phone", $"“手机”“{Short(text)}”不是电话号码，请填数字，如 13800000000 或 0914-4321000。"));
        return text;
    }

    public static string? Email(string? value, List<FieldProblem> problems)
    {
        var text = value?.Trim() ?? "";
        if (text.Length == 0) return null;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (text.Length > 100 || at <= 0 || at != text.LastIndexOf('@') || at == text.Length - 1 || text.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || letter is '<' or '>' or ',' or ';'))
            problems.Add(new FieldProblem("email", $"“邮箱”“{Short(text)}”不是邮箱地址，请写成 name@example.cn 的样子。"));
        return text;
    }

    public static string Short(string text) => text.Length <= 20 ? text : string.Concat(text.AsSpan(0, 20), "…");
}

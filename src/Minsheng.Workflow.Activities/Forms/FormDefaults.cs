using System.Text.RegularExpressions;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Engine.Scripting;

namespace Minsheng.Workflow.Activities.Forms;

/// <summary>
/// Defaults that come from the run: {{Name}} is a variable or input of that name, {{anything else}} a script.
/// Alone it is the value itself, with words around it its text. Worked out when the task is handed out.
/// </summary>
internal static partial class FormDefaults
{
    public static bool IsOpen(object? value) => value is string text && Hole().IsMatch(text);

    /// <summary>What is wrong with the scripts of a default, before anything runs.</summary>
    public static IEnumerable<string> Problems(object value)
    {
        foreach (var hole in Hole().Matches((string)value).Select(match => match.Groups["what"].Value.Trim()))
            if (Mistake(hole) is { } sentence) yield return sentence;
    }

    /// <summary>The form with what the run knows in the place of open defaults.</summary>
    public static Form Resolve(Form form, ActivityContext context) => form.Fields.Any(field => IsOpen(field.Default))
        ? form with { Fields = [.. form.Fields.Select(field => IsOpen(field.Default) ? field with { Default = ValueOf((string)field.Default!, context) } : field)] }
        : form;

    private static object? ValueOf(string text, ActivityContext context) => Hole().Match(text) is { Success: true } only && only.Length == text.Trim().Length
        ? Values.Copy(Evaluate(only.Groups["what"].Value.Trim(), context))
        : Hole().Replace(text, match => Values.Text(Evaluate(match.Groups["what"].Value.Trim(), context)));

    private static object? Evaluate(string what, ActivityContext context) => Name().IsMatch(what)
        ? context.GetVariable(what) ?? context.GetInput(what)
        : context.Evaluate(Script.Parse(what));

    private static string? Mistake(string what)
    {
        if (Name().IsMatch(what)) return null;
        try
        {
            Script.Parse(what);
            return null;
        }
        catch (ScriptException mistake)
        {
            return mistake.Message;
        }
    }

    [GeneratedRegex(@"\{\{(?<what>[^{}]+)\}\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{N}_]*$")]
    private static partial Regex Name();
}

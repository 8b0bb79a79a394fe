using System.Text;

namespace Minsheng.Workflow.Activities.Written;

/// <summary>A procedure as the office would write it down: 总则, 环节, steps in sentences, child procedures behind.</summary>
/// <param name="Head">What it is for and on what it rests.</param>
/// <param name="Settings">What may be laid down anew each year.</param>
/// <param name="Appendices">What it starts for a project or matter, each once, in the order it is first named.</param>
public sealed record WrittenProcedure(string Title, IReadOnlyList<string> Head, IReadOnlyList<string> Settings, IReadOnlyList<WrittenStage> Stages, IReadOnlyList<WrittenProcedure> Appendices)
{
    /// <summary>Chapters as they are counted, 总则 being the first.</summary>
    public const string General = "总则";

    /// <summary>附件一 for the first.</summary>
    public static string AppendixName(int index) => $"附件{ChineseCount.Of(index + 1)}";

    /// <summary>The whole of it as plain lines.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        Write(text, Title);
        return text.ToString();
    }

    private void Write(StringBuilder text, string title)
    {
        text.Append(title).Append("\n\n一、").Append(General).Append('\n');
        foreach (var sentence in Head) text.Append(sentence).Append('\n');
        if (Settings.Count > 0) text.Append("下列事项可以逐年另设：\n");
        foreach (var setting in Settings) text.Append("  · ").Append(setting).Append('\n');
        foreach (var stage in Stages)
        {
            text.Append('\n').Append(stage.Heading).Append('\n');
            foreach (var step in stage.Steps)
            {
                text.Append(step.Heading).Append('\n').Append("  ").AppendJoin("", step.Sentences).Append('\n');
                foreach (var field in step.Fields) text.Append("    · ").Append(field).Append('\n');
                foreach (var small in step.Small) text.Append("  ［").Append(small).Append("］\n");
            }
        }
        foreach (var (index, appendix) in Appendices.Index()) appendix.Write(text.Append('\n'), $"{AppendixName(index)}　{appendix.Title}");
    }
}

/// <param name="Heading">二、初定, with the count of chapters.</param>
public sealed record WrittenStage(string Heading, IReadOnlyList<WrittenStep> Steps);

/// <param name="Heading">第 7.2 步　票决.</param>
/// <param name="Fields">What is filled in, one by one.</param>
/// <param name="Small">Legal basis and notes.</param>
public sealed record WrittenStep(string Heading, int Depth, IReadOnlyList<string> Sentences, IReadOnlyList<string> Fields, IReadOnlyList<string> Small);

/// <summary>一, 二, … 十一 for chapters and appendices.</summary>
internal static class ChineseCount
{
    private const string Digits = "〇一二三四五六七八九";

    public static string Of(int number) => number switch
    {
        < 10 => Digits[number].ToString(),
        < 20 => $"十{(number % 10 == 0 ? "" : Digits[number % 10].ToString())}",
        < 100 => $"{Digits[number / 10]}十{(number % 10 == 0 ? "" : Digits[number % 10].ToString())}",
        _ => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}

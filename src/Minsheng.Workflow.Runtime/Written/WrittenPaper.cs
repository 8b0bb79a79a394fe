using Minsheng.Workflow.Activities.Written;

namespace Minsheng.Workflow.Runtime.Written;

/// <summary>A procedure written down, and which text of it this is.</summary>
/// <param name="Version">第 3 版, or 草稿.</param>
/// <param name="Day">When it was published, or for a draft today.</param>
/// <param name="Digest">Of the file, so that paper and file can be held against each other.</param>
public sealed record WrittenPaper(WrittenProcedure Procedure, string Version, DateOnly Day, string Digest)
{
    public string FileName => $"{string.Concat(Procedure.Title.Split(Path.GetInvalidFileNameChars()))}{Version}.docx";

    public string DayWords => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Day.Year}年{Day.Month}月{Day.Day}日");

    public string Footer => $"{Procedure.Title}　{Version}　{DayWords}　文件摘要 {Digest[..Math.Min(16, Digest.Length)]}";

    public byte[] Word()
    {
        var file = new WordFile(Procedure.Title, Footer, new DateTimeOffset(Day, TimeOnly.MinValue, TimeSpan.Zero));
        file.Add(WordStyle.Title, Procedure.Title);
        file.Add(WordStyle.Subtitle, $"（{Version}　{DayWords}）");
        Add(file, Procedure);
        foreach (var (index, appendix) in Procedure.Appendices.Index())
        {
            file.Add(WordStyle.Appendix, $"{WrittenProcedure.AppendixName(index)}　{appendix.Title}");
            Add(file, appendix);
        }
        return file.Write();
    }

    private static void Add(WordFile file, WrittenProcedure procedure)
    {
        file.Add(WordStyle.Heading, $"一、{WrittenProcedure.General}");
        foreach (var sentence in procedure.Head) file.Add(WordStyle.Body, sentence);
        if (procedure.Settings.Count > 0) file.Add(WordStyle.Body, "下列事项可以逐年另设：", leads: true);
        foreach (var (index, setting) in procedure.Settings.Index()) file.Add(WordStyle.Listed, $"{index + 1}. {setting}");
        foreach (var stage in procedure.Stages)
        {
            file.Add(WordStyle.Heading, stage.Heading);
            foreach (var step in stage.Steps)
            {
                file.Add(WordStyle.Step, step.Heading);
                file.Add(WordStyle.Body, string.Concat(step.Sentences));
                if (step.Fields.Count > 0) file.Add(WordStyle.Listed, "填写下列内容：", leads: true);
                foreach (var (index, field) in step.Fields.Index()) file.Add(WordStyle.Listed, $"{index + 1}. {field}");
                foreach (var small in step.Small) file.Add(WordStyle.Small, small);
            }
        }
    }
}

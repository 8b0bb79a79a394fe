using System.Text;

namespace Minsheng.Workflow.Runtime.Digests.Layout;

/// <summary>The same digest without markup: what a plain mail program, a screen reader and a robot get. It says everything the HTML says.</summary>
internal sealed class DigestText
{
    private readonly StringBuilder _text = new(4_000);
    private int _matter;

    public static string Of(DigestContent content) => new DigestText().Write(content);

    private string Write(DigestContent content)
    {
        Put(content.Title);
        Put(string.Join("　", content.Byline));
        Put();
        foreach (var block in content.Blocks) Write(block);
        Put();
        Put($"{content.Button.Label}：{SiteLinks.Site}{content.Button.Path}");
        Put();
        Put("——————");
        foreach (var line in content.Foot) Put(line);
        return _text.ToString();
    }

    private void Write(Block block)
    {
        switch (block)
        {
            case Sentence sentence:
                Put(string.Concat(sentence.Parts.Select(part => part.Text)));
                break;
            case Heading heading:
                _matter = 0;
                Put();
                Put($"【{heading.Text}】");
                break;
            case Remark remark:
                Put(remark.Text);
                break;
            case Figures figures:
                Put(string.Join("　", figures.All.Select(figure => $"{Shape(figure.Lamp)}{figure.Word} {figure.Number}")));
                break;
            case Matter matter:
                Put($"{++_matter}. {matter.Title}{(matter.Lamp is { } lamp ? $"　{lamp.Shape} {lamp.Word}" : "")}");
                foreach (var said in matter.Says) Put($"   {said.Text}");
                if (matter.Bar is { } bar) Put($"   {Said(bar)}");
                break;
            case Lines lines:
                foreach (var line in lines.All)
                {
                    Put($"{(line.Lamp is { } mark ? $"{mark.Shape} {mark.Word}" : "·")} {line.Text}{(line.Right is { } right ? $"　{right.Text}" : "")}");
                    foreach (var under in line.Under) Put($"   {under.Text}");
                }
                break;
            case Bar { Plan: var plan }:
                Put(Said(plan));
                break;
            case Days days:
                foreach (var day in days.All) Put($"{day.Day}　{day.Text}");
                break;
            case Chart chart:
                foreach (var row in chart.Rows) Put($"{row.Label}：{string.Join("、", row.Cells.Where(cell => cell.Count > 0).Select(cell => $"{cell.Lamp.Shape} {cell.Lamp.Word} {cell.Count}"))}，共 {row.Sum} 项");
                break;
        }
    }

    private static string Said(PlanBar bar) => $"{bar.Does} {bar.Actual}%{(bar.Planned is { } planned ? $"　{bar.Should} {planned}%" : "")}";

    private static string Shape(Lamp? lamp) => lamp is null ? "" : $"{lamp.Shape} ";

    private void Put(string line = "") => _text.Append(line.ReplaceLineEndings(" ")).Append('\n');
}

using System.Net;
using System.Text;

namespace Minsheng.Workflow.Runtime.Digests.Layout;

/// <summary>
/// A digest as mail programs show it: Outlook's Word engine, Foxmail, QQ mail. Tables, inline styles, colours also as attributes;
/// nothing from outside, no style sheet, no picture. 600 pixels, narrower on a phone.
/// </summary>
internal sealed class DigestHtml
{
    public const int Width = 600;

    private const string Font = "font-family:'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;", Ink = "#221f1c", Body = "#3a3632", Quiet = "#5e5851", Seal = "#8f2b2b", Alarm = "#9f1d14";
    private const string Table = "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"";

    private readonly StringBuilder _html = new(16_000);

    public static string Of(DigestContent content) => new DigestHtml().Write(content);

    private string Write(DigestContent content)
    {
        Put($"<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{Safe(content.Subject)}</title></head>\n<body style=\"margin:0;padding:0;background:#f7f5f2;\">\n");
        Put($"<div style=\"display:none;max-height:0;overflow:hidden;\">{Safe(content.Preview)}</div>\n");
        Put($"<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" bgcolor=\"#f7f5f2\"><tr><td align=\"center\" style=\"padding:24px 8px;\">\n");
        Put($"<table role=\"presentation\" width=\"{Width}\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" bgcolor=\"#ffffff\" style=\"width:100%;max-width:{Width}px;background:#ffffff;border:1px solid #ddd8d0;border-top:3px solid {Seal};\">\n");
        Row("20px 28px 4px 28px", $"{Font}font-size:20px;line-height:28px;font-weight:bold;color:{Ink};", Safe(content.Title));
        Row("0 28px 12px 28px", $"{Font}font-size:14px;line-height:22px;color:{Quiet};", Safe(string.Join("　　", content.Byline)));
        foreach (var block in content.Blocks) Write(block);
        Put($"{SiteLinks.Begin}<tr><td align=\"center\" style=\"padding:20px 28px 22px 28px;\"><table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td bgcolor=\"{Seal}\" style=\"border-radius:4px;\"><a href=\"{SiteLinks.Site}{Safe(content.Button.Path)}\" style=\"display:inline-block;padding:12px 36px;{Font}font-size:15px;line-height:20px;color:#ffffff;text-decoration:none;font-weight:bold;\">{Safe(content.Button.Label)}</a></td></tr></table></td></tr>{SiteLinks.End}\n");
        Put($"<tr><td height=\"12\" style=\"height:12px;font-size:0;line-height:0;\">&nbsp;</td></tr><tr><td style=\"padding:14px 28px 18px 28px;border-top:1px solid #ebe7e1;{Font}font-size:12px;line-height:20px;color:#6d665f;\">{string.Join("<br>", content.Foot.Select(Safe))}</td></tr>\n");
        Put("</table></td></tr></table></body></html>\n");
        return _html.ToString();
    }

    private void Write(Block block)
    {
        switch (block)
        {
            case Sentence sentence: Row("0 28px 14px 28px", $"{Font}font-size:15px;line-height:26px;color:{Body};", Said(sentence.Parts)); break;
            case Heading heading: Row("20px 28px 6px 28px", $"{Font}font-size:15px;line-height:22px;color:{Seal};font-weight:bold;", Safe(heading.Text)); break;
            case Remark remark: Row("2px 28px 6px 28px", $"{Font}font-size:13px;line-height:20px;color:{Quiet};", Safe(remark.Text)); break;
            case Figures figures: Write(figures); break;
            case Matter matter: Write(matter); break;
            case Lines lines: Write(lines); break;
            case Days days: Write(days); break;
            case Chart chart: Write(chart); break;
            case Bar bar:
                Put("<tr><td style=\"padding:0 28px 6px 28px;\">");
                Write(bar.Plan);
                Put("</td></tr>\n");
                break;
        }
    }

    private void Write(Figures figures)
    {
        Put($"<tr><td style=\"padding:0 28px;\">{Table} bgcolor=\"#f7f5f2\"><tr>");
        // Five words with their shapes are too wide for a phone: the shapes go up to the numbers.
        var isMany = figures.All.Count > 4;
        foreach (var figure in figures.All)
        {
            var ink = figure.Number > 0 && figure.Lamp == Lamp.Red ? Alarm : Ink;
            Put($"<td width=\"{Percent(1, figures.All.Count)}%\" align=\"center\" style=\"padding:10px 0;\"><div style=\"{Font}font-size:26px;line-height:32px;font-weight:bold;color:{ink};\">{(isMany ? Shape(figure.Lamp) : "")}{figure.Number}</div><div style=\"{Font}font-size:13px;line-height:18px;color:{Quiet};white-space:nowrap;\">{(isMany ? "" : Shape(figure.Lamp))}{Safe(figure.Word)}</div></td>");
        }
        Put("</tr></table></td></tr>\n");
    }

    private void Write(Matter matter)
    {
        Put($"<tr><td style=\"padding:14px 28px 12px 28px;border-bottom:1px solid #ebe7e1;\">{Table}><tr><td style=\"{Font}font-size:16px;line-height:24px;color:{Ink};font-weight:bold;\">{Safe(matter.Title)}</td>");
        if (matter.Lamp is { } lamp) Put($"<td width=\"96\" align=\"right\" valign=\"top\" style=\"{Font}font-size:14px;line-height:24px;color:{lamp.Ink};font-weight:bold;white-space:nowrap;\">{Shape(lamp)}{lamp.Word}</td>");
        Put("</tr></table>\n");
        foreach (var said in matter.Says) Put($"<div style=\"{Font}font-size:14px;line-height:22px;color:{(said.IsAlarm ? Alarm : Body)};padding:2px 0 0 0;\">{Safe(said.Text)}</div>");
        if (matter.Bar is { } bar) Write(bar);
        Put("</td></tr>\n");
    }

    private void Write(PlanBar bar)
    {
        var actual = Math.Clamp(bar.Actual, 0, 100);
        var planned = Math.Clamp(bar.Planned ?? 0, 0, 100);
        var words = $"{bar.Does} {bar.Actual}%" + (bar.Planned is { } should ? $"，{bar.Should} {should}%" : "");
        Put($"<div style=\"{Font}font-size:13px;line-height:20px;color:{Quiet};padding:6px 0 3px 0;\">{Safe(bar.Does)} <b style=\"color:{Ink};\">{bar.Actual}%</b>{(bar.Planned is { } percent ? $"　{Safe(bar.Should)} {percent}%" : "")}</div>");
        Put($"<table role=\"img\" aria-label=\"{Safe(words)}\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr>");
        if (actual >= planned)
        {
            Cell(planned, bar.Lamp.Fill, isMark: bar.Planned > 0);
            Cell(actual - planned, bar.Lamp.Fill);
            Cell(100 - actual, "#ebe7e1");
        }
        else
        {
            Cell(actual, bar.Lamp.Fill);
            Cell(planned - actual, "#ddd8d0", isMark: true);
            Cell(100 - planned, "#ebe7e1");
        }
        Put("</tr></table>\n");
    }

    private void Cell(int percent, string colour, bool isMark = false)
    {
        if (percent > 0) Put($"<td width=\"{percent}%\" height=\"10\" bgcolor=\"{colour}\" style=\"width:{percent}%;height:10px;font-size:0;line-height:0;{(isMark ? $"border-right:2px solid {Ink};" : "")}\">&nbsp;</td>");
    }

    private void Write(Lines lines)
    {
        Put($"<tr><td style=\"padding:0 28px 4px 28px;\">{Table}>\n");
        foreach (var line in lines.All)
        {
            Put($"<tr><td style=\"{Font}font-size:14px;line-height:24px;color:{Body};padding:2px 0;\">{Shape(line.Lamp)}{Safe(line.Text)}");
            foreach (var under in line.Under) Put($"<div style=\"{Font}font-size:13px;line-height:20px;color:{(under.IsAlarm ? Alarm : Quiet)};\">{Safe(under.Text)}</div>");
            Put("</td>");
            if (line.Right is { } right) Put($"<td width=\"128\" align=\"right\" valign=\"top\" style=\"{Font}font-size:14px;line-height:24px;color:{(right.IsAlarm ? Alarm : Quiet)};padding:2px 0 2px 8px;{(right.IsAlarm ? "font-weight:bold;" : "")}\">{Safe(right.Text)}</td>");
            Put("</tr>\n");
        }
        Put("</table></td></tr>\n");
    }

    private void Write(Days days)
    {
        Put($"<tr><td style=\"padding:0 28px 6px 28px;\">{Table}>\n");
        foreach (var day in days.All)
            Put($"<tr><td width=\"104\" valign=\"top\" style=\"{Font}font-size:14px;line-height:26px;color:{Ink};font-weight:bold;white-space:nowrap;\">{Safe(day.Day)}</td><td style=\"{Font}font-size:14px;line-height:26px;color:{Body};\">{Safe(day.Text)}</td></tr>\n");
        Put("</table></td></tr>\n");
    }

    private void Write(Chart chart)
    {
        var most = Math.Max(1, chart.Rows.Max(row => row.Sum));
        Put($"<tr><td style=\"padding:2px 28px 6px 28px;\">{Table} aria-label=\"{Safe(chart.Caption)}\">\n");
        foreach (var row in chart.Rows)
        {
            Put($"<tr><td width=\"32%\" style=\"{Font}font-size:13px;line-height:20px;color:{Body};padding:4px 8px 4px 0;\">{Safe(row.Label)}</td><td width=\"56%\" style=\"padding:4px 0;\"><table role=\"presentation\" width=\"{Math.Max(1, Percent(row.Sum, most))}%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr>");
            foreach (var (lamp, count) in row.Cells.Where(cell => cell.Count > 0))
                Put($"<td width=\"{Percent(count, row.Sum)}%\" align=\"center\" bgcolor=\"{lamp.Fill}\" style=\"width:{Percent(count, row.Sum)}%;{Font}font-size:12px;line-height:18px;color:{lamp.OnFill};border-right:1px solid #ffffff;white-space:nowrap;\">{lamp.Shape}{count}</td>");
            Put($"</tr></table></td><td width=\"12%\" align=\"right\" style=\"{Font}font-size:13px;line-height:20px;color:{Quiet};\">{row.Sum} 项</td></tr>\n");
        }
        var lamps = Lamp.All.Where(lamp => chart.Rows.Any(row => row.Cells.Any(cell => cell.Lamp == lamp && cell.Count > 0)));
        Put($"</table><div style=\"{Font}font-size:12px;line-height:20px;color:{Quiet};\">{string.Join("　", lamps.Select(lamp => Shape(lamp) + lamp.Word))}</div></td></tr>\n");
    }

    private void Row(string padding, string style, string html) => Put($"<tr><td style=\"padding:{padding};{style}\">{html}</td></tr>\n");

    private static string Said(IEnumerable<Words> parts) => string.Concat(parts.Select(part => part.IsAlarm ? $"<b style=\"color:{Alarm};\">{Safe(part.Text)}</b>" : Safe(part.Text)));

    private static string Shape(Lamp? lamp) => lamp is null ? "" : $"<span style=\"color:{lamp.Fill};font-size:{(lamp == Lamp.Green ? 12 : 15)}px;\">{lamp.Shape}</span> ";

    private static int Percent(int part, int whole) => (int)Math.Round(100m * part / whole, MidpointRounding.AwayFromZero);

    private static string Safe(string text) => WebUtility.HtmlEncode(text);

    private void Put(string html) => _html.Append(html);
}

using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Minsheng.Workflow.Runtime.Digests;
using Minsheng.Workflow.Runtime.Digests.Layout;

namespace Minsheng.Workflow.Host.Tests.Digests;

/// <summary>What mail programs let through: Outlook's Word engine drops style sheets, positions and background pictures, and all of them block what comes from outside.</summary>
public sealed partial class DigestMailTests
{
    private static readonly string[] Allowed =
        ["html", "head", "meta", "title", "body", "table", "tbody", "tr", "td", "div", "span", "b", "br", "a"];

    private static readonly string[] Dropped = ["float", "position", "flex", "grid", "background-image", "var(", "calc(", "url(", "@", "transform", "rgb(", "rem", "vh", "vw"];

    public static TheoryData<string> Names => [.. DigestSamples.All.Keys];

    [Theory, MemberData(nameof(Names))]
    public async Task A_digest_is_made_of_tables_and_inline_styles_alone(string name)
    {
        var page = await PageAsync(name);

        page.All.Select(element => element.LocalName).Distinct().Except(Allowed).ShouldBeEmpty();
        page.All.SelectMany(element => element.Attributes).Select(attribute => attribute.Name).Distinct()
            .Except(["lang", "charset", "name", "content", "style", "width", "height", "cellpadding", "cellspacing", "border", "bgcolor", "align", "valign", "colspan", "role", "aria-label", "href"]).ShouldBeEmpty("no class, no picture, nothing that runs");
        page.All.Where(element => Dropped.Any(rule => (element.GetAttribute("style") ?? "").Contains(rule, StringComparison.Ordinal))).Select(element => element.GetAttribute("style")).ShouldBeEmpty();
        page.QuerySelectorAll("[href]").Select(link => link.GetAttribute("href")!).ShouldAllBe(address => address.StartsWith(SiteLinks.Site + "/", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Colours_and_widths_hold_without_styles_and_no_row_is_wider_than_its_table(string name)
    {
        var page = await PageAsync(name);

        page.QuerySelectorAll("[width='600']").ShouldHaveSingleItem("the one column of the mail");
        page.QuerySelectorAll("td").Where(cell => (cell.GetAttribute("style") ?? "").Contains("height:10px", StringComparison.Ordinal)).ShouldAllBe(cell => cell.HasAttribute("bgcolor") && cell.HasAttribute("width"));
        foreach (var row in page.QuerySelectorAll("tr"))
            row.Children.Select(cell => cell.GetAttribute("width") ?? "").Where(width => width.EndsWith('%')).Sum(width => int.Parse(width.TrimEnd('%'), System.Globalization.CultureInfo.InvariantCulture)).ShouldBeLessThanOrEqualTo(102);
        page.QuerySelectorAll("[width]").Select(cell => cell.GetAttribute("width")!).Where(width => !width.EndsWith('%')).ShouldAllBe(width => int.Parse(width, System.Globalization.CultureInfo.InvariantCulture) <= DigestHtml.Width);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_light_or_a_bar_can_be_read_without_its_colour(string name)
    {
        var page = await PageAsync(name);

        page.QuerySelectorAll("[role='img']").ShouldAllBe(bar => bar.GetAttribute("aria-label")!.Contains('%'));
        foreach (var shape in page.QuerySelectorAll("span"))
            (shape.ParentElement!.TextContent.Trim().Length > shape.TextContent.Trim().Length).ShouldBeTrue("a shape has its word beside it");
    }

    [Theory, MemberData(nameof(Names))]
    public void Text_says_what_the_mail_says(string name)
    {
        var content = DigestSamples.All[name]()!;
        var text = DigestText.Of(content);

        text.ShouldNotContain("\r");
        Tags().IsMatch(text.Replace("<script>alert(1)</script>", "", StringComparison.Ordinal).Replace("<b>", "", StringComparison.Ordinal).Replace("</b>", "", StringComparison.Ordinal)
            .Replace("<img src=x onerror=alert(2)>", "", StringComparison.Ordinal).Replace("</td></table><style>*{display:none}</style>", "", StringComparison.Ordinal)).ShouldBeFalse("only what people typed");
        foreach (var matter in content.Blocks.OfType<Matter>()) text.ShouldContain(matter.Title.ReplaceLineEndings(" "));
        foreach (var line in content.Blocks.OfType<Lines>().SelectMany(lines => lines.All)) text.ShouldContain(line.Text.ReplaceLineEndings(" "));
    }

    [Theory, MemberData(nameof(Names))]
    public void Each_matter_stands_once(string name)
    {
        var content = DigestSamples.All[name]()!;

        var titles = content.Blocks.OfType<Matter>().Select(matter => matter.Title).Concat(content.Kind is DigestKind.Weekly or DigestKind.Monthly ? content.Blocks.OfType<Lines>().SelectMany(lines => lines.All).Select(line => line.Text) : []).ToList();

        titles.ShouldBeUnique();
    }

    [Fact]
    public async Task Script_in_any_text_is_shown_as_text()
    {
        var page = await PageAsync("标签和脚本");

        page.QuerySelectorAll("script, style, img, b b").ShouldBeEmpty();
        page.Body!.TextContent.ShouldContain("<script>alert(1)</script>");
        page.Body.TextContent.ShouldContain("<img src=x onerror=alert(2)>");
    }

    [Fact]
    public void Addresses_are_put_in_when_it_is_sent_and_left_out_where_there_is_none()
    {
        var content = DigestSamples.All["督办周报"]()!;
        var (html, text) = (DigestHtml.Of(content), DigestText.Of(content));

        SiteLinks.InMail(html, "https://minsheng.example.gov.cn/").ShouldContain("href=\"https://minsheng.example.gov.cn/supervision\"");
        SiteLinks.InMail(text, "https://minsheng.example.gov.cn").ShouldContain("打开督办一览：https://minsheng.example.gov.cn/supervision");
        SiteLinks.InMail(html, null).ShouldNotContain("<a ");
        SiteLinks.InMail(text, null).ShouldNotContain("打开督办一览");
        SiteLinks.InSite(html).ShouldContain("href=\"/supervision\"");
    }

    [Fact]
    public void Relative_times_are_said_in_Chinese()
    {
        var now = new DateTimeOffset(2026, 7, 6, 0, 0, 0, TimeSpan.Zero);

        new[] { now.AddSeconds(-20), now.AddMinutes(-5), now.AddHours(-3), now.AddDays(-1), now.AddDays(-5), now.AddDays(-70), now.AddDays(2) }.Select(at => at.Relative(now))
            .ShouldBe(["刚刚", "5 分钟前", "3 小时前", "昨天", "5 天前", "2 个月前", "2 天后"]);
        new[] { 1, 2, 7, 10, 11, 12 }.Select(number => number.InChinese()).ShouldBe(["一", "二", "七", "十", "十一", "十二"]);
    }

    private static async Task<IHtmlDocument> PageAsync(string name) => await new HtmlParser().ParseDocumentAsync(DigestHtml.Of(DigestSamples.All[name]()!), TestContext.Current.CancellationToken);

    [GeneratedRegex("<[a-z/!]")]
    private static partial Regex Tags();
}

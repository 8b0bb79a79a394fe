using System.Text;
using System.Text.RegularExpressions;
using Minsheng.Workflow.Activities.Forms;

namespace Minsheng.Workflow.Tests.Forms;

/// <summary>Whatever is typed or forged, only ten bare elements come out, well-formed.</summary>
public partial class RichTextTests
{
    private const int Seed = 20261122, Texts = 4000;

    [Theory]
    [InlineData("<p>一 <b>二</b> <i>三</i></p>", "<p>一 <strong>二</strong> <em>三</em></p>")]
    [InlineData("只有字", "<p>只有字</p>")]
    [InlineData("<div>一</div><div>二</div>", "<p>一</p><p>二</p>")]
    [InlineData("<ul><li>一<li>二</ul>三", "<ul><li>一</li><li>二</li></ul><p>三</p>")]
    [InlineData("<li>孤立</li>", "<p>孤立</p>")]
    [InlineData("<p onclick='alert(1)' style=\"x\">字</p>", "<p>字</p>")]
    [InlineData("<a href='javascript:alert(1)'>链接</a>", "<p>链接</p>")]
    [InlineData("<script>alert(1)</script>后", "<p>后</p>")]
    [InlineData("<ScRiPt src=x>alert(1)</sCrIpT >后", "<p>后</p>")]
    [InlineData("<script>没有结束", "")]
    [InlineData("<img src=x onerror=alert(1)>", "")]
    [InlineData("<svg><p>x</p></svg>后", "<p>后</p>")]
    [InlineData("&lt;script&gt;alert(1)&lt;/script&gt;", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")]
    [InlineData("1 < 2 && 3 > 2", "<p>1 &lt; 2 &amp;&amp; 3 &gt; 2</p>")]
    [InlineData("<p title='a>b'>字</p>", "<p>字</p>")]
    [InlineData("<!-- <b>注</b> -->字<!doctype html>", "<p>字</p>")]
    [InlineData("<p><b>粗<i>粗斜</b>斜</i></p>", "<p><strong>粗<em>粗斜</em></strong><em>斜</em></p>")]
    [InlineData("<strong>跨<p>段</strong>落", "<p><strong>跨</strong></p><p>段落</p>")]
    [InlineData("<ol><li><p>一</p><p>二</p></li></ol>", "<ol><li>一<br>二</li></ol>")]
    [InlineData("<scr<script>ipt>x", "<p>ipt&gt;x</p>")]
    public void Each_is_written_anew(string html, string clean) => RichText.Clean(html).ShouldBe(clean);

    [Fact]
    public void Nothing_but_the_ten_elements_comes_out_of_anything()
    {
        for (var i = 0; i < Texts; i++)
        {
            var html = Some(new Random(Seed + i));
            var clean = RichText.Clean(html);

            Allowed().Replace(clean, "").ShouldNotContain("<", Case.Sensitive, $"seed {Seed + i}: {html}");
            IsWellFormed(clean).ShouldBeTrue($"seed {Seed + i}: {html} → {clean}");
            RichText.Clean(clean).ShouldBe(clean, $"seed {Seed + i}: {html}");
            RichText.Words(clean).Replace("\n", "").Replace(" ", "").ShouldBe(RichText.Words(html).Replace("\n", "").Replace(" ", ""), $"seed {Seed + i}: {html}");
        }
    }

    [Fact]
    public void Words_are_what_a_reader_reads() =>
        RichText.Words("<p>一&amp;<strong>二</strong></p><ul><li>三</li><li>四</li></ul>").ShouldBe("一&二\n三\n四");

    private static bool IsWellFormed(string clean)
    {
        var open = new Stack<string>();
        foreach (Match tag in Allowed().Matches(clean))
        {
            var name = tag.Groups["name"].Value;
            if (name == "br") continue;
            if (tag.Value[1] != '/') open.Push(name);
            else if (open.Count == 0 || open.Pop() != name) return false;
        }
        return open.Count == 0;
    }

    private static readonly string[] Pieces =
    [
        "<p>", "</p>", "<b>", "</b>", "<em>", "</em>", "<u>", "</u>", "<ul>", "</ul>", "<ol>", "</ol>", "<li>", "</li>", "<br>", "<br/>", "<div>", "</div>", "<script>", "</script>",
        "<img src=x onerror=alert(1)>", "<a href=\"javascript:x\">", "</a>", "<", ">", "&lt;", "&amp;", "&#x3c;script&#x3e;", "\"", "'", "字", " ", "\u0000", "<svg/onload=x>", "<!--", "-->", "<p title='>", "<P>", "</", "\ud800",
    ];

    private static string Some(Random random)
    {
        var html = new StringBuilder();
        for (var left = random.Next(1, 24); left > 0; left--) html.Append(Pieces[random.Next(Pieces.Length)]);
        return html.ToString();
    }

    [GeneratedRegex("</?(?<name>p|br|strong|em|u|ul|ol|li)>")]
    private static partial Regex Allowed();
}

using System.Text;

namespace Minsheng.Workflow.Activities.Forms;

/// <summary>Writes allowed elements only, each in a place where it may stand, and closes what it opened.</summary>
internal sealed class RichTextWriter
{
    private const int DeepestList = 4;

    private readonly StringBuilder _html = new();
    private readonly List<string> _open = [];

    public void Open(string tag)
    {
        switch (tag)
        {
            case "b" or "strong": Inline("strong"); break;
            case "i" or "em": Inline("em"); break;
            case "u": Inline("u"); break;
            case "br": NeedBlock(); _html.Append("<br>"); break;
            case "ul" or "ol": List(tag); break;
            case "li": Item(); break;
            case "p" or "div" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "tr" or "blockquote" or "pre": Paragraph(); break;
        }
    }

    public void Close(string tag)
    {
        switch (tag)
        {
            case "b" or "strong": CloseInline("strong"); break;
            case "i" or "em": CloseInline("em"); break;
            case "u": CloseInline("u"); break;
            case "ul" or "ol": if (_open.Contains(tag)) PopTo(_open.LastIndexOf(tag)); break;
            case "li": if (_open.LastIndexOf("li") is var item && item > LastList) PopTo(item); break;
            case "p" or "div" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "tr" or "blockquote" or "pre": if (_open.LastIndexOf("p") is var block && block > LastList) PopTo(block); break;
        }
    }

    public void Text(string text)
    {
        if (string.IsNullOrWhiteSpace(text) && !InBlock) return;
        NeedBlock();
        foreach (var letter in text)
            _html.Append(letter switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", '"' => "&quot;", '\'' => "&#39;", _ => letter.ToString() });
    }

    public string End()
    {
        PopTo(0);
        return _html.ToString();
    }

    private int LastList => _open.FindLastIndex(tag => tag is "ul" or "ol");

    private bool InBlock => _open.FindLastIndex(tag => tag is "p" or "li") > LastList;

    private void Inline(string tag)
    {
        NeedBlock();
        if (!_open.Contains(tag)) Push(tag);
    }

    private void CloseInline(string tag)
    {
        var at = _open.LastIndexOf(tag);
        if (at < 0 || at < LastList) return;
        var above = _open[(at + 1)..];
        PopTo(at);
        foreach (var still in above) Push(still);
    }

    /// <summary>Inside a list a paragraph is a new line.</summary>
    private void Paragraph()
    {
        if (LastList < 0)
        {
            PopTo(0);
            Push("p");
        }
        else if (InBlock && !EndsWith("<li>") && !EndsWith("<br>")) _html.Append("<br>");
    }

    private void List(string tag)
    {
        if (_open.Count(one => one is "ul" or "ol") >= DeepestList) return;
        var item = _open.LastIndexOf("li");
        if (LastList < 0) PopTo(0);
        else if (item > LastList) PopTo(item + 1);
        else Push("li");
        Push(tag);
    }

    private void Item()
    {
        if (LastList < 0)
        {
            Paragraph();
            return;
        }
        PopTo(LastList + 1);
        Push("li");
    }

    private void NeedBlock()
    {
        if (!InBlock) Push(LastList < 0 ? "p" : "li");
    }

    private void Push(string tag)
    {
        _open.Add(tag);
        _html.Append('<').Append(tag).Append('>');
    }

    private void PopTo(int count)
    {
        for (; _open.Count > count; _open.RemoveAt(_open.Count - 1)) _html.Append("</").Append(_open[^1]).Append('>');
    }

    private bool EndsWith(string mark) => _html.Length >= mark.Length && _html.ToString(_html.Length - mark.Length, mark.Length) == mark;
}

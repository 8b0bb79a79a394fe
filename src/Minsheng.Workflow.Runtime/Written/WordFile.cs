using System.IO.Compression;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Minsheng.Workflow.Runtime.Written;

/// <summary>How a paragraph looks.</summary>
public enum WordStyle { Title, Subtitle, Heading, Step, Body, Listed, Small, Appendix }

/// <summary>A Word document of paragraphs on A4 by the layout of official papers (GB/T 9704): margins 37, 26, 35 and 28 mm, lines of 28 pt.</summary>
public sealed class WordFile(string title, string footer, DateTimeOffset made)
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    private const string Word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main", Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/";

    private static readonly XNamespace W = Word, R = Relations, Types = Package + "content-types", Rel = Package + "relationships";

    private static readonly (WordStyle Style, string Name, string Font, int HalfPoints, bool IsBold, string Align, int Indent, int Before, int? Outline, int Line)[] Styles =
    [
        (WordStyle.Title, "题目", "方正小标宋简体", 44, false, "center", 0, 0, null, 700),
        (WordStyle.Subtitle, "版本", "楷体_GB2312", 32, false, "center", 0, 0, null, 560),
        (WordStyle.Heading, "环节", "黑体", 32, false, "both", 640, 200, 0, 560),
        (WordStyle.Step, "步骤", "楷体_GB2312", 32, true, "both", 640, 100, 1, 560),
        (WordStyle.Body, "正文公文", "仿宋_GB2312", 32, false, "both", 640, 0, null, 560),
        (WordStyle.Listed, "列项", "仿宋_GB2312", 28, false, "both", 640, 0, null, 480),
        (WordStyle.Small, "依据", "楷体_GB2312", 21, false, "both", 640, 0, null, 340),
        (WordStyle.Appendix, "附件", "方正小标宋简体", 36, false, "center", 0, 0, 0, 640),
    ];

    private readonly List<XElement> _body = [];

    /// <param name="leads">Stays on the page of what comes after it.</param>
    public void Add(WordStyle style, string text, bool leads = false)
    {
        var properties = new XElement(W + "pPr", new XElement(W + "pStyle", Value(style.ToString())));
        if (leads) properties.Add(new XElement(W + "keepNext"));
        if (style == WordStyle.Appendix) properties.Add(new XElement(W + "pageBreakBefore"));
        _body.Add(new XElement(W + "p", properties, Run(text)));
    }

    public byte[] Write()
    {
        var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part(archive, "[Content_Types].xml", ContentTypes());
            Part(archive, "_rels/.rels", Links((Relations + "/officeDocument", "word/document.xml"), (Package + "relationships/metadata/core-properties", "docProps/core.xml")));
            Part(archive, "docProps/core.xml", Core());
            Part(archive, "word/document.xml", Document());
            Part(archive, "word/_rels/document.xml.rels", Links((Relations + "/styles", "styles.xml"), (Relations + "/footer", "footer1.xml"), (Relations + "/fontTable", "fontTable.xml")));
            Part(archive, "word/styles.xml", StyleSheet());
            Part(archive, "word/footer1.xml", Footer());
            Part(archive, "word/fontTable.xml", FontTable());
        }
        return buffer.ToArray();
    }

    private void Part(ZipArchive archive, string name, XElement root)
    {
        var entry = archive.CreateEntry(name);
        entry.LastWriteTime = made;
        using var stream = entry.Open();
        using var writer = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false) });
        new XDocument(new XDeclaration("1.0", "UTF-8", "yes"), root).Save(writer);
    }

    private XElement Document() => new(W + "document", new XAttribute(XNamespace.Xmlns + "w", Word), new XAttribute(XNamespace.Xmlns + "r", Relations),
        new XElement(W + "body", _body,
            new XElement(W + "sectPr",
                new XElement(W + "footerReference", new XAttribute(W + "type", "default"), new XAttribute(R + "id", "rId2")),
                new XElement(W + "pgSz", new XAttribute(W + "w", 11906), new XAttribute(W + "h", 16838)),
                new XElement(W + "pgMar", new XAttribute(W + "top", 2098), new XAttribute(W + "right", 1474), new XAttribute(W + "bottom", 1984), new XAttribute(W + "left", 1588),
                    new XAttribute(W + "header", 851), new XAttribute(W + "footer", 992), new XAttribute(W + "gutter", 0)))));

    private XElement Footer() => new(W + "ftr", new XAttribute(XNamespace.Xmlns + "w", Word),
        new XElement(W + "p", new XElement(W + "pPr", new XElement(W + "jc", Value("center"))),
            Run("— "), Field("begin"), new XElement(W + "r", new XElement(W + "instrText", new XAttribute(XNamespace.Xml + "space", "preserve"), " PAGE ")), Field("separate"), Run("1"), Field("end"), Run(" —")),
        new XElement(W + "p", new XElement(W + "pPr", new XElement(W + "jc", Value("center"))), Run(footer, halfPoints: 18)));

    private static XElement Field(string kind) => new(W + "r", new XElement(W + "fldChar", new XAttribute(W + "fldCharType", kind)));

    private static XElement StyleSheet() => new(W + "styles", new XAttribute(XNamespace.Xmlns + "w", Word),
        new XElement(W + "docDefaults",
            new XElement(W + "rPrDefault", new XElement(W + "rPr", Fonts("仿宋_GB2312"), new XElement(W + "sz", Value(28)), new XElement(W + "lang", new XAttribute(W + "val", "en-US"), new XAttribute(W + "eastAsia", "zh-CN")))),
            new XElement(W + "pPrDefault")),
        new XElement(W + "style", new XAttribute(W + "type", "paragraph"), new XAttribute(W + "default", "1"), new XAttribute(W + "styleId", "Normal"), new XElement(W + "name", Value("Normal"))),
        Styles.Select(style => new XElement(W + "style", new XAttribute(W + "type", "paragraph"), new XAttribute(W + "customStyle", "1"), new XAttribute(W + "styleId", style.Style.ToString()),
            new XElement(W + "name", Value(style.Name)), new XElement(W + "basedOn", Value("Normal")), new XElement(W + "qFormat"),
            new XElement(W + "pPr",
                style.Outline is null ? null : new XElement(W + "keepNext"),
                new XElement(W + "spacing", new XAttribute(W + "before", style.Before), new XAttribute(W + "after", 0), new XAttribute(W + "line", style.Line), new XAttribute(W + "lineRule", "exact")),
                style.Indent == 0 ? null : new XElement(W + "ind", new XAttribute(W + "firstLine", style.Style == WordStyle.Small ? 420 : style.Indent)),
                new XElement(W + "jc", Value(style.Align)),
                style.Outline is { } level ? new XElement(W + "outlineLvl", Value(level)) : null),
            new XElement(W + "rPr", Fonts(style.Font), style.IsBold ? new XElement(W + "b") : null, new XElement(W + "sz", Value(style.HalfPoints)), new XElement(W + "szCs", Value(style.HalfPoints))))));

    private static XElement Fonts(string name) => new(W + "rFonts", new XAttribute(W + "ascii", "Times New Roman"), new XAttribute(W + "hAnsi", "Times New Roman"), new XAttribute(W + "eastAsia", name), new XAttribute(W + "cs", "Times New Roman"));

    /// <summary>What to take where a computer lacks the fonts of official papers.</summary>
    private static XElement FontTable() => new(W + "fonts", new XAttribute(XNamespace.Xmlns + "w", Word),
        new[] { ("方正小标宋简体", "宋体"), ("仿宋_GB2312", "仿宋"), ("楷体_GB2312", "楷体"), ("黑体", "SimHei") }.Select(font =>
            new XElement(W + "font", new XAttribute(W + "name", font.Item1), new XElement(W + "altName", Value(font.Item2)), new XElement(W + "charset", Value("86")), new XElement(W + "family", Value("auto")))));

    private static XElement Run(string text, int? halfPoints = null) => new(W + "r",
        // Quotation marks and dashes belong to the Chinese font too.
        new XElement(W + "rPr", new XElement(W + "rFonts", new XAttribute(W + "hint", "eastAsia")), halfPoints is { } size ? new[] { new XElement(W + "sz", Value(size)), new XElement(W + "szCs", Value(size)) } : null),
        new XElement(W + "t", new XAttribute(XNamespace.Xml + "space", "preserve"), Clean(text)));

    private static XAttribute Value(object value) => new(W + "val", value);

    /// <summary>What XML cannot hold is left out; line breaks are blanks.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
            if (text[at] is '\r' or '\n' or '\t') clean.Append(' ');
            else if (XmlConvert.IsXmlChar(text[at])) clean.Append(text[at]);
            else if (at + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[at + 1], text[at])) clean.Append(text[at]).Append(text[++at]);
        return clean.ToString();
    }

    private static XElement ContentTypes() => new(Types + "Types",
        new XElement(Types + "Default", new XAttribute("Extension", "rels"), new XAttribute("ContentType", "application/vnd.openxmlformats-package.relationships+xml")),
        new XElement(Types + "Default", new XAttribute("Extension", "xml"), new XAttribute("ContentType", "application/xml")),
        Override("/word/document.xml", "wordprocessingml.document.main+xml"), Override("/word/styles.xml", "wordprocessingml.styles+xml"), Override("/word/footer1.xml", "wordprocessingml.footer+xml"), Override("/word/fontTable.xml", "wordprocessingml.fontTable+xml"),
        new XElement(Types + "Override", new XAttribute("PartName", "/docProps/core.xml"), new XAttribute("ContentType", "application/vnd.openxmlformats-package.core-properties+xml")));

    private static XElement Override(string part, string type) => new(Types + "Override", new XAttribute("PartName", part), new XAttribute("ContentType", $"application/vnd.openxmlformats-officedocument.{type}"));

    private static XElement Links(params (string Type, string Target)[] links) => new(Rel + "Relationships",
        links.Select((link, index) => new XElement(Rel + "Relationship", new XAttribute("Id", $"rId{index + 1}"), new XAttribute("Type", link.Type), new XAttribute("Target", link.Target))));

    private XElement Core()
    {
        XNamespace core = Package + "metadata/core-properties", dc = "http://purl.org/dc/elements/1.1/", terms = "http://purl.org/dc/terms/", xsi = "http://www.w3.org/2001/XMLSchema-instance";
        return new XElement(core + "coreProperties", new XAttribute(XNamespace.Xmlns + "cp", core), new XAttribute(XNamespace.Xmlns + "dc", dc), new XAttribute(XNamespace.Xmlns + "dcterms", terms), new XAttribute(XNamespace.Xmlns + "xsi", xsi),
            new XElement(dc + "title", Clean(title)),
            new XElement(terms + "created", new XAttribute(xsi + "type", "dcterms:W3CDTF"), made.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture)));
    }
}

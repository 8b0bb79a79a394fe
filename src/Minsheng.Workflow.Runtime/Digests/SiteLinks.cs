using System.Text.RegularExpressions;

namespace Minsheng.Workflow.Runtime.Digests;

/// <summary>
/// Addresses in stored mails. The address of the site may change after a mail was written, so the text holds a mark in its place;
/// what makes no sense without an address stands between marks and is left out where there is none.
/// </summary>
public static partial class SiteLinks
{
    public const string Site = "{site}", Begin = "<!--site-->", End = "<!--/site-->";

    /// <param name="body">Text or HTML.</param>
    /// <param name="address">e.g. https://minsheng.example.gov.cn; null where nobody has stated one.</param>
    public static string InMail(string body, string? address)
    {
        if (string.IsNullOrWhiteSpace(address))
            return Marked(Marks().Replace(body, ""));
        return Plain(body).Replace(Site, address.TrimEnd('/'), StringComparison.Ordinal);
    }

    /// <summary>As shown within the site itself.</summary>
    public static string InSite(string body) => Plain(body).Replace(Site, "", StringComparison.Ordinal);

    private static string Plain(string body) => body.Replace(Begin, "", StringComparison.Ordinal).Replace(End, "", StringComparison.Ordinal);

    private static string Marked(string body) => body.Contains(Site, StringComparison.Ordinal) ? Lines().Replace(body, "") : body;

    [GeneratedRegex("<!--site-->.*?<!--/site-->", RegexOptions.Singleline)]
    private static partial Regex Marks();

    [GeneratedRegex(@"^[^\n]*\{site\}[^\n]*\n?", RegexOptions.Multiline)]
    private static partial Regex Lines();
}

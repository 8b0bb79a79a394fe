using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Minsheng.Workflow.Activities.Forms;

/// <summary>Reads single values the way people type them: full-width digits, thousands commas, Chinese dates.</summary>
internal static partial class Scalars
{
    private static readonly string[] DateFormats =
        ["yyyy-MM-dd", "yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d日", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm"];

    public static bool TryNumber(object? value, out decimal number)
    {
        number = 0;
        if (value is decimal exact)
        {
            number = exact;
            return true;
        }

        if (value is not string raw)
            return false;
        var text = Fold(raw).Trim();
        if (Grouped().IsMatch(text))
            text = text.Replace(",", "", StringComparison.Ordinal);
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    public static bool TryDate(object? value, out DateOnly date)
    {
        date = default;
        if (value is not string raw || !DateTime.TryParseExact(Fold(raw).Trim(), DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return false;
        date = DateOnly.FromDateTime(time);
        return true;
    }

    /// <summary>Trimmed, line ends as \n, no control characters; in one line, line ends become spaces.</summary>
    public static string Clean(string text, bool oneLine)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var letter in text.ReplaceLineEndings("\n"))
            if (letter is '\n' or '\t')
                clean.Append(oneLine ? ' ' : letter);
            else if (!char.IsControl(letter))
                clean.Append(letter);
        return clean.ToString().Trim();
    }

    /// <summary>Characters as a reader counts them: a rare character outside the basic plane is one.</summary>
    public static int Length(string text) => text.EnumerateRunes().Count();

    /// <summary>Full-width forms to ASCII, leaving malformed text as it is.</summary>
    private static string Fold(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }

    [GeneratedRegex(@"^[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$")]
    private static partial Regex Grouped();
}

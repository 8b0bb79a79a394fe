using System.Globalization;
using System.Text.RegularExpressions;
using Minsheng.Workflow.Web.Localization;

namespace Minsheng.Workflow.EndToEnd.Tests.Localization;

/// <summary>radzen-strings.tsv lists key and English text of every Radzen string outside the spreadsheet.</summary>
public sealed partial class RadzenChineseTests
{
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");
    private static readonly RadzenChinese Words = new();

    [Fact]
    public void Every_string_has_a_translation()
    {
        var missing = Listed().Where(entry => string.IsNullOrWhiteSpace(Words.Get(entry.Key, Chinese))).Select(entry => entry.Key);

        missing.ShouldBeEmpty();
    }

    [Fact]
    public void Every_translation_keeps_the_places_of_its_numbers()
    {
        var broken = Listed().Where(entry => !Places(entry.English).SetEquals(Places(Words.Get(entry.Key, Chinese)!))).Select(entry => entry.Key);

        broken.ShouldBeEmpty();
    }

    [Fact]
    public void No_translation_is_left_in_English()
    {
        var english = Listed().Select(entry => Words.Get(entry.Key, Chinese)!).Where(text => Latin().IsMatch(text));

        english.ShouldBeEmpty();
    }

    [Fact]
    public void An_unknown_key_falls_back_to_Radzen() => Words.Get("Unknown_Key", Chinese).ShouldBeNull();

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(match => match.Value)];

    private static IEnumerable<(string Key, string English)> Listed()
    {
        using var file = typeof(RadzenChineseTests).Assembly.GetManifestResourceStream("radzen-strings.tsv")!;
        using var reader = new StreamReader(file);
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split('\t', 2);
            yield return (parts[0], parts[1]);
        }
    }

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();

    [GeneratedRegex("[A-Za-z]{2,}")]
    private static partial Regex Latin();
}

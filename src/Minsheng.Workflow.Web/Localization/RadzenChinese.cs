using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Radzen;

namespace Minsheng.Workflow.Web.Localization;

/// <summary>Radzen ships no Chinese: these are its words as the office says them. A missing one falls back to English.</summary>
public sealed class RadzenChinese : ILocalizer
{
    private readonly FrozenDictionary<string, string> _words = Read();

    public string? Get(string key, CultureInfo culture) => _words.GetValueOrDefault(key);

    private static FrozenDictionary<string, string> Read()
    {
        using var file = typeof(RadzenChinese).Assembly.GetManifestResourceStream(typeof(RadzenChinese), "RadzenChinese.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, string>>(file)!.ToFrozenDictionary();
    }
}

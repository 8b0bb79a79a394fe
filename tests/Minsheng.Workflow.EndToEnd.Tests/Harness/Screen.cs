using Microsoft.Playwright;

namespace Minsheng.Workflow.EndToEnd.Tests.Harness;

/// <summary>A screen the pages are made for.</summary>
public sealed record Screen(string Name, int Width, int Height, bool IsPhone)
{
    public static Screen Desk { get; } = new("desk", 1366, 768, IsPhone: false);
    public static Screen Phone { get; } = new("phone", 390, 844, IsPhone: true);

    internal BrowserNewContextOptions Options(Uri site) => new()
    {
        BaseURL = site.ToString(),
        Locale = "zh-CN",
        TimezoneId = "Asia/Shanghai",
        ViewportSize = new() { Width = Width, Height = Height },
        IsMobile = IsPhone,
        HasTouch = IsPhone,
    };
}

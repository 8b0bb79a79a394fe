using Microsoft.Playwright;
using Minsheng.Workflow.EndToEnd.Tests.Harness;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Minsheng.Workflow.EndToEnd.Tests.Harness;

/// <summary>The one Chromium of a run, started when it is first asked for and again should it die. MINSHENG_TEST_CHROMIUM names it.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public static string? Program => Environment.GetEnvironmentVariable("MINSHENG_TEST_CHROMIUM") is { Length: > 0 } program ? program : null;

    public async Task<IBrowser> StartAsync()
    {
        _playwright ??= await Playwright.CreateAsync();
        if (_browser is not { IsConnected: true })
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = Flags, Headless = true });
        return _browser;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

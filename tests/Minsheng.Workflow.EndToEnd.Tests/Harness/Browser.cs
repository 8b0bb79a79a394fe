using Microsoft.Playwright;

// One site and one browser at a time: small machines run this too.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Minsheng.Workflow.EndToEnd.Tests.Harness;

/// <summary>
/// One site and one Chromium for a class of tests. MINSHENG_TEST_CHROMIUM names the browser; without it the tests are
/// skipped with the reason, or fail where MINSHENG_TEST_NO_SKIP is set. MINSHENG_TEST_SHOTS names a folder for pictures.
/// </summary>
public class Browser : IAsyncLifetime
{
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _chromium;

    public Browser() : this(null)
    {
    }

    protected Browser(string? peopleOf) => Site = new Site(peopleOf);

    public Site Site { get; }

    private static string? Chromium => Environment.GetEnvironmentVariable("MINSHENG_TEST_CHROMIUM");

    public async ValueTask InitializeAsync()
    {
        if (string.IsNullOrEmpty(Chromium))
            return;
        var ct = TestContext.Current.CancellationToken;
        await Site.StartAsync(ct);
        _playwright = await Playwright.CreateAsync();
        _chromium = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Flags, Headless = true });
    }

    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null)
            await _chromium.DisposeAsync();
        _playwright?.Dispose();
        await Site.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A page of its own: fresh cookies, the given screen. Skips the calling test when there is no browser.</summary>
    public async Task<IPage> OpenAsync(string path, Screen? screen = null)
    {
        if (_chromium is null)
            SkipOrFail("未设置 MINSHENG_TEST_CHROMIUM，跳过浏览器测试 / MINSHENG_TEST_CHROMIUM is not set: no browser to test with");
        var context = await _chromium!.NewContextAsync((screen ?? Screen.Desk).Options(Site.Address));
        // Two cores may be busy with everything else that is tested: waiting costs nothing where it is not needed.
        context.SetDefaultTimeout(60_000);
        Assertions.SetDefaultExpectTimeout(30_000);
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        return page;
    }

    /// <summary>Signs in through the sign-in page and waits for the page asked for.</summary>
    public async Task<IPage> SignInAsync(string account, string password, string path = "/", Screen? screen = null)
    {
        var page = await OpenAsync($"/account/sign-in?returnUrl={Uri.EscapeDataString(path)}", screen);
        await page.GetByLabel("账号").FillAsync(account);
        await page.GetByLabel("密码").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "登录" }).ClickAsync();
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath == path.Split('?')[0]);
        return page;
    }

    private static void SkipOrFail(string reason)
    {
        if (Environment.GetEnvironmentVariable("MINSHENG_TEST_NO_SKIP") is "1")
            Assert.Fail(reason);
        TestContext.Current.SendDiagnosticMessage(reason);
        Assert.Skip(reason);
    }
}

/// <summary>As <see cref="Browser"/>, with the people of 北关 and no year begun there.</summary>
public sealed class BeiguanBrowser() : Browser("beiguan");

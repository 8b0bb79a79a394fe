using Microsoft.Playwright;

// One site and one browser at a time: small machines run this too.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Minsheng.Workflow.EndToEnd.Tests.Harness;

/// <summary>
/// One site for a class of tests, and pages in the one Chromium. Without a browser the tests are skipped with the reason,
/// or fail where MINSHENG_TEST_NO_SKIP is set. MINSHENG_TEST_SHOTS names a folder for pictures.
/// </summary>
public class Browser : IAsyncLifetime
{
    private readonly Chromium _chromium;
    private readonly List<IBrowserContext> _contexts = [];

    public Browser(Chromium chromium) : this(chromium, null)
    {
    }

    protected Browser(Chromium chromium, string? peopleOf) => (_chromium, Site) = (chromium, new Site(peopleOf));

    public Site Site { get; }

    public async ValueTask InitializeAsync()
    {
        if (Chromium.Program is not null)
            await Site.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            foreach (var context in _contexts)
                await context.DisposeAsync();
        }
        finally
        {
            await Site.DisposeAsync();
        }
        GC.SuppressFinalize(this);
    }

    /// <summary>A page of its own: fresh cookies, the given screen. Skips the calling test when there is no browser.</summary>
    public async Task<IPage> OpenAsync(string path, Screen? screen = null)
    {
        if (Chromium.Program is null)
            SkipOrFail("未设置 MINSHENG_TEST_CHROMIUM，跳过浏览器测试 / MINSHENG_TEST_CHROMIUM is not set: no browser to test with");
        var context = await (await _chromium.StartAsync()).NewContextAsync((screen ?? Screen.Desk).Options(Site.Address));
        _contexts.Add(context);
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
public sealed class BeiguanBrowser(Chromium chromium) : Browser(chromium, "beiguan");

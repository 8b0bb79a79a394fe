using Microsoft.Playwright;

namespace Minsheng.Workflow.EndToEnd.Tests.Harness;

public static class PageSteps
{
    /// <summary>Waits until the circuit is up, so that clicks reach the server.</summary>
    public static async Task<IPage> WhenInteractiveAsync(this IPage page)
    {
        await page.Locator("[data-live=yes]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        return page;
    }

    /// <summary>Waits until the server keeps everything that has been filled in.</summary>
    public static Task KeptAsync(this IPage page) => Assertions.Expect(page.Locator("[data-draft]:not([data-unsaved])")).ToContainTextAsync("草稿已存");

    /// <summary>Keeps a picture in the folder MINSHENG_TEST_SHOTS; does nothing without it.</summary>
    public static async Task ShootAsync(this IPage page, string name, bool fullPage = false)
    {
        if (Environment.GetEnvironmentVariable("MINSHENG_TEST_SHOTS") is not { Length: > 0 } folder)
            return;
        Directory.CreateDirectory(folder);
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = fullPage });
    }

    /// <summary>What the browser complained about: script errors and everything the content policy refused.</summary>
    public static IReadOnlyList<string> CollectComplaints(this IPage page)
    {
        var complaints = new List<string>();
        page.PageError += (_, error) => complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type is "error")
                complaints.Add(message.Text);
        };
        return complaints;
    }
}

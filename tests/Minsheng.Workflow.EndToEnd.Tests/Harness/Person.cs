using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Minsheng.Workflow.EndToEnd.Tests.Harness;

/// <summary>Somebody of the demo at their own browser: opens pages, finds their tasks, fills them in and presses the button.</summary>
public sealed class Person(Browser browser, string account, Screen? screen = null)
{
    private const string Password = "yanshi-2026";
    private IPage? _page;

    public bool HasPage => _page is not null;

    public IPage Page => _page ?? throw new InvalidOperationException($"{account} has not opened a page yet.");

    public ILocator Main => Page.Locator("main").First;

    /// <summary>Opens a page, signing in where that is needed, and waits until clicks reach the server.</summary>
    public async Task<IPage> GoAsync(string path)
    {
        _page ??= await browser.OpenAsync("/account/sign-in", screen);
        await LoadAsync(_page, path);
        if (new Uri(_page.Url).AbsolutePath == "/account/sign-in")
        {
            await _page.GetByLabel("账号").FillAsync(account);
            await _page.GetByLabel("密码").FillAsync(Password);
            await _page.GetByRole(AriaRole.Button, new() { Name = "登录" }).ClickAsync();
            await _page.WaitForURLAsync(url => new Uri(url).AbsolutePath != "/account/sign-in");
            if (!_page.Url.EndsWith(path, StringComparison.Ordinal)) await _page.GotoAsync(path);
        }
        return await _page.WhenInteractiveAsync();
    }

    /// <summary>A page whose server was away comes back by itself, perhaps at this very moment.</summary>
    private static async Task LoadAsync(IPage page, string path)
    {
        try
        {
            await page.GotoAsync(path);
        }
        catch (PlaywrightException problem) when (problem.Message.Contains("interrupted by another navigation", StringComparison.Ordinal) || problem.Message.Contains("ERR_ABORTED", StringComparison.Ordinal))
        {
            await page.GotoAsync(path);
        }
    }

    /// <summary>Opens the task of this title from 待办.</summary>
    public async Task OpenTaskAsync(string title)
    {
        await GoAsync($"/tasks?q={Uri.EscapeDataString(title)}");
        var address = await Page.Locator("table.todo a.t1").Filter(new() { HasText = title }).First.GetAttributeAsync("href");
        await GoAsync(address!);
        await Assertions.Expect(Page.GetByRole(AriaRole.Region, new() { Name = "办理" })).ToBeVisibleAsync();
    }

    /// <summary>Does the task of this title and sees where the matter went.</summary>
    public async Task ActAsync(string title, string button, Func<Person, Task>? fill = null)
    {
        await OpenTaskAsync(title);
        if (fill is not null) await fill(this);
        await Page.Locator(".act .buttons").GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        await Assertions.Expect(Page.GetByText($"已办：{button}")).ToBeVisibleAsync();
    }

    /// <summary>Fills fields by their labels, in the order given; an element that is a choice of radio buttons is ticked.</summary>
    public async Task FillAsync(params (string Label, string Value)[] fields)
    {
        foreach (var (label, value) in fields)
        {
            var field = Main.GetByLabel(new Regex($"^{Regex.Escape(label)}(（万元）)?(\\*必填)?$")).First;
            if (await field.EvaluateAsync<string>("element => element.tagName") == "SELECT") await field.SelectOptionAsync(new SelectOptionValue { Label = value });
            else await field.FillAsync(value);
            await field.BlurAsync();
        }
    }

    /// <summary>Gives every item that has none yet the ordinary verdict.</summary>
    public Task AllAsync(string verdict) => Page.GetByRole(AriaRole.Button, new() { Name = $"其余都“{verdict}”" }).ClickAsync();

    /// <summary>The same as a program would do it, with this person's rights: for the dozens that are alike.</summary>
    public async Task<System.Text.Json.JsonElement?> CallAsync(string path, object? body = null)
    {
        var answer = body is null
            ? await Page.APIRequest.GetAsync($"/api/v1/{path}")
            : await Page.APIRequest.PostAsync($"/api/v1/{path}", new() { DataObject = body });
        if (!answer.Ok) throw new InvalidOperationException($"{account}: {path} → {answer.Status} {await answer.TextAsync()}");
        return answer.Status == 204 ? null : await answer.JsonAsync();
    }
}

using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Minsheng.Workflow.EndToEnd.Tests.Harness;

namespace Minsheng.Workflow.EndToEnd.Tests.Design;

/// <summary>A clerk without a mouse: from the gallery to a changed, rehearsed, published and started procedure, by keys alone.</summary>
public sealed class OutlineTests(Browser browser) : IClassFixture<Browser>
{
    private const int MostTabs = 120;

    private IPage _page = null!;

    private IKeyboard Keys => _page.Keyboard;

    [Fact]
    public async Task A_procedure_is_copied_changed_rehearsed_published_and_started_with_the_keyboard_alone()
    {
        _page = await new Person(browser, "renda").GoAsync("/procedures");
        var complaints = _page.CollectComplaints();

        // From the gallery to the outline.
        await TabToAsync(_page.GetByRole(AriaRole.Button, new() { Name = "照这个起草" }).First);
        await Keys.PressAsync("Enter");
        await Assertions.Expect(_page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await Keys.PressAsync("Enter");
        await _page.WaitForURLAsync(url => url.Contains("/design", StringComparison.Ordinal));
        await _page.WhenInteractiveAsync();
        await TabToAsync(_page.GetByRole(AriaRole.Button, new() { Name = "大纲", Exact = true }));
        await Keys.PressAsync("Enter");
        var grid = _page.GetByRole(AriaRole.Treegrid);
        await TabToAsync(grid.Locator("tr[data-line][tabindex='0']"));
        await _page.ShootAsync("outline-1-open");

        // Over the lines: arrows, ends, the number of a step.
        await Keys.PressAsync("End");
        await AtAsync("本年度办结");
        await Keys.PressAsync("Home");
        await Keys.PressAsync("ArrowDown");
        await AtAsync("县委印发实施意见");
        await Keys.TypeAsync("2");
        await AtAsync("广泛征集");

        // A step below it, named and filled in.
        await Keys.PressAsync("Insert");
        await Assertions.Expect(_page.GetByLabel("找步骤", new() { Exact = true })).ToBeFocusedAsync();
        await Keys.TypeAsync("公告");
        await Assertions.Expect(_page.Locator("#kinds [role=option]")).ToHaveCountAsync(1);
        await Keys.PressAsync("Enter");
        await AtAsync("公告公示");
        await SaidAsync("已添加第 3 步 公告公示");
        await Keys.PressAsync("F2");
        await Assertions.Expect(_page.Locator("[data-rename]")).ToBeFocusedAsync();
        await Keys.TypeAsync("公布征集情况");
        await Keys.PressAsync("Enter");
        await AtAsync("公布征集情况");
        await SaidAsync("第 3 步已改名为“公布征集情况”");
        await Assertions.Expect(Focused.GetByText("必改")).ToBeVisibleAsync();
        await Keys.PressAsync("F8");
        await SaidAsync("正文模板");
        await AtAsync("公布征集情况");
        await Keys.PressAsync("Enter");
        await TabToAsync(_page.Locator("#p-template"));
        await Keys.TypeAsync("共收到建议若干件，现予公布。");
        await Keys.PressAsync("Escape");
        await AtAsync("公布征集情况");
        await Assertions.Expect(Focused.GetByText("必改")).ToHaveCountAsync(0);
        await _page.ShootAsync("outline-2-filled");

        // Moved, put into a group and out of it, cut and pasted, taken away, and taken back.
        await Keys.PressAsync("Alt+ArrowUp");
        await SaidAsync("第 3 步 公布征集情况 已移到第 2 步");
        await Keys.PressAsync("Alt+ArrowDown");
        await SaidAsync("第 2 步 公布征集情况 已移到第 3 步");
        await Keys.PressAsync("Alt+ArrowRight");
        await SaidAsync("现在是第 3.1 步");
        await Assertions.Expect(Focused).ToHaveAttributeAsync("aria-level", "2");
        await Keys.PressAsync("ArrowLeft");
        await AtAsync("步骤组");
        await Keys.PressAsync("ArrowLeft");
        await Assertions.Expect(Focused).ToHaveAttributeAsync("aria-expanded", "false");
        await Keys.PressAsync("Control+z");
        await AtAsync("公布征集情况");
        await Assertions.Expect(Focused).ToHaveAttributeAsync("aria-level", "1");
        // The hand is quicker than the server: the next key falls the moment the line is gone.
        var undone = _page.EvaluateAsync(UndoneAtOnce);
        await Keys.PressAsync("Delete");
        await undone;
        await AtAsync("公布征集情况");

        // The line is cut with an act on its way: what is done meanwhile is kept, and done once when it is back.
        complaints.ShouldBeEmpty();
        await _page.Context.SetOfflineAsync(true);
        await _page.EvaluateAsync(CutWithTheNextWord);
        await Keys.PressAsync("Alt+ArrowUp");
        await Keys.PressAsync("F2");
        await Keys.TypeAsync("公布征集结果");
        await Keys.PressAsync("Enter");
        await Assertions.Expect(_page.Locator(".off")).ToContainTextAsync("2 处改动先存在这台电脑上");
        await _page.ShootAsync("outline-2-cut-off");
        await _page.Context.SetOfflineAsync(false);
        await SaidAsync("第 2 步已改名为“公布征集结果”");
        await AtAsync("公布征集结果");
        var whileCut = complaints.Count;
        await Keys.PressAsync("Control+z");
        await AtAsync("公布征集情况");
        await Keys.PressAsync("Control+z");
        await SaidAsync("已撤销：移动“公布征集情况”");

        // Where an outcome leads.
        await Keys.PressAsync("Home");
        await Keys.TypeAsync("5");
        await AtAsync("初选项目不足的处理");
        await Keys.PressAsync("F4");
        await Assertions.Expect(_page.GetByLabel("补充征集", new() { Exact = true })).ToBeFocusedAsync();
        await Keys.PressAsync("ArrowDown");
        await TabToAsync(_page.GetByRole(AriaRole.Button, new() { Name = "改好" }));
        await Keys.PressAsync("Enter");
        await SaidAsync("补充征集 → 第 3 步 公布征集情况");
        await AtAsync("初选项目不足的处理");
        await Keys.PressAsync("Control+z");
        await SaidAsync("已撤销");

        // Read by whoever does not see it.
        (await _page.EvaluateAsync<string[]>(Audit)).ShouldBeEmpty();
        await Keys.PressAsync("?");
        await Assertions.Expect(_page.GetByRole(AriaRole.Dialog, new() { Name = "大纲的按键" })).ToBeVisibleAsync();
        await Keys.PressAsync("Escape");
        await AtAsync("初选项目不足的处理");

        // Rehearsed: a year plays, and back.
        await TabToAsync(_page.GetByRole(AriaRole.Button, new() { Name = "演练一年" }).Last);
        await Keys.PressAsync("Enter");
        await _page.WaitForURLAsync(url => url.Contains("/rehearsal", StringComparison.Ordinal));
        await _page.WhenInteractiveAsync();
        await Assertions.Expect(_page.Locator("main")).ToContainTextAsync("公布征集情况");
        await _page.ShootAsync("outline-3-rehearsed");
        await TabToAsync(_page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "柞水三审票决" }).First);
        await Keys.PressAsync("Enter");
        await _page.WaitForURLAsync(url => !url.Contains("/rehearsal", StringComparison.Ordinal));
        await TabToAsync(_page.GetByRole(AriaRole.Link, new() { Name = "修改方案" }));
        await Keys.PressAsync("Enter");
        await _page.WaitForURLAsync(url => url.Contains("/design", StringComparison.Ordinal));
        await _page.WhenInteractiveAsync();

        // Published.
        await TabToAsync(_page.GetByRole(AriaRole.Button, new() { Name = "发布", Exact = true }));
        await Keys.PressAsync("Enter");
        await Assertions.Expect(_page.GetByLabel("发布说明（改了什么、为什么）")).ToBeFocusedAsync();
        await Keys.TypeAsync("按主任会议意见，征集结束后公布征集情况。");
        await TabToAsync(_page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "发布", Exact = true }));
        await Keys.PressAsync("Enter");
        await Assertions.Expect(_page.GetByRole(AriaRole.Dialog).GetByText(new Regex("已发布第 \\d+ 版"))).ToBeVisibleAsync();
        await Keys.PressAsync("Escape");

        // Started.
        await TabToAsync(_page.GetByRole(AriaRole.Link, new() { Name = "回方案页" }));
        await Keys.PressAsync("Enter");
        await _page.WaitForURLAsync(url => !url.Contains("/design", StringComparison.Ordinal));
        await _page.WhenInteractiveAsync();
        await TabToAsync(_page.GetByRole(AriaRole.Link, new() { Name = "年度周期", Exact = true }).First);
        await Keys.PressAsync("Enter");
        await _page.WaitForURLAsync(url => url.EndsWith("/cycles", StringComparison.Ordinal));
        await _page.WhenInteractiveAsync();
        await TabToAsync(_page.GetByRole(AriaRole.Button, new() { Name = "启动周期" }).First);
        await Keys.PressAsync("Enter");
        var procedure = _page.Locator("#procedure");
        await TabToAsync(procedure);
        await Keys.TypeAsync("柞水三审票决");
        await Assertions.Expect(procedure.Locator("option:checked")).ToContainTextAsync("柞水三审票决");
        await TabToAsync(_page.GetByRole(AriaRole.Button, new() { Name = "启动", Exact = true }));
        await Keys.PressAsync("Enter");
        await TabToAsync(_page.GetByRole(AriaRole.Button, new() { Name = "确认启动" }));
        await Keys.PressAsync("Enter");
        await _page.WaitForURLAsync(url => new Uri(url).AbsolutePath.StartsWith("/cycles/", StringComparison.Ordinal));
        await Assertions.Expect(_page.Locator("main")).ToContainTextAsync("公布征集情况");
        await _page.ShootAsync("outline-4-started");
        complaints.Skip(whileCut).ShouldBeEmpty();
    }

    private ILocator Focused => _page.Locator("tr[data-line]:focus");

    /// <summary>The line of this name has the focus itself, and is the only one that Tab comes to.</summary>
    private async Task AtAsync(string title)
    {
        await Assertions.Expect(Focused).ToHaveAttributeAsync("data-title", title);
        await Assertions.Expect(Focused).ToHaveAttributeAsync("aria-selected", "true");
        await Assertions.Expect(_page.Locator("tr[data-line][tabindex='0']")).ToHaveCountAsync(1);
    }

    /// <summary>What a screen reader has been told.</summary>
    private Task SaidAsync(string words) => Assertions.Expect(_page.Locator("p[role=status][aria-live=polite]")).ToContainTextAsync(words);

    private async Task TabToAsync(ILocator wanted)
    {
        await Assertions.Expect(wanted).ToBeEnabledAsync();
        for (var tab = 0; tab < MostTabs; tab++)
        {
            if (await wanted.EvaluateAsync<bool>("element => element === document.activeElement")) return;
            await Keys.PressAsync("Tab");
        }
        Assert.Fail($"{MostTabs} times Tab do not lead to {wanted}.");
    }

    private const string CutWithTheNextWord =
        """
        () => {
          const { send } = WebSocket.prototype;
          WebSocket.prototype.send = function () {
            WebSocket.prototype.send = send;
            this.onclose(new CloseEvent('close', { code: 1006 }));
          };
        }
        """;

    private const string UndoneAtOnce =
        """
        () => new Promise(done => new MutationObserver((_, watch) => {
          if (document.querySelector('tr[data-title="公布征集情况"]')) return;
          watch.disconnect();
          document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true, cancelable: true }));
          done();
        }).observe(document.querySelector('[role=treegrid] tbody'), { childList: true, subtree: true }))
        """;

    /// <summary>Names, ids, levels and the order of focus: what is missing for somebody who hears the page.</summary>
    private const string Audit =
        """
        () => {
          const wrong = [], seen = new Set(), page = document.querySelector('.dz');
          const nameOf = one => (one.getAttribute('aria-label') || (one.getAttribute('aria-labelledby') ?? '').split(' ').map(id => document.getElementById(id)?.textContent ?? '').join('')
            || [...(one.labels ?? [])].map(label => label.textContent).join('') || one.textContent || one.title || '').trim();
          for (const one of document.querySelectorAll('[id]')) {
            if (seen.has(one.id)) wrong.push(`two elements have the id ${one.id}`);
            seen.add(one.id);
          }
          for (const one of page.querySelectorAll('button, a[href], input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab]')) {
            if (!one.offsetParent && one.type !== 'file') continue;
            if (!nameOf(one)) wrong.push(`no name: ${one.outerHTML.slice(0, 120)}`);
            if (one.tabIndex > 0) wrong.push(`an order of its own: ${one.outerHTML.slice(0, 120)}`);
          }
          const grid = page.querySelector('[role=treegrid]');
          if (!grid?.getAttribute('aria-label')) wrong.push('the treegrid has no name');
          if (grid.querySelectorAll('[role=columnheader]').length !== 5) wrong.push('five columns have heads');
          for (const row of grid.querySelectorAll('tr[data-line]')) {
            if (!row.matches('[role=row][aria-level][aria-posinset][aria-setsize][aria-selected]')) wrong.push(`a row tells too little: ${row.dataset.title}`);
            if ([...row.children].some(cell => cell.getAttribute('role') !== 'gridcell')) wrong.push(`a cell is none: ${row.dataset.title}`);
            if (!nameOf(row).includes(row.dataset.title)) wrong.push(`a row without its title: ${row.dataset.title}`);
          }
          const inside = grid.querySelectorAll('a, button, input, select');
          if (inside.length > 0) wrong.push('something in a row takes the Tab key');
          if (document.querySelectorAll('[aria-live=polite][role=status]').length < 1) wrong.push('nothing is read out');
          return wrong;
        }
        """;
}

using Minsheng.Workflow.Engine.Scripting;
using static Minsheng.Workflow.Tests.Scripting.Scripts;

namespace Minsheng.Workflow.Tests.Scripting;

public class ScriptLimitTests
{
    private const string Big = "const s = 'a'.repeat(1000000); const xs = Array.from({ length: 100000 });";

    [Theory]
    [InlineData("while (true) {}", "步数")]
    [InlineData("for (;;) ;", "步数")]
    [InlineData("for (let i = 0; ; i++) {}", "步数")]
    [InlineData("const f = () => f(); f()", "嵌套超过 200 层")]
    [InlineData("function f(n) { return [n].map(x => f(x + 1)) } f(0)", "嵌套超过 200 层")]
    [InlineData("const xs = [1]; for (const x of xs) xs.push(x)", "上限")]
    [InlineData("'a'.repeat(1e9)", "文本长度")]
    [InlineData("'a'.padStart(1e9)", "文本长度")]
    [InlineData("'a'.padEnd(Infinity, 'xy')", "文本长度")]
    [InlineData("let s = 'a'; while (true) s += s", "文本长度")]
    [InlineData("let s = 'a'; while (true) s = `${s}${s}`", "文本长度")]
    [InlineData("let s = 'a'; while (true) s = s.concat(s)", "文本长度")]
    [InlineData("let s = 'a'; while (true) s = [s, s].join('')", "文本长度")]
    [InlineData("let s = 'a'; while (true) s = s.replaceAll('a', 'aa')", "步数")]
    [InlineData("'a'.repeat(1000).replaceAll('', 'x'.repeat(1000))", "文本长度")]
    [InlineData("'a'.repeat(2000).replaceAll('a', '$`$&$\\'')", "文本长度")]
    [InlineData("'a'.repeat(2000).replaceAll('a', () => 'x'.repeat(1000))", "上限")]
    [InlineData("Array.from({ length: 9000 }).join('x'.repeat(1000))", "文本长度")]
    [InlineData("JSON.stringify(Array.from({ length: 2000 }, () => 'x'.repeat(1000)))", "文本长度")]
    [InlineData("JSON.stringify('\\u0001'.repeat(500000))", "上限")]
    [InlineData("let a = [1]; for (let i = 0; i < 90; i++) a = [a, 1]; JSON.stringify(Array.from({ length: 5000 }, () => a), null, 10)", "上限")]
    [InlineData("const s = 'a'.repeat(500000); const all = []; while (true) all.push(s + '')", "占用的数据总量")]
    [InlineData("const all = []; while (true) all.push('a'.repeat(100000))", "占用的数据总量")]
    [InlineData("const all = []; while (true) all.push(Array.from({ length: 50000 }))", "占用的数据总量")]
    [InlineData("let a = [1]; while (true) a = a.concat(a)", "项数")]
    [InlineData("let a = [1]; while (true) a = [...a, ...a]", "项数")]
    [InlineData("let a = [1]; while (true) a.push(...a)", "项数")]
    [InlineData("let a = [1]; while (true) a.unshift(...a)", "项数")]
    [InlineData("Array.from({ length: 1e9 })", "项数")]
    [InlineData("const a = []; a[1e8] = 1", "项数")]
    [InlineData("const a = []; a.length = 1e9", "项数")]
    [InlineData("'a'.repeat(200000).split('')", "项数")]
    [InlineData("[...'a'.repeat(200000)]", "项数")]
    [InlineData("const xs = Array.from({ length: 1000 }); xs.flatMap(() => xs).length", "项数")]
    [InlineData("const o = {}; for (let i = 0; ; i++) o['k' + i] = i", "上限")]
    [InlineData("let a = []; for (let i = 0; i < 1000; i++) a = [a]; '' + a", "嵌套超过")]
    [InlineData("let a = []; for (let i = 0; i < 1000; i++) a = [a]; JSON.stringify(a)", "嵌套超过")]
    [InlineData("let a = []; for (let i = 0; i < 1000; i++) a = { a }; JSON.stringify(a)", "嵌套超过")]
    [InlineData("let a = []; for (let i = 0; i < 1000; i++) a = [a]; a.flat(Infinity)", "嵌套超过")]
    [InlineData("let a = []; for (let i = 0; i < 1000; i++) a = [a]; a", "嵌套超过")]
    [InlineData("let a = []; for (let i = 0; i < 1000; i++) a = [a]; a == 1", "嵌套超过")]
    [InlineData("const a = []; a.push(a); JSON.stringify(a)", "嵌套超过")]
    [InlineData("let a = []; for (let i = 0; i < 60; i++) a = [a, a]; a", "步数")]
    [InlineData("let a = []; for (let i = 0; i < 60; i++) a = [a, a]; a.flat(Infinity)", "步数")]
    [InlineData("let a = []; for (let i = 0; i < 60; i++) a = [a, a]; '' + a", "上限")]
    [InlineData("let a = []; for (let i = 0; i < 60; i++) a = [a, a]; JSON.stringify(a)", "上限")]
    [InlineData("let f = () => 1; for (let i = 0; i < 60; i++) { const g = f; f = () => g() + g() } f()", "步数")]
    [InlineData("JSON.parse('['.repeat(10000))", "JSON.parse")]
    [InlineData("JSON.parse('[' + '[],'.repeat(90000) + '[]]')", "上限")]
    [InlineData(Big + "while (true) s.includes('b')", "步数")]
    [InlineData(Big + "while (true) s.indexOf('b')", "步数")]
    [InlineData(Big + "while (true) s.split('b')", "步数")]
    [InlineData(Big + "while (true) s.endsWith('b')", "上限")]
    [InlineData(Big + "s.includes(s.slice(0, 250000) + 'b' + s.slice(0, 250000))", "步数")]
    [InlineData(Big + "const t = s.slice(1) + 'a'; while (true) s === t", "步数")]
    [InlineData(Big + "const t = s.slice(1) + 'a'; while (true) s < t", "步数")]
    [InlineData(Big + "while (true) +s", "步数")]
    [InlineData(Big + "while (true) parseInt(s, 36)", "步数")]
    [InlineData(Big + "while (true) ({})[s]", "步数")]
    [InlineData(Big + "while (true) xs.includes(1)", "步数")]
    [InlineData(Big + "while (true) { xs.shift(); xs.push(1) }", "步数")]
    [InlineData(Big + "while (true) { xs.pop(); xs.unshift(1) }", "步数")]
    [InlineData(Big + "while (true) xs.reverse()", "步数")]
    [InlineData(Big + "while (true) xs.slice()", "占用的数据总量")]
    [InlineData(Big + "while (true) xs.keys()", "占用的数据总量")]
    [InlineData(Big + "while (true) Math.max(...xs)", "上限")]
    [InlineData(Big + "while (true) xs.sort()", "上限")]
    [InlineData(Big + "xs.map((x, i) => i).sort((a, b) => b - a)", "步数")]
    [InlineData(Big + "while (true) Object.entries(xs)", "上限")]
    [InlineData(Big + "while (true) s.toUpperCase()", "占用的数据总量")]
    [InlineData(Big + "while (true) JSON.stringify(s)", "上限")]
    [InlineData(Big + "xs.map(() => s.slice(0, 1000))", "上限")]
    [InlineData(Big + "while (true) (([a, ...b]) => b)(xs)", "占用的数据总量")]
    public void Every_way_to_waste_ends_at_a_limit(string source, string says) => Refusal(source).Message.ShouldContain(says);

    public static TheoryData<string> Towers => new(
        Nest("(", "1", ")"), Nest("[", "", "]"), Nest("{ a: ", "1", "}"), Nest("[{ a: ", "1", "}]"), Nest("`${", "1", "}`"),
        Nest("!", "1", ""), Nest("- ", "1", ""), Nest("typeof ", "1", ""), Nest("1 ** ", "1", ""), Nest("1 ? 1 : ", "1", ""), Nest("1 ? ", "1", " : 1"),
        Nest("{", "", "}"), Nest("if (1) ", "1", ""), Nest("if (0) ; else ", "1", ""), Nest("while (0) ", "1", ""), Nest("for (;0;) ", "1", ""),
        Nest("() => ", "1", ""), Nest("() => {", "1", "}"), Nest("function f() {", "", "}"), Nest("f(", "1", ")"), Nest("a[", "1", "]"),
        Nest("x => (", "1", ")"), "let " + Nest("a = b[", "1", "]"), "const " + Nest("[", "a", "]") + " = 1", "const " + Nest("{ a: ", "a", "}") + " = 1",
        Nest("(", "", ""), Nest("[", "", ""), Nest("`${", "", ""), Nest("{", "", ""), Nest("a = ", "1", ""), Nest("({ f() { return ", "1", "} })"));

    [Theory]
    [MemberData(nameof(Towers))]
    public void A_tower_of_thousands_is_refused_and_does_not_overflow_the_stack(string source) =>
        ParseRefusal(source).Message.ShouldNotContain("表达式长度");

    [Theory]
    [InlineData("1", "+1", 10001.0)]
    [InlineData("1", "*1", 1.0)]
    [InlineData("0", "||0", 0.0)]
    [InlineData("1", "&&1", 1.0)]
    [InlineData("0", "??0", 0.0)]
    [InlineData("1", "==1", true)]
    [InlineData("1", ";1", 1.0)]
    public void Long_flat_chains_work(string start, string link, object expected) => Run(start + Repeat(link, 10_000)).ShouldBe(expected);

    [Theory]
    [InlineData("''", ".trim()", "")]
    [InlineData("''", "?.at", null)]
    [InlineData("[]", "[0]", null)]
    [InlineData("0", "()", null)]
    public void Long_member_chains_never_crash(string start, string link, object? expected)
    {
        var script = Script.Parse(start + Repeat(link, 10_000));
        try
        {
            script.Evaluate(new Names()).ShouldBe(expected);
        }
        catch (ScriptException refusal)
        {
            refusal.Line.ShouldBe(1);
        }
    }

    [Fact]
    public void A_source_of_more_than_a_hundred_thousand_characters_is_refused() =>
        ParseRefusal(new string(' ', 100_001)).Message.ShouldContain("表达式长度超过上限");

    [Fact]
    public void Deep_bodies_and_deep_calls_together_do_not_overflow_a_small_stack()
    {
        var source = "const f = n => " + new string('(', 90) + "1 + (n ? f(n - 1) : 0)" + new string(')', 90) + "; f(1e9)";
        Exception? end = null;
        var thread = new Thread(() => end = Record.Exception(() => Run(source)), maxStackSize: 512 * 1024);

        thread.Start();
        thread.Join();

        end.ShouldBeOfType<ScriptException>();
    }

    [Fact]
    public void Limits_are_the_callers_choice()
    {
        Should.Throw<ScriptException>(() => Run("for (let i = 0; i < 100; i++) ;", limits: new ScriptLimits { MaxSteps = 50 }));
        Should.Throw<ScriptException>(() => Run("'abcdef' + 'g'", limits: new ScriptLimits { MaxStringLength = 6 }));
        Should.Throw<ScriptException>(() => Run("[1, 2, 3]", limits: new ScriptLimits { MaxItems = 2 }));
        Should.Throw<ScriptException>(() => Run("((n) => n)(1)", limits: new ScriptLimits { MaxDepth = 0 }));
        Should.Throw<ScriptException>(() => Run("'abc' + 'def'", limits: new ScriptLimits { MaxAllocation = 10 }));
        Run("for (let i = 0; i < 10; i++) ; 1", limits: new ScriptLimits { MaxSteps = 100 }).ShouldBe(1.0);
    }

    [Fact]
    public void A_host_function_used_as_callback_does_not_get_the_whole_list_each_time() =>
        Run("xs.map(twice).length", new Names
        {
            ["xs"] = Enumerable.Repeat((object?)1, 20_000).ToList(),
            ["twice"] = (ScriptFunction)(arguments => (double)arguments[0]! * arguments.Count),
        }).ShouldBe(20_000.0);

    private static string Nest(string open, string inner, string close)
    {
        var levels = Math.Min(10_000, 99_000 / (open.Length + close.Length));   // the source itself is limited too
        return Repeat(open, levels) + inner + Repeat(close, levels);
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}

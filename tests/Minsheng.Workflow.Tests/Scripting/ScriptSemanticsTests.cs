using static Minsheng.Workflow.Tests.Scripting.Scripts;

namespace Minsheng.Workflow.Tests.Scripting;

public class ScriptSemanticsTests
{
    /// <summary>Left: a script. Right: what String(…) of its result gives in JavaScript.</summary>
    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("2 ** 3 ** 2", "512")]
    [InlineData("(-2) ** 2", "4")]
    [InlineData("10 - 3 - 2", "5")]
    [InlineData("7 % 3 + -7 % 3", "0")]
    [InlineData("'a' + 1 + 2", "a12")]
    [InlineData("1 + 2 + 'a'", "3a")]
    [InlineData("'5' * '2'", "10")]
    [InlineData("'5' - 2", "3")]
    [InlineData("+'  12.5 '", "12.5")]
    [InlineData("+''", "0")]
    [InlineData("+'0x1F'", "31")]
    [InlineData("+'1_0'", "NaN")]
    [InlineData("+'12px'", "NaN")]
    [InlineData("+'Infinity'", "Infinity")]
    [InlineData("+[]", "0")]
    [InlineData("+[7]", "7")]
    [InlineData("+{}", "NaN")]
    [InlineData("null + 1", "1")]
    [InlineData("undefined + 1", "NaN")]
    [InlineData("true + true", "2")]
    [InlineData("[] + []", "")]
    [InlineData("[1,[2,3],null,undefined] + ''", "1,2,3,,")]
    [InlineData("({}) + ''", "[object Object]")]
    [InlineData("null + ''", "null")]
    [InlineData("1 / 0", "Infinity")]
    [InlineData("-1 / 0", "-Infinity")]
    [InlineData("0 / 0", "NaN")]
    [InlineData("NaN ** 0", "1")]
    [InlineData("1 ** Infinity", "NaN")]
    [InlineData("0x10 + 0b11 + 0o7", "26")]
    [InlineData(".5 + 5.", "5.5")]
    [InlineData("typeof 1 + typeof '' + typeof true", "numberstringboolean")]
    [InlineData("typeof undefined + typeof null + typeof [] + typeof (() => 1)", "undefinedobjectobjectfunction")]
    [InlineData("typeof nothingOfThatName", "undefined")]
    [InlineData("typeof Math + typeof Number + typeof parseInt", "objectfunctionfunction")]
    [InlineData("1 ? 'a' : 0 ? 'b' : 'c'", "a")]
    [InlineData("0 ? 'a' : 0 ? 'b' : 'c'", "c")]
    [InlineData("true?.5:1", "0.5")]
    [InlineData("0 || 'x'", "x")]
    [InlineData("0 ?? 'x'", "0")]
    [InlineData("null ?? undefined ?? 'x'", "x")]
    [InlineData("1 && 0 && unknown", "0")]
    [InlineData("!'' && !!'a'", "true")]
    [InlineData("'b' in { a: 1, b: 2 }", "true")]
    [InlineData("2 in [1, 2]", "false")]
    [InlineData("`a${1 + 1}b${`c${'d'}`}`", "a2bcd")]
    [InlineData("`${{ a: 1 }.a}}`", "1}")]
    [InlineData("'\\u4e2d\\x41\\n\\'\\u{1F600}'.length", "6")]
    [InlineData("'多行\\\n文本'", "多行文本")]
    public void Operators_follow_JavaScript(string source, string expected) => Run($"String({source})").ShouldBe(expected);

    [Theory]
    [InlineData("5", "5")]
    [InlineData("-0", "0")]
    [InlineData("0.1", "0.1")]
    [InlineData("0.1 + 0.2", "0.30000000000000004")]
    [InlineData("1e21", "1e+21")]
    [InlineData("123456789012345680000", "123456789012345680000")]
    [InlineData("1.5e300", "1.5e+300")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("0.0000001", "1e-7")]
    [InlineData("-1.25e-9", "-1.25e-9")]
    [InlineData("1e15", "1000000000000000")]
    [InlineData("123.456", "123.456")]
    [InlineData("9007199254740993", "9007199254740992")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157e+308")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("-Infinity", "-Infinity")]
    [InlineData("100.5e20", "1.005e+22")]
    public void Numbers_are_written_as_in_JavaScript(string source, string expected) => Run($"String({source})").ShouldBe(expected);

    [Theory]
    [InlineData("1 == '1'", true)]
    [InlineData("1 === '1'", false)]
    [InlineData("null == undefined", true)]
    [InlineData("null === undefined", false)]
    [InlineData("null == 0", false)]
    [InlineData("'' == 0", true)]
    [InlineData("true == 1", true)]
    [InlineData("'true' == true", false)]
    [InlineData("[1] == 1", true)]
    [InlineData("[] == []", false)]
    [InlineData("NaN == NaN", false)]
    [InlineData("NaN != NaN", true)]
    [InlineData("0 === -0", true)]
    [InlineData("'a' < 'b'", true)]
    [InlineData("'B' < 'a'", true)]
    [InlineData("'10' < '9'", true)]
    [InlineData("'10' < 9", false)]
    [InlineData("null >= 0", true)]
    [InlineData("undefined >= 0", false)]
    [InlineData("NaN < 1 || NaN >= 1", false)]
    [InlineData("[2] > 1", true)]
    public void Equality_and_order_follow_JavaScript(string source, bool expected) => Run(source).ShouldBe(expected);

    [Theory]
    [InlineData("0", false)]
    [InlineData("-0", false)]
    [InlineData("NaN", false)]
    [InlineData("''", false)]
    [InlineData("null", false)]
    [InlineData("undefined", false)]
    [InlineData("'0'", true)]
    [InlineData("[]", true)]
    [InlineData("({})", true)]
    [InlineData("Infinity", true)]
    public void Truth_follows_JavaScript(string source, bool expected) => Run($"Boolean({source})").ShouldBe(expected);

    [Theory]
    [InlineData("1; 2; 3", "3")]
    [InlineData("let a = 1; a", "1")]
    [InlineData("let a = 1\nlet b = 2\na + b", "3")]
    [InlineData("return 5; 6", "5")]
    [InlineData("if (1) { 'yes' } else { 'no' }", "yes")]
    [InlineData("if (0) 1; else if (0) 2; else 3", "3")]
    [InlineData("let s = 0; for (const x of [1, 2, 3]) s += x; s", "6")]
    [InlineData("let s = ''; for (const c of '中a😀') s = c + s; s", "😀a中")]
    [InlineData("let s = 0; for (let i = 0; i < 5; i++) { if (i == 1) continue; if (i == 4) break; s += i } s", "5")]
    [InlineData("let i = 0; while (i < 10) i++; i", "10")]
    [InlineData("let i = 5; const a = i++ + ++i; a + ',' + i", "12,7")]
    [InlineData("let i = '5'; i++; i", "6")]
    [InlineData("let x = null; x ??= 4; x ??= 5; x", "4")]
    [InlineData("let x = 2; x *= 3; x -= 1; x /= 5; x **= 3; x %= 1; x", "0")]
    [InlineData("let x = 0; x ||= 3; x &&= 4; x", "4")]
    [InlineData("var a = 1; { var a = 2 } a", "2")]
    [InlineData("let a = 1; { let a = 2 } a", "1")]
    [InlineData("const f = []; for (let i = 0; i < 3; i++) f.push(() => i); f.map(g => g()).join()", "0,1,2")]
    [InlineData("const f = []; for (const i of [7, 8]) f.push(() => i); f.map(g => g()).join()", "7,8")]
    [InlineData("const add = a => b => a + b; add(1)(2)", "3")]
    [InlineData("function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2) } fib(10)", "55")]
    [InlineData("twice(4); function twice(n) { return n * 2 }", "8")]
    [InlineData("const f = function down(n) { return n ? down(n - 1) : 'end' }; f(3)", "end")]
    [InlineData("const f = (a, b = a + 1, ...rest) => `${a}${b}${rest.length}`; f(1) + f(1, 5, 6, 7)", "120152")]
    [InlineData("(({ a, b: [c, ...d], e = 9 }) => [a, c, d.length, e].join())({ a: 1, b: [2, 3, 4] })", "1,2,2,9")]
    [InlineData("const { a, b } = { a: 1, b: 2 }, [c, , d = 7] = [3]; a + b + c + d", "13")]
    [InlineData("let t = ''; for (const [k, v] of Object.entries({ x: 1, y: 2 })) t += k + v; t", "x1y2")]
    [InlineData("const o = { a: 1, 'b c': 2, 3: 4, ['d' + 1]: 5, f(x) { return x } }; o.a + o['b c'] + o[3] + o.d1 + o.f(1)", "13")]
    [InlineData("const a = 1, o = { a, ...{ b: 2, a: 3 }, ...null }; o.a + o.b", "5")]
    [InlineData("const o = {}; o.x = { y: 1 }; o.x.y += 4; o['x'].y++; o.x.y", "6")]
    [InlineData("const a = [1]; a[3] = 4; a.length + ':' + a.join('-')", "4:1---4")]
    [InlineData("const a = [1, 2, 3]; a.length = 1; a.join()", "1")]
    [InlineData("[...[1, 2], ...'ab'].join()", "1,2,a,b")]
    [InlineData("Math.max(...[3, 9, 4])", "9")]
    [InlineData("const o = null; String(o?.a.b.c()) + o?.[0] + o?.()", "undefinedundefinedundefined")]
    [InlineData("({ f: null }).f?.(1) ?? 'none'", "none")]
    [InlineData("/* one */ 1 // two\n + 1", "2")]
    [InlineData("let a = 4; a\n/2/1", "2")]
    public void Statements_functions_and_members_follow_JavaScript(string source, string expected) =>
        Text(Run(source)).ShouldBe(expected);

    [Fact]
    public void Without_any_value_the_result_is_null()
    {
        Run("").ShouldBeNull();
        Run("let a = 1").ShouldBeNull();
        Run("undefined").ShouldBeNull();
        Run("function f() { 1 } f()").ShouldBeNull();
    }

    [Fact]
    public void A_program_that_is_one_object_literal_is_that_object() =>
        Run("{ a: 1, b: [true, undefined] }").ShouldBeOfType<Dictionary<string, object?>>()
            .ShouldSatisfyAllConditions(
                o => o.Keys.ShouldBe(["a", "b"]),
                o => o["a"].ShouldBe(1.0),
                o => o["b"].ShouldBe(new List<object?> { true, null }));

    [Fact]
    public void One_script_serves_many_threads()
    {
        var script = Minsheng.Workflow.Engine.Scripting.Script.Parse("let s = 0; for (let i = 0; i < n; i++) s += i; s");

        var sums = Enumerable.Range(0, 100).AsParallel().AsOrdered().Select(n => script.Evaluate(new Names { ["n"] = n })).ToList();

        sums.ShouldBe(Enumerable.Range(0, 100).Select(n => (object?)(double)(n * (n - 1) / 2)));
    }

    private static string? Text(object? result) => (string?)Run("String(value)", new Names { ["value"] = result });
}

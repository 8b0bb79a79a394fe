using static Minsheng.Workflow.Tests.Scripting.Scripts;

namespace Minsheng.Workflow.Tests.Scripting;

public class ScriptRefusalTests
{
    [Fact]
    public void A_refusal_is_one_sentence_with_place_and_cure()
    {
        var refusal = ParseRefusal("let a = 1;\n    class B {}");

        refusal.Message.ShouldBe("第 2 行第 5 列：本平台的表达式不支持“class”，请改用简单的取值与运算。");
        (refusal.Line, refusal.Column).ShouldBe((2, 5));
    }

    [Theory]
    [InlineData("new Date()", "new", 1)]
    [InlineData("Date.now()", "Date", 1)]
    [InlineData("1 + Math.random()", "Math.random", 10)]
    [InlineData("this.x", "this", 1)]
    [InlineData("async () => 1", "async", 1)]
    [InlineData("await x", "await", 1)]
    [InlineData("yield 1", "yield", 1)]
    [InlineData("function* f() {}", "function*", 9)]
    [InlineData("const f = function* () {}", "function*", 19)]
    [InlineData("eval('1')", "eval", 1)]
    [InlineData("Function('return 1')()", "Function", 1)]
    [InlineData("with (a) {}", "with", 1)]
    [InlineData("delete a.b", "delete", 1)]
    [InlineData("try { } catch (e) { }", "try", 1)]
    [InlineData("throw 1", "throw", 1)]
    [InlineData("import x from 'y'", "import", 1)]
    [InlineData("export const a = 1", "export", 1)]
    [InlineData("switch (a) { }", "switch", 1)]
    [InlineData("do { } while (a)", "do", 1)]
    [InlineData("void 0", "void", 1)]
    [InlineData("a instanceof b", "instanceof", 3)]
    [InlineData("for (const k in o) {}", "for…in", 14)]
    [InlineData("outer: for (;;) {}", "outer:", 1)]
    [InlineData("for (;;) { break outer }", "outer", 18)]
    [InlineData("({ get x() { return 1 } })", "get", 4)]
    [InlineData("({ set x(v) { } })", "set", 4)]
    [InlineData("a.__proto__", "__proto__", 3)]
    [InlineData("a?.constructor", "constructor", 4)]
    [InlineData("a['prototype']", "prototype", 3)]
    [InlineData("({ __proto__: 1 })", "__proto__", 4)]
    [InlineData("const { constructor } = a", "constructor", 9)]
    [InlineData("/ab+/.test(a)", "正则表达式", 1)]
    [InlineData("'a'.replace(/[\"']/g, '')", "正则表达式", 13)]
    [InlineData("return /x/", "正则表达式", 8)]
    [InlineData("tag`x`", "标签模板", 4)]
    [InlineData("1, 2", ",", 2)]
    [InlineData("(1, 2)", ",", 3)]
    [InlineData("1 & 2", "&", 3)]
    [InlineData("1 | 2", "|", 3)]
    [InlineData("~1", "~", 1)]
    [InlineData("1 << 2", "<<", 3)]
    [InlineData("a ^= 2", "^=", 3)]
    [InlineData("-2 ** 2", "**", 1)]
    [InlineData("[a, b] = [b, a]", "解构赋值", 8)]
    [InlineData("x = 1", "“x”没有声明", 1)]
    [InlineData("const x = 1; x = 2", "“x”是常量", 14)]
    [InlineData("let x = 1; let x = 2", "“x”重复声明", 16)]
    [InlineData("const x", "“x”时没有给值", 7)]
    [InlineData("let if = 1", "“if”是保留字", 5)]
    [InlineData("1 = 2", "不能赋值", 3)]
    [InlineData("a?.b = 2", "不能赋值", 6)]
    [InlineData("break", "“break”只能写在循环里", 1)]
    [InlineData("for (;;) { [1].map(() => { break }) }", "“break”只能写在循环里", 28)]
    [InlineData("for (x of [1]) {}", "for…of 的变量没有声明", 8)]
    [InlineData("if (1) let x = 1", "请用 { } 括起来", 8)]
    [InlineData("1 +", "不完整", 4)]
    [InlineData("(1", "括号没有闭合", 1)]
    [InlineData("1)", "左括号", 2)]
    [InlineData("(1]", "左括号", 3)]
    [InlineData("f（1）", "中文标点“（”", 2)]
    [InlineData("a @ b", "不能识别的字符“@”", 3)]
    [InlineData("'abc", "文本没有结束", 1)]
    [InlineData("'abc\\", "文本没有结束", 6)]
    [InlineData("`abc", "模板文本没有结束", 1)]
    [InlineData("`a${1", "模板文本没有结束", 1)]
    [InlineData("`a${}`", "这里不应出现", 5)]
    [InlineData("/* a", "注释没有结束", 1)]
    [InlineData("10n", "大整数", 1)]
    [InlineData("010", "多余的 0", 1)]
    [InlineData("'\\u12'", "十六进制", 4)]
    [InlineData("'\\u{110000}'", "超出字符范围", 4)]
    [InlineData("a b", "不应出现“b”", 3)]
    [InlineData("[1 2]", "这里应是“,”", 4)]
    [InlineData("a.1", "不应出现", 2)]
    public void What_is_outside_the_subset_is_refused_when_parsed(string source, string says, int column)
    {
        var refusal = ParseRefusal(source);

        refusal.Message.ShouldContain(says);
        (refusal.Line, refusal.Column).ShouldBe((1, column));
    }

    [Theory]
    [InlineData("1;\nfoo", "没有名为“foo”", 2, 1)]
    [InlineData("foo(1)", "没有名为“foo”", 1, 1)]
    [InlineData("const f = 1; f()", "“f”是数字，不能作为函数调用", 1, 14)]
    [InlineData("[1].foo()", "列表没有“foo”", 1, 5)]
    [InlineData("'a'.match('a')", "文本没有“match”", 1, 5)]
    [InlineData("null.x", "不能读取空值（null）的“x”", 1, 6)]
    [InlineData("let a; a.b.c", "的“b”", 1, 10)]
    [InlineData("null[0]", "不能读取空值", 1, 5)]
    [InlineData("let a = null; a.b = 1", "不能给空值", 1, 17)]
    [InlineData("'abc'.x = 1", "文本的成员不能赋值", 1, 7)]
    [InlineData("[].x = 1", "只能按序号赋值", 1, 4)]
    [InlineData("a; let a = 1", "在声明之前被使用", 1, 1)]
    [InlineData("({})['__pro' + 'to__']", "__proto__", 1, 5)]
    [InlineData("[]['constr' + 'uctor']", "constructor", 1, 3)]
    [InlineData("const o = {}; o['proto' + 'type'] = 1", "prototype", 1, 16)]
    [InlineData("({ ['__proto' + '__']: 1 })", "__proto__", 1, 15)]
    [InlineData("for (const x of 5) {}", "数字不能逐项处理", 1, 1)]
    [InlineData("[...null]", "空值（null）不能逐项处理", 1, 2)]
    [InlineData("({ ...[1] })", "不能用“...”展开到对象", 1, 7)]
    [InlineData("[1].map(5)", "这里需要一个函数", 1, 5)]
    [InlineData("[].reduce((a, b) => a)", "初始值", 1, 4)]
    [InlineData("JSON.parse('{')", "JSON.parse", 1, 6)]
    [InlineData("JSON.stringify({}, ['a'])", "第二个参数", 1, 6)]
    [InlineData("Math.foo", "“Math”没有“foo”", 1, 6)]
    [InlineData("Math()", "不能作为函数调用", 1, 1)]
    [InlineData("'a' in 'abc'", "请改用 includes", 1, 5)]
    [InlineData("'a'.repeat(-1)", "repeat", 1, 5)]
    [InlineData("(1).toFixed(101)", "toFixed", 1, 5)]
    [InlineData("(255).toString(16)", "十进制", 1, 7)]
    [InlineData("const { a } = null", "不能解构", 1, 7)]
    public void Mistakes_at_run_time_name_the_place(string source, string says, int line, int column)
    {
        var refusal = Refusal(source);

        refusal.Message.ShouldContain(says);
        (refusal.Line, refusal.Column).ShouldBe((line, column));
    }
}

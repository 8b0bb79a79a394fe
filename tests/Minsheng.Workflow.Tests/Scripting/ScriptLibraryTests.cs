using static Minsheng.Workflow.Tests.Scripting.Scripts;

namespace Minsheng.Workflow.Tests.Scripting;

public class ScriptLibraryTests
{
    /// <summary>Left: a script. Right: JSON.stringify of its result in JavaScript.</summary>
    [Theory]
    [InlineData("[1, 2, 3].map((x, i) => x * i)", "[0,2,6]")]
    [InlineData("[1, 2, 3].filter(x => x % 2)", "[1,3]")]
    [InlineData("[1, 2].some(x => x > 1) && [1, 2].every(x => x > 0)", "true")]
    [InlineData("[1, 2, 3].find(x => x > 1)", "2")]
    [InlineData("[[1].find(x => x > 1) === undefined, [1].findIndex(x => x > 1), [5, 6].findIndex(x => x == 6)]", "[true,-1,1]")]
    [InlineData("[1, 2, 3].reduce((a, b) => a + b)", "6")]
    [InlineData("['a', 'b'].reduce((o, k, i) => ({ ...o, [k]: i }), {})", "{\"a\":0,\"b\":1}")]
    [InlineData("[10, 9, 1].sort()", "[1,10,9]")]
    [InlineData("[10, undefined, 9, 1].sort((a, b) => a - b)", "[1,9,10,null]")]
    [InlineData("[{ k: 1, n: 'a' }, { k: 0, n: 'b' }, { k: 1, n: 'c' }].sort((a, b) => a.k - b.k).map(x => x.n).join('')", "\"bac\"")]
    [InlineData("[1, NaN].includes(NaN) && [1, NaN].indexOf(NaN) == -1", "true")]
    [InlineData("[1, 2, 3, 4].slice(-3, -1)", "[2,3]")]
    [InlineData("[1].concat(2, [3, [4]])", "[1,2,3,[4]]")]
    [InlineData("const a = [2]; [a.push(3, 4), a.unshift(1), a.shift(), a.pop(), a.join('')]", "[3,4,1,4,\"23\"]")]
    [InlineData("[1, 2, 3].reverse()", "[3,2,1]")]
    [InlineData("[1, [2, [3, [4]]]].flat(2)", "[1,2,3,[4]]")]
    [InlineData("[1, [2, [3, [4]]]].flat(Infinity)", "[1,2,3,4]")]
    [InlineData("[1, 2].flatMap(x => [x, [x]])", "[1,[1],2,[2]]")]
    [InlineData("let s = 0; [1, 2].forEach(x => { s += x }); s", "3")]
    [InlineData("[[1, 2, 3].at(-1), [1].at(5) === undefined]", "[3,true]")]
    [InlineData("['1', '2'].map(Number)", "[1,2]")]
    [InlineData("['1', '2', '3'].map(parseInt)", "[1,null,null]")]
    [InlineData("['a-b-c'.split('-'), 'abc'.split(''), 'abc'.split(), ''.split(','), 'a,b,c'.split(',', 2)]", "[[\"a\",\"b\",\"c\"],[\"a\",\"b\",\"c\"],[\"abc\"],[\"\"],[\"a\",\"b\"]]")]
    [InlineData("['abc'.includes('bc'), 'abc'.startsWith('b', 1), 'abc'.endsWith('b', 2), 'abcb'.indexOf('b', 2), 'abcb'.lastIndexOf('b')]", "[true,true,true,3,3]")]
    [InlineData("['abc'.slice(-2), 'abc'.slice(2, 1), 'abc'.substring(2, 0), 'abc'[1], 'abc'.at(-1), 'abc'.charAt(9), 'abc'.charCodeAt(0)]", "[\"bc\",\"\",\"ab\",\"b\",\"c\",\"\",97]")]
    [InlineData("[' aB '.trim().toUpperCase(), 'AB'.toLowerCase(), 'a'.concat('b', 1), 'ab'.repeat(2), (5).toString()]", "[\"AB\",\"ab\",\"ab1\",\"abab\",\"5\"]")]
    [InlineData("['7'.padStart(3, '0'), '7'.padEnd(3, 'ab'), 'abc'.padStart(2)]", "[\"007\",\"7ab\",\"abc\"]")]
    [InlineData("['aba'.replace('a', 'x'), 'aba'.replaceAll('a', '[$&]'), 'aba'.replaceAll('a', (m, i) => i), 'ab'.replaceAll('', '-'), 'a'.replace('a', '$$')]", "[\"xba\",\"[a]b[a]\",\"0b2\",\"-a-b-\",\"$\"]")]
    [InlineData("[(1.005).toFixed(2), (2.5).toFixed(0), (-1.5).toFixed(0), (1234.5678).toFixed(1), (0).toFixed(2), (1e21).toFixed(2)]", "[\"1.00\",\"3\",\"-2\",\"1234.6\",\"0.00\",\"1e+21\"]")]
    [InlineData("[Math.abs(-1), Math.ceil(1.2), Math.floor(-1.2), Math.round(-1.5), Math.round(2.5), Math.round(0.49999999999999994)]", "[1,2,-2,-1,3,0]")]
    [InlineData("[Math.max(), Math.min(1, '0'), Math.max(1, NaN), Math.pow(2, 3), Math.sqrt(9), Math.trunc(-1.9), Math.sign(-3)]", "[null,0,null,8,3,-1,-1]")]
    [InlineData("[Object.keys({ a: 1, b: 2 }), Object.values({ a: 1 }), Object.entries({ a: 1 }), Object.assign({}, { a: 1 }, { a: 2 }), Object.fromEntries([['k', 1]])]", "[[\"a\",\"b\"],[1],[[\"a\",1]],{\"a\":2},{\"k\":1}]")]
    [InlineData("[Array.isArray([]), Array.isArray('a'), Array.from({ length: 3 }, (_, i) => i * 2), Array.from('ab')]", "[true,false,[0,2,4],[\"a\",\"b\"]]")]
    [InlineData("[Number('0x1f'), Number(), Number(null), String(null), Boolean('0'), Number.isInteger(5), Number.isInteger('5')]", "[31,0,0,\"null\",true,true,false]")]
    [InlineData("[parseInt('12px'), parseInt('-0x1F'), parseInt('101', 2), parseInt('x'), parseFloat('3.14abc'), parseFloat('.5e1x'), parseFloat('1e+')]", "[12,-31,5,null,3.14,5,1]")]
    [InlineData("[isNaN('x'), isNaN('1'), Number.isNaN('x')]", "[true,false,false]")]
    [InlineData("JSON.parse('{\"a\":[1,2.5,\"x\",null,true],\"b\":{}}')", "{\"a\":[1,2.5,\"x\",null,true],\"b\":{}}")]
    [InlineData("JSON.stringify({ a: undefined, b: () => 1, c: [undefined, NaN], d: 'q\"\\n\\u0001' })", "\"{\\\"c\\\":[null,null],\\\"d\\\":\\\"q\\\\\\\"\\\\n\\\\u0001\\\"}\"")]
    [InlineData("JSON.stringify({ a: [1, {}], b: [] }, null, 2)", "\"{\\n  \\\"a\\\": [\\n    1,\\n    {}\\n  ],\\n  \\\"b\\\": []\\n}\"")]
    [InlineData("JSON.stringify(undefined) === undefined", "true")]
    [InlineData("({ a: 1 }).hasOwnProperty('a')", "true")]
    public void The_library_follows_JavaScript(string source, string expected) =>
        Run("JSON.stringify(value)", new Names { ["value"] = Run(source) }).ShouldBe(expected);

    [Fact]
    public void Replacing_with_dollar_marks_knows_the_surroundings() => Run("'abc'.replace('b', \"<$`|$'>\")").ShouldBe("a<a|c>c");

    [Fact]
    public void A_loop_over_a_growing_list_sees_what_was_pushed() =>
        Run("const a = [1]; for (const x of a) if (a.length < 4) a.push(x + 1); a.join()").ShouldBe("1,2,3,4");

    [Fact]
    public void Map_stops_at_the_length_it_began_with() =>
        Run("const a = [1, 2]; a.map(x => { a.push(9); return x }).length").ShouldBe(2.0);

    [Theory]
    [InlineData("() => 1")]
    [InlineData("() => -1")]
    [InlineData("() => 'x'")]
    [InlineData("(a, b) => { xs.pop(); return a - b }")]
    [InlineData("(a, b) => { xs.length = 0; return b - a }")]
    public void A_sort_with_a_lying_comparator_ends_and_loses_nothing(string compare) =>
        Run($"const xs = [3, 1, 2, 5, 4]; xs.sort({compare}); xs.length").ShouldBe(5.0);
}

using Minsheng.Workflow.Engine.Scripting;
using static Minsheng.Workflow.Tests.Scripting.Scripts;

namespace Minsheng.Workflow.Tests.Scripting;

public class ScriptHostTests
{
    [Fact]
    public void Reads_and_writes_the_variables_of_the_host()
    {
        var variables = new Variables();
        var names = new Names
        {
            ["variables"] = variables,
            ["getVariable"] = (ScriptFunction)(arguments => variables.Values.GetValueOrDefault((string)arguments[0]!)),
        };

        Run("variables.X = 5; variables['Y'] = [variables.X, undefined]; variables.X++", names);

        variables.Values["X"].ShouldBe(6.0);
        variables.Values["Y"].ShouldBe(new List<object?> { 5.0, null });
        Run("getVariable('X') == 6 && variables.Z === undefined && 'X' in variables", names).ShouldBe(true);
        Refusal("variables.locked = 1", names).Message.ShouldContain("“locked”不能赋值");
    }

    [Fact]
    public void Numbers_and_dates_of_the_host_become_values_of_scripts()
    {
        var names = new Names
        {
            ["list"] = new List<object?> { 1, 2L, 3.5m, 4f },
            ["day"] = new DateOnly(2026, 11, 21),
            ["time"] = new DateTimeOffset(2026, 11, 21, 8, 30, 0, TimeSpan.FromHours(8)),
        };

        Run("list.includes(2) && list[2] === 3.5 && list.indexOf(4) == 3", names).ShouldBe(true);
        Run("list.reduce((a, b) => a + b)", names).ShouldBe(10.5);
        Run("list", names).ShouldBe(new List<object?> { 1.0, 2.0, 3.5, 4.0 });
        Run("day + ' ' + time", names).ShouldBe("2026-11-21 2026-11-21T08:30:00+08:00");
    }

    [Fact]
    public void What_leaves_a_script_is_a_copy()
    {
        var shared = new List<object?> { 1.0 };

        var result = Run("list", new Names { ["list"] = shared });

        result.ShouldBe(shared);
        result.ShouldNotBeSameAs(shared);
    }

    [Fact]
    public void A_function_of_a_script_can_be_called_by_the_host()
    {
        var names = new Names { ["twice"] = (ScriptFunction)(arguments => ((ScriptFunction)arguments[0]!)([((ScriptFunction)arguments[0]!)([1])])) };

        Run("twice(x => x + 10)", names).ShouldBe(21.0);
        Run("x => x * 2").ShouldBeOfType<ScriptFunction>()([4]).ShouldBe(8.0);
    }

    [Fact]
    public void A_mistake_reported_by_a_host_function_gets_the_position_of_the_call()
    {
        var names = new Names { ["getVariable"] = (ScriptFunction)(_ => throw new ScriptException("没有变量“A”，请检查名称。")) };

        var mistake = Refusal("1 +\n  getVariable('A')", names);

        mistake.Message.ShouldBe("第 2 行第 3 列：没有变量“A”，请检查名称。");
        (mistake.Line, mistake.Column).ShouldBe((2, 3));
    }

    [Fact]
    public void Names_of_the_host_win_over_built_in_ones_and_locals_win_over_both()
    {
        Run("Number", new Names { ["Number"] = "2026-7" }).ShouldBe("2026-7");
        Run("const Number = 1; Number", new Names { ["Number"] = "2026-7" }).ShouldBe(1.0);
    }

    [Fact]
    public void An_unknown_kind_of_host_value_is_named() =>
        Refusal("x", new Names { ["x"] = new Version(1, 0) }).Message.ShouldContain("“Version”");

    [Fact]
    public void A_list_that_contains_itself_cannot_leave() => Refusal("const a = []; a.push(a); a").Message.ShouldContain("嵌套超过");
}

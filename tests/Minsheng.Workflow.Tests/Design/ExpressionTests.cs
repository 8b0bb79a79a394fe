using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Tests.Rehearsal;

namespace Minsheng.Workflow.Tests.Design;

/// <summary>Expressions as they are typed: what may be said, and what it comes to.</summary>
public sealed class ExpressionTests
{
    private static readonly StepAddress Ballot = new("", "ballot");

    private static ProcedureDesign Zhashui() => ProcedureDesign.Open(File.ReadAllText(Path.Combine(Shipped.Folder(), "zhashui-three-reviews.json")));

    private static ExpressionExample Try(string script, Type? wanted = null) => ExpressionExample.Of(Zhashui(), Ballot, script, BallotHelpTests.Place, wanted);

    [Theory]
    [InlineData("getSeats()", "照 2027 年的默认设置，现在算出来是 10")]
    [InlineData("getSeats() > 10", "照 2027 年的默认设置，现在算出来是“否”")]
    [InlineData("Math.ceil(getSeats() * 1.25)", "照 2027 年的默认设置，现在算出来是 13")]
    [InlineData("`${cycle.year}年${jurisdiction}`", "照 2027 年的默认设置，现在算出来是“2027年柞水县”")]
    [InlineData("items('候选项目').length", "照 2027 年的默认设置和 12 个示例项目，现在算出来是 12")]
    [InlineData("project().amount", "照 2027 年的默认设置和一个示例项目，现在算出来是 100")]
    [InlineData("deputies()", "照 2027 年的默认设置，现在算出来是 193")]
    [InlineData("workdays(5, '2026-07-06')", "照 2027 年的默认设置，现在算出来是“2026-07-13”")]
    [InlineData("getProposalCount()", "照 2027 年的默认设置，现在算出来是 0")]
    [InlineData("[{ role: 'GovOffice' }]", "照 2027 年的默认设置，现在算出来是 1 项：“GovOffice”")]
    public void The_engine_itself_works_out_an_example(string script, string sentence) => Try(script).ShouldSatisfyAllConditions(
        example => example.IsWrong.ShouldBeFalse(),
        example => example.Sentence.ShouldBe(sentence));

    [Theory]
    [InlineData("getSeats() +", "第 1 行第 13 列")]
    [InlineData("let x = 1\ngetSeat()", "第 2 行")]
    [InlineData("items('没有').length", "没有“没有”这个阶段")]
    [InlineData("", "还没有写表达式")]
    public void A_mistake_is_told_with_its_place(string script, string part) => Try(script).ShouldSatisfyAllConditions(
        example => example.IsWrong.ShouldBeTrue(),
        example => example.Sentence.ShouldContain(part));

    [Theory, InlineData("getSeats"), InlineData("deputies"), InlineData("x => 1"), InlineData("Math.max"), InlineData("0/0"), InlineData("1/0"), InlineData("workdays(1000,'9999-12-01')"), InlineData("getSeats() + 1 *")]
    public void What_is_half_typed_or_comes_to_nothing_is_told_in_a_sentence(string script)
    {
        var example = Try(script);
        example.IsWrong.ShouldBeTrue();
        example.Sentence.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_value_that_the_input_cannot_take_is_told_before_it_runs()
    {
        Try("getSeats() * 1.25", typeof(int)).Sentence.ShouldBe("现在算出来是 12.5，这里要填整数，请改写，例如用 Math.ceil(…) 进一。");
        Try("'十'", typeof(decimal)).IsWrong.ShouldBeTrue();
        Try("10", typeof(bool)).Sentence.ShouldContain("这里要“是”或“否”");
        Try("getSeats()", typeof(int)).IsWrong.ShouldBeFalse();
    }

    [Fact]
    public void What_may_be_said_is_named_in_Chinese_and_every_name_can_be_worked_out()
    {
        var design = Zhashui();
        var names = ExpressionName.Of(design, Ballot);

        names.ShouldContain(name => name.Insert == "getSeats()" && name.Words == "应选项目数" && name.Explains == "每年另设，默认 10");
        names.ShouldContain(name => name.Insert == "getProposalCount()" && name.Words == "收到建议数");
        names.ShouldAllBe(name => name.Words.Length > 0 && name.Explains.Length > 0 && name.Group.Length > 0);
        foreach (var name in names.Where(name => name.Group is "每年另设" or "数据" or "年度和地区" && name.Insert != "workdays(|)"))
            ExpressionExample.Of(design, Ballot, name.Insert.Replace("|", ""), BallotHelpTests.Place).IsWrong.ShouldBeFalse(name.Insert);
    }

    [Fact]
    public void Data_of_the_containers_around_a_step_can_be_said_inside_them()
    {
        var design = ProcedureDesign.Open(File.ReadAllText(Path.Combine(Shipped.Folder(), "project-supervision-zhashui.json")));
        var inside = design.Steps().First(step => design.InnerVariables(step.Address).Any(variable => variable["name"]?.ToString() == "Period")).Address;

        ExpressionName.Of(design, inside).ShouldContain(name => name.Insert == "getPeriod()" && name.Words == "这一期");
        ExpressionExample.Of(design, inside, "`${getPeriod()}通报`", BallotHelpTests.Place).IsWrong.ShouldBeFalse();
    }
}

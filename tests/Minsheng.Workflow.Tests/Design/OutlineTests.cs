using System.Diagnostics;
using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Tests.Rehearsal;

namespace Minsheng.Workflow.Tests.Design;

/// <summary>The written order of a procedure, and what is done to its lines: what is read first also happens first.</summary>
public class OutlineTests
{
    private static readonly StepAddress Party = new("", "review-party"), Ballot = new("", "ballot");

    private static ProcedureDesign Zhashui() => ProcedureDesign.Open(Shipped.Text("zhashui-three-reviews.json"));

    private static DesignOutline Outline(ProcedureDesign design) => DesignOutline.Of(design, DesignNames.Plain);

    private static string[] Next(ProcedureDesign design, string path) =>
        [.. Outline(design).At(StepAddress.Parse(path))!.Next.SelectMany(next => next.To.Select(to => $"{next.Label}→{to.Title}"))];

    [Fact]
    public void Steps_are_numbered_as_in_a_document_with_who_and_when()
    {
        var line = Outline(ProcedureDesign.Open(Shipped.Text("beiguan-three-party-rating.json"))).At(StepAddress.Parse("mid-year/field-study"))!;

        line.Number.ShouldBe("21.2");
        line.Spoken.ShouldBe("第 21.2 步 代表深入项目现场调研");
        var plan = Outline(Zhashui()).At(new StepAddress("", "plan"))!;
        (plan.Who, plan.When).ShouldBe(("GovOffice", "限 20 个工作日"));
    }

    [Fact]
    public void A_loop_and_the_chart_it_repeats_are_one_line()
    {
        var design = ProcedureDesign.Open("""{"name":"循环","root":{"id":"root","type":"Elsa.Flowchart","activities":[{"id":"each","type":"Elsa.ForEach","metadata":{"displayText":"逐个"}}],"connections":[]}}""");
        var inner = design.Add("each", "Minsheng.Review", 0, 0);

        inner.Path.ShouldBe("each/flowchart-1/review-1");
        Outline(design).Lines.Select(line => (line.Number, line.Title, line.Depth)).ShouldBe([("1", "逐个", 0), ("1.1", "审议", 1)]);
        Outline(design).At(StepAddress.Parse("each/flowchart-1"))!.Title.ShouldBe("逐个", "problems of the body are shown at the loop");
    }

    [Fact]
    public void What_only_leads_back_is_read_right_behind_the_step_that_leads_to_it()
    {
        var titles = Outline(Zhashui()).Lines.Select(line => line.Address.Id).ToList();

        titles[(titles.IndexOf("joint-meeting") + 1)..].Take(2).ShouldBe(["too-few", "review-gov"]);
        titles[(titles.IndexOf("ballot") + 1)..].Take(3).ShouldBe(["shortfall-policy", "revote", "announce"]);
        titles[^4..].ShouldBe(["rate", "rectify", "result-notice", "end"]);
    }

    [Fact]
    public void Moving_a_step_up_leads_the_arrows_anew()
    {
        var design = Zhashui();

        design.Shift(Party, -1);

        var outline = Outline(design);
        outline.IndexOf(outline.At(Party)!).ShouldBeLessThan(outline.IndexOf(outline.At(new StepAddress("", "review-gov"))!));
        Next(design, "joint-meeting").ShouldContain("完成→二审：县委常委会会议审定");
        Next(design, "review-party").ShouldBe(["通过→一审：县政府常务会议审核", "会议退回→代表专家研判、联席会议筛选"]);
        Next(design, "review-gov").ShouldBe(["通过→三审：县人大常委会会议审查", "会议退回→代表专家研判、联席会议筛选"]);
        design.UndoLabel.ShouldBe("移动“二审：县委常委会会议审定”");
        design.Shift(Party, 1);
        Next(design, "joint-meeting").ShouldContain("完成→一审：县政府常务会议审核");
        Next(design, "review-gov").ShouldContain("通过→二审：县委常委会会议审定");
    }

    [Fact]
    public void Nothing_moves_before_the_beginning_or_behind_the_end()
    {
        var design = Zhashui();
        var before = design.Write();

        Should.Throw<DesignRefusedException>(() => design.Shift(new StepAddress("", "party-opinion"), -1)).Message.ShouldContain("“开始”总在最前面");
        Should.Throw<DesignRefusedException>(() => design.Shift(new StepAddress("", "result-notice"), 1)).Message.ShouldContain("是结束");
        Should.Throw<DesignRefusedException>(() => design.Shift(new StepAddress("", "start"), -1)).Message.ShouldContain("已经是这一层的第一步");
        design.Write().ShouldBe(before);
    }

    [Fact]
    public void A_step_goes_into_a_group_and_out_again()
    {
        var design = Zhashui();

        var inside = design.Indent(new StepAddress("", "explain"));
        Outline(design).At(inside)!.Depth.ShouldBe(1);
        Next(design, inside.Scope).ShouldBe(["完成→代表审议，部门到场答询"]);
        var second = design.Indent(new StepAddress("", "deliberate"));
        second.Scope.ShouldBe(inside.Scope, "the container read before it takes it in");
        Next(design, inside.Path).ShouldBe(["已作说明→代表审议，部门到场答询"]);
        Next(design, inside.Scope).ShouldBe(["完成→全体会议无记名差额票决"]);

        design.Outdent(second).ShouldBe(new StepAddress("", "deliberate"));
        Next(design, inside.Scope).ShouldBe(["完成→代表审议，部门到场答询"]);
        Next(design, "deliberate").ShouldBe(["审议完毕→全体会议无记名差额票决"]);
    }

    [Fact]
    public void A_step_with_several_ways_out_stays_on_its_level_and_is_told_why()
    {
        var design = Zhashui();
        design.Indent(new StepAddress("", "deliberate"));
        var before = design.Write();

        Should.Throw<DesignRefusedException>(() => design.Indent(Ballot)).Message.ShouldContain("通向 3 个步骤");

        design.Write().ShouldBe(before);
    }

    [Fact]
    public void A_step_added_below_stands_between_and_one_taken_away_closes_the_gap()
    {
        var design = Zhashui();

        var made = design.AddBehind(Party, "Minsheng.Announce");
        Next(design, "review-party").ShouldContain("通过→公告公示");
        Next(design, made.Path).ShouldBe(["完成→三审：县人大常委会会议审查"]);

        design.TakeAway(made);
        Next(design, "review-party").ShouldContain("通过→三审：县人大常委会会议审查");
        Should.Throw<DesignRefusedException>(() => design.AddBehind(new StepAddress("", "end"), "Minsheng.Announce")).Message.ShouldContain("是结束");
    }

    [Fact]
    public void What_is_cut_can_be_pasted_behind_another()
    {
        var design = Zhashui();
        var text = design.Copy("", ["explain"]);
        design.TakeAway(new StepAddress("", "explain"));

        var pasted = design.PasteBehind(new StepAddress("", "deliberate"), text).Single();

        Next(design, "ballot-rules").ShouldContain("审议通过→代表审议，部门到场答询");
        Next(design, "deliberate").ShouldBe(["审议完毕→县政府作候选项目说明"]);
        Next(design, pasted.Path).ShouldBe(["已作说明→全体会议无记名差额票决"]);
    }

    [Fact]
    public void Folded_lines_hide_what_stands_in_them()
    {
        var outline = Outline(ProcedureDesign.Open(Shipped.Text("beiguan-three-party-rating.json")));
        var group = outline.At(new StepAddress("", "mid-year"))!;

        var seen = outline.Visible(new HashSet<string> { "mid-year" });

        seen.Count.ShouldBe(outline.Lines.Count - 2);
        outline.Lines[seen[seen.ToList().IndexOf(outline.IndexOf(group)) + 1]].Title.ShouldBe("成立评估专班，定评估时间表");
        outline.ParentOf(outline.At(StepAddress.Parse("mid-year/field-study"))!).ShouldBe(group);
        outline.Places[outline.IndexOf(outline.At(StepAddress.Parse("mid-year/field-study"))!)].ShouldBe((2, 2));
    }

    [Fact]
    public void Three_hundred_lines_are_read_in_a_moment()
    {
        var design = ProcedureDesign.Open("""{"name":"大","root":{"id":"root","type":"Elsa.Flowchart","activities":[],"connections":[]}}""");
        design.Group("大", () =>
        {
            for (var step = 0; step < 300; step++) design.Root["activities"]!.AsArray().Add(JsonNode.Parse($$$"""{"id":"s{{{step}}}","type":"Minsheng.Review","metadata":{"displayText":"第{{{step}}}步"}}"""));
            for (var step = 1; step < 300; step++) design.Root["connections"]!.AsArray().Add(JsonNode.Parse($$$"""{"source":{"activity":"s{{{step - 1}}}","port":"Approved"},"target":{"activity":"s{{{step}}}"}}"""));
        });
        Outline(design);

        var watch = Stopwatch.StartNew();
        for (var time = 0; time < 10; time++) Outline(design).Lines.Count.ShouldBe(300);

        watch.ElapsedMilliseconds.ShouldBeLessThan(2000, "200 ms each leave room on a busy machine; it takes a few");
    }
}

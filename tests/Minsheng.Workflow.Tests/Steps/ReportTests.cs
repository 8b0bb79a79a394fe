using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;

namespace Minsheng.Workflow.Tests.Steps;

public class ReportTests
{
    private static FakeCycle Place() => new FakeCycle().With("GovOffice", "政府办秘书").With("县人大常委会会议", "会议秘书").With("CountyNpcStaff", "人大办").WithItems(ItemStage.Project, 2);

    private static StepRun Reporting(object? inputs = null, FakeCycle? cycle = null) =>
        StepRun.Of(cycle ?? Place(), "Minsheng.Report", inputs ?? new { title = "{{cycle.jurisdiction}}{{cycle.year}}年情况报告", meeting = "县人大常委会会议", publish = true, paperWorkingDays = 5 });

    private static readonly object Heard = new
    {
        meetingDate = "2026-04-15", attendance = 23,
        questions = new object[] { new { asker = "王代表", question = "何时完工？", answer = "十一月底。" }, new { asker = "李代表", question = "钱够不够？" } },
    };

    [Fact]
    public void A_report_is_handed_in_heard_asked_about_and_published()
    {
        var run = Reporting();
        (run.Task.Title, run.Tasks.Single().Due is not null).ShouldBe(("柞水县2026年情况报告", true));
        run.Act("政府办秘书", "Done", new { text = "各项目按计划推进。" });

        (run.Task.Body, run.Task.ItemIds!.Count).ShouldBe(("各项目按计划推进。", 2));
        run.Act("会议秘书", "Done", Heard);

        run.Outcome.ShouldBe("Done");
        var document = run.Last<PublishDocument>();
        (document.Kind, document.Title).ShouldBe(("报告", "柞水县2026年情况报告"));
        document.Body.ShouldBe("各项目按计划推进。\n\n询问和答复\n1. 王代表问：何时完工？\n答复：十一月底。\n2. 李代表问：钱够不够？\n答复：会后书面答复。");
        run.History.Last().ShouldBe("2026年4月15日县人大常委会会议听取报告“柞水县2026年情况报告”：出席 23 人，询问 2 件，答复 1 件，报告已公布。");
    }

    [Fact]
    public void Nothing_is_published_and_nothing_asked_where_the_step_says_so()
    {
        var run = Reporting(new { title = "情况说明", kind = "说明", meeting = "县人大常委会会议", questions = false });
        run.Act("政府办秘书", "Done", new { text = "说明如下。" });

        run.Task.Form.Fields.ShouldNotContain(field => field.Name == "questions");
        run.Act("会议秘书", "Done", new { meetingDate = "2026-04-15" });

        run.All<PublishDocument>().ShouldBeEmpty();
        run.History.Last().ShouldBe("2026年4月15日县人大常委会会议听取说明“情况说明”。");
    }

    [Fact]
    public void Without_a_meeting_or_with_an_unknown_place_in_the_title_it_is_refused() =>
        StepRun.Problems("Minsheng.Report", new { title = "{{nobody}}的报告" }).Select(problem => problem.Code).ShouldBe(["missing-input", "unknown-placeholder"]);
}

using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Activities.Steps;

namespace Minsheng.Workflow.Activities.Written;

/// <summary>One step as the office would write it: who does what, by when, and where it goes on.</summary>
internal sealed class StepSentences(ProcedureDesign design, DesignOutline outline, InputWords words, Func<string, string> child)
{
    private readonly OnwardSentences _onward = new(outline);

    public WrittenStep Of(OutlineLine line)
    {
        var json = design.Find(line.Address)!;
        var step = new StepInputs(json, words);
        var sentences = Does(line, step).Where(sentence => sentence.Length > 0).Select(InputWords.Tidy).ToList();
        var rest = step.Rest().ToList();
        if (rest.Count > 0) sentences.Add($"另定：{string.Join("；", rest)}。");
        sentences.AddRange(_onward.Of(line));
        var note = StepTree.Text((json["customProperties"] as JsonObject)?["note"]);
        return new WrittenStep(
            line.Number.Length > 0 ? $"第 {line.Number} 步　{line.Title}" : line.Title, line.Depth, sentences,
            [.. FormWords.Of(InputValue.Read(json["form"]).Constant)],
            [.. new[] { line.LegalBasis.Length > 0 ? $"依据：{line.LegalBasis}" : "", note is { Length: > 0 } ? $"说明：{note}" : "" }.Where(small => small.Length > 0)]);
    }

    private IEnumerable<string> Does(OutlineLine line, StepInputs step) => line.Type switch
    {
        "Minsheng.HumanTask" => Task(line, step),
        "Minsheng.Collect" => Collect(step),
        "Minsheng.Screen" => Screen(step),
        "Minsheng.Review" => Review(step),
        "Minsheng.Ballot" => BallotSentences.Of(step),
        "Minsheng.Rate" => Rate(step),
        "Minsheng.Assess" => Assess(step),
        "Minsheng.Announce" => Announce(step),
        "Minsheng.Notify" => [$"通知{step.Words("to")}，不用办理。内容：{step.Words("text")}{End(step.Words("text"))}", Skipped(step, "subject")],
        "Minsheng.Plan" => [$"由{step.Words("assignees")}为每个正式项目确定责任领导、责任单位、资金和进度节点。", Limit(step, "dueWorkingDays")],
        "Minsheng.ForEachProject" => [$"对{Projects(step)}逐个启动{Child(step, "childDefinitionId")}，{step.Words("goOn")}。"],
        "Minsheng.Cadence" => Cadence(step),
        "Minsheng.Inspect" => Inspect(step),
        "Minsheng.Rectify" => Rectify(step),
        "Minsheng.Report" => Report(line, step),
        "Minsheng.Accept" => [$"由{step.Words("assignees")}对{Projects(step)}逐项验收，已完成的结项；{(step.Words("mayCarryOver") == "否" ? "没有完成的，完成后再验收" : "没有完成的说明原因和下一步安排，延续到下一年度")}。", Limit(step, "dueWorkingDays")],
        "Minsheng.Change" => Change(step),
        "Minsheng.Opinion" => Opinion(step),
        "Minsheng.Instruct" => [$"由{step.Words("leader")}作出批示，{step.Words("responsible")}{(step.Count("limitWorkingDays") is { } days ? $"在 {days} 个工作日内" : "")}办理并报告，批示人阅后办结，或者退回继续办理。", Skipped(step, "text", "about")],
        "Elsa.End" => ["到此办结。"],
        "Elsa.Finish" => ["方案到此结束。"],
        "Elsa.FlowDecision" or "Elsa.If" => [$"按设好的条件判断：{line.Title.TrimEnd('？', '?')}。"],
        "Elsa.FlowSwitch" or "Elsa.Switch" => ["按设好的条件分别往下走。"],
        "Elsa.FlowFork" => ["下面几路同时开始。"],
        "Elsa.FlowJoin" => [$"{(step.Plain("mode") switch { "WaitAny" => "有一路到了就往下走", "WaitAllActive" => "走到的各路都到齐后再往下走", _ => "各路都到齐后再往下走" })}。"],
        "Elsa.SetVariable" => [Skipped(step, "variable", "value"), "由平台记下数据，不用人办理。"],
        "Elsa.WriteLine" => [Skipped(step, "text"), "由平台记入记录，不用人办理。"],
        "Elsa.Delay" => [$"等 {step.Words("timeSpan")}。"],
        "Elsa.ForEach" => ["逐个重复下面的步骤。", Skipped(step, "items")],
        "Elsa.While" => ["条件成立时，重复下面的步骤。"],
        "Elsa.ExecuteWorkflow" or "Elsa.DispatchWorkflow" => [$"启动{Child(step, "workflowDefinitionId")}，{(step.Plain("waitForCompletion") is "false" or "False" || line.Type == "Elsa.DispatchWorkflow" && step.Plain("waitForCompletion") is null ? "启动后就往下走" : "办完后再往下走")}。"],
        "Elsa.Flowchart" or "Elsa.Sequence" => [line.HasChildren ? $"包括以下步骤{(line.Type == "Elsa.Sequence" ? "，依次办理" : "")}。" : "里面还没有步骤。"],
        "Elsa.Parallel" => ["下面的步骤同时办理。"],
        _ => StepCatalog.All.Find(line.Type) is { } known ? [End(known.Label.Description) == "" ? known.Label.Description : $"{known.Label.Description}。"] : ["平台不认识这种步骤，发布前要换掉。"],
    };

    private static IEnumerable<string> Task(OutlineLine line, StepInputs step)
    {
        var who = step.Words("assignees") ?? "（没有写明的人）";
        var title = step.Constant("title") is JsonValue text && step.Filled(text.ToString()) is var filled && filled != line.Title ? $"“{filled}”" : "";
        var ratio = step.Words("ratio");
        yield return step.Plain("mode") switch
        {
            nameof(Tasks.TaskMode.All) => $"由{who}分别办理{title}，各人都要办（会签）。",
            nameof(Tasks.TaskMode.Sequential) => $"由{who}依次办理{title}。",
            nameof(Tasks.TaskMode.Ratio) => $"由{who}办理{title}，同意的达到 {ratio} 为通过（票签）。",
            _ => $"由{who}办理{title}。",
        };
        if (step.Words("instructions") is { } how) yield return $"办理要求：{how}{End(how)}";
        if (step.Words("items") is { } items) yield return $"办理时逐件列出{items}。";
        if (step.Words("progress") == "是") yield return $"所填的进度记为项目的{step.Words("progressKind")}。";
        step.Skip("progressKind");
        if (step.Constant("actions") is JsonArray actions && actions.OfType<JsonObject>().Where(one => one["needsOpinion"]?.ToString() == "true").Select(one => $"“{StepTree.Text(one["label"])}”").ToList() is { Count: > 0 } needing) yield return $"选{string.Concat(needing)}的要写明意见。";
        if (step.Count("dueWorkingDays") is { } due) yield return $"限 {due} 个工作日办完。";
        if (step.IsStated("onTimeout") && step.Words("onTimeout") is { } late) yield return $"逾期的，{late}{(step.Words("handOverTo") is { } other ? $"：{other}" : "")}。";
    }

    private static IEnumerable<string> Collect(StepInputs step)
    {
        var until = step.Words("untilMonthDay");
        var days = step.Words("days");
        yield return $"由{step.Words("assignees")}组织征集，{(until is not null ? $"到 {until} 截止" : $"为期 {days} 天")}，可以说明理由后提前结束或者延长。";
        yield return $"从{step.Words("channels")}征集建议{(step.Words("domains") is { } domains ? $"，分{domains}等领域" : "")}。";
        if (step.IsStated("notice")) yield return "开始时在门户发布征集公告。";
    }

    private static IEnumerable<string> Screen(StepInputs step)
    {
        if (step.Constant("lanes") is JsonArray { Count: > 0 } lanes)
            yield return $"先同时逐件提出意见：{string.Join("；", lanes.OfType<JsonObject>().Select(lane => $"{StepTree.Text(lane["name"])}由{step.People(lane["assignees"] as JsonArray ?? [])}提出{(lane["criteria"] is JsonArray { Count: > 0 } criteria ? $"，对照{string.Join("、", criteria.Select(one => one?.ToString()))}" : "")}"))}。";
        yield return $"再由{step.Words("decider")}逐件确定列入初选、不采纳或者并入。";
        if (step.Count("target") is { } target) yield return $"列入初选的不少于 {target} 件。";
        yield return Limit(step, "dueWorkingDays", "各方和确定人分别");
    }

    private static IEnumerable<string> Review(StepInputs step)
    {
        yield return $"由{step.Words("body")}逐项{step.Words("verb")}{step.Words("from")}，由{step.Words("secretary") ?? "会议的秘书"}登记会议日期、出席人数、文号和逐项结果。";
        if (step.Plain("to") is { } to && to != (step.Plain("from") ?? "Shortlisted")) yield return $"通过的成为{step.Words("to")}。";
        step.Skip("to");
        if (step.Count("members") is { } members) yield return $"组成人员 {members} 人，出席须超过半数。";
        yield return Limit(step, "dueWorkingDays");
    }

    private static IEnumerable<string> Rate(StepInputs step)
    {
        var matters = step.Words("matters");
        yield return $"由{step.Words("raters")}对{matters ?? Projects(step)}逐项无记名测评，分满意、基本满意、不满意、弃权。";
        if (step.Plain("rule") is { } rule && Grades.Summary(rule) is { } summary) yield return $"等次的规则：{summary}";
        else if (step.Words("rule") is { } other) yield return $"等次的规则：{other}。";
        yield return $"由{step.Words("chair")}和{step.Words("chiefScrutineer")}共同开启票箱、计票。";
        step.Skip("scope", "members");
    }

    private static IEnumerable<string> Assess(StepInputs step)
    {
        if (step.Constant("parties") is JsonArray { Count: > 0 } parties)
            yield return $"对{step.Words("subjects") ?? Projects(step)}，{string.Join("；", parties.OfType<JsonObject>().Select(party => $"{StepTree.Text(party["name"])}由{step.People(party["assignees"] as JsonArray ?? [])}作出{(party["weight"] is { } weight ? $"，权重 {weight}" : "")}"))}。";
        if (step.Words("criteria") is { } criteria) yield return $"逐项评分：{criteria}。";
        if (step.Plain("rule") is { } rule && Grades.Summary(rule) is { } summary) yield return $"结果的规则：{summary}";
        if (step.Words("threshold") is { } threshold) yield return $"{threshold} 分以上为合格。";
        yield return Limit(step, "dueWorkingDays");
        step.Skip("scope", "rule");
    }

    private static IEnumerable<string> Announce(StepInputs step)
    {
        if (step.Words("confirm") is { } confirm) yield return $"先由{confirm}核定文稿，登记文号和张贴地点。";
        var title = step.Constant("title") is JsonValue text ? $"“{step.Filled(text.ToString())}”" : "";
        var kind = step.Words("kind") is { } word && !title.TrimEnd('”').EndsWith(word, StringComparison.Ordinal) ? word : "";
        yield return $"在本平台门户{(step.Words("channels") is { } channels ? $"，以及{channels}" : "")}公布{kind}{title}。";
    }

    private static IEnumerable<string> Cadence(StepInputs step)
    {
        var months = step.Words("inMonths");
        var day = step.Plain("day") == "31" ? "最后一日" : $"{step.Words("day")} 日";
        var first = step.Plain("every") switch
        {
            "Month" when months is not null => $"在 {months} 月的 {day}到期",
            "Month" => $"每月 {day}到期",
            "Custom" => $"在 {step.Words("dates")} 到期",
            "Minutes" => $"每隔 {step.Words("minutes")} 分钟到期",
            "Day" => "每天到期",
            "Week" when step.Plain("day") is [>= '1' and <= '7' and var weekday] => $"每周{"一二三四五六日"[weekday - '1']}到期",
            "Week" => $"每周第 {step.Words("day")} 日到期",
            "Year" when step.Count("month") is { } month => $"每年 {month} 月 {day}到期",
            _ => $"{step.Words("every")}{(step.Count("month") is { } month ? $"第 {month} 个月的" : "结束后的头一个月")} {day}到期",
        };
        yield return $"{first}{(step.Plain("occurrences") == "1" ? "，只到一次" : $"，从走到这一步{(step.Count("startOffsetMonths") is { } offset ? $" {offset} 个月后" : "当月")}起，持续 {step.Words("months")} 个月")}；遇休息日{step.Words("workday")}，错过的{step.Words("catchUp")}。";
        step.Skip("every", "month", "months", "startOffsetMonths", "occurrences", "minutes", "dates");
    }

    private static IEnumerable<string> Inspect(StepInputs step)
    {
        var group = step.Words("group");
        yield return $"由{group}到现场对{Projects(step)}逐项视察督查。";
        yield return $"发现问题的，发出{step.Words("instrument")}，由{step.Words("responsible")}{(step.Count("rectifyWorkingDays") is { } days ? $"在 {days} 个工作日内" : "")}整改，{step.Words("checker") ?? group}复查，通过的销号；复查 {step.Words("maxRounds")} 次仍不通过的，提请上一级处理。";
        yield return Limit(step, "dueWorkingDays");
    }

    private static IEnumerable<string> Rectify(StepInputs step)
    {
        yield return $"对{Projects(step)}发出{step.Words("instrument")}，由{step.Words("responsible")}{(step.Count("limitWorkingDays") is { } days ? $"在 {days} 个工作日内" : "")}整改并报告。";
        yield return $"由{step.Words("checker")}到现场复查，通过的销号；满 {step.Words("maxRounds")} 轮仍不通过的，提请上一级处理。";
    }

    private static IEnumerable<string> Report(OutlineLine line, StepInputs step)
    {
        var title = step.Constant("title") is JsonValue text ? step.Filled(text.ToString()) : line.Title;
        yield return $"由{step.Words("reporter")}{(step.Count("paperWorkingDays") is { } paper ? $"在 {paper} 个工作日内" : "")}提交书面{step.Words("kind")}“{title}”，{step.Words("meeting")}听取{(step.Words("questions") == "否" ? "" : "、询问")}，由{step.Words("secretary") ?? "会议的秘书"}登记出席{(step.Words("questions") == "否" ? "情况" : "、询问和答复")}。";
        if (step.Words("publish") == "是") yield return "会后在门户公布。";
        yield return Limit(step, "dueWorkingDays", "报告提交后登记");
    }

    private static IEnumerable<string> Change(StepInputs step)
    {
        yield return $"由{step.Words("proposer")}提出调整。金额增减不超过 {step.Words("toleranceAmount")}、工期推迟不超过 {step.Words("toleranceDays")} 天且不跨年的为一般调整，登记备案；重大调整、替换、终止由{step.Words("body") ?? "本级监督机构"}审议同意，并向下次人代会报告或者提请确认。";
        yield return Limit(step, "dueWorkingDays", "提出和审议分别");
    }

    private static IEnumerable<string> Opinion(StepInputs step)
    {
        var hand = step.Count("handOverWorkingDays");
        yield return $"由{step.Words("drafter")}{(step.Count("draftWorkingDays") is { } draft ? $"在 {draft} 个工作日内" : "")}起草{step.Words("instrument")}{(hand is null ? "并" : $"，{hand} 个工作日内")}交{step.Words("handler")}，{step.Words("handleMonths")} 个月内研究处理。";
        yield return $"处理情况{(step.Words("committee") is { } committee ? $"征求{committee}的意见后" : "")}向{step.Words("body")}再次报告、再次审议；退回的继续办理，满 {step.Words("maxRounds")} 次的提请采取进一步措施。";
        if (step.Count("members") is { } members) yield return $"组成人员 {members} 人，出席须超过半数。";
    }

    private static string Projects(StepInputs step) => step.Words("scope") is { } scope ? scope.EndsWith("项目", StringComparison.Ordinal) ? scope : $"{scope}项目" : "项目";

    private string Child(StepInputs step, string name) => step.Plain(name) is { Length: > 0 } id ? child(id) : "子方案";

    private static string Limit(StepInputs step, string name, string who = "") => step.Count(name) is { } days ? $"{who}限 {days} 个工作日办完。" : "";

    private static string Skipped(StepInputs step, params string[] names)
    {
        step.Skip(names);
        return "";
    }

    private static string End(string? sentence) => sentence is { Length: > 0 } && "。；！？".Contains(sentence[^1]) ? "" : "。";
}

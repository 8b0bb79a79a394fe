using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Lights;
using Minsheng.Workflow.Runtime.Digests.Facts;
using Minsheng.Workflow.Runtime.Digests.Layout;
using Minsheng.Workflow.Runtime.Queries;

namespace Minsheng.Workflow.Runtime.Digests.Content;

/// <summary>督办周报 and 月报: one mail that tells a leader where to look. A project, a paper, a task each stand in it once.</summary>
internal sealed class SupervisionDigest
{
    private const int MostLoose = 12, MostDays = 14;

    private readonly SupervisionFacts _facts;
    private readonly List<ProjectFact> _projects;
    private readonly IReadOnlyList<FirstLook> _first;
    private readonly Dictionary<Lamp, int> _counts;

    private SupervisionDigest(SupervisionFacts facts)
    {
        _facts = facts;
        _projects = [.. facts.Projects.Where(project => project.Line.State != ProjectState.Stopped)];
        _first = FirstLook.Of([.. _projects.Select(project => project.Line)], facts.Findings, facts.Overdue);
        _counts = _projects.GroupBy(project => Lamp.Of(project.Line.Progress.Light)).ToDictionary(group => group.Key, group => group.Count());
    }

    /// <returns>Null when there is nothing to supervise: nobody gets an empty mail.</returns>
    public static DigestContent? Of(SupervisionFacts facts, Addressee addressee)
    {
        var digest = new SupervisionDigest(facts);
        return digest._projects.Count == 0 && facts.Findings.Count == 0 && facts.Overdue.Count == 0 ? null : digest.Compose(addressee);
    }

    private DigestContent Compose(Addressee addressee)
    {
        var frame = _facts.Frame;
        var reported = new DateOnly(frame.Today.Year, frame.Today.Month, 1).AddMonths(-1);
        var (name, span, number) = _facts.IsMonthly
            ? ("督办月报", $"{reported.Year}年{reported.Month}月", $"第 {reported.Month} 期")
            : ("督办周报", DigestWords.Day(frame.Today), $"第 {int.Parse(frame.Period.Name[^2..], System.Globalization.CultureInfo.InvariantCulture)} 期");
        return new DigestContent(
            _facts.IsMonthly ? DigestKind.Monthly : DigestKind.Weekly, frame.Period.Name, $"民生实事{name}　{span}", $"{frame.Place.Name}{name}（{span}）：{Gist()}", Gist(),
            DigestWords.Byline(frame, "呈", addressee),
            [
                Summary(), Lights(), .. First(), .. Others(), .. Loose(), .. SinceLast(), .. ByUnit(), .. Trend(), .. Money(), .. Coming(),
            ],
            new DigestButton("打开督办一览", "/supervision"),
            [
                .. _facts.Rules.Select(rule => rule.Words()),
                .. DigestWords.Foot(frame, _facts.IsMonthly ? "每月一封，同一件事只说一次。" : "每周一封，同一件事只说一次。", number),
            ]);
    }

    /// <summary>The subject in numbers.</summary>
    private string Gist()
    {
        var bad = new[] { Lamp.Red, Lamp.Orange, Lamp.Yellow }.Where(lamp => Count(lamp) > 0).Select(lamp => $"{lamp.Colour}灯 {Count(lamp)} 项").ToList();
        var lights = bad.Count > 0 ? string.Join('、', bad) : _projects.Count > 0 ? $"{_projects.Count} 项没有亮灯滞后的" : $"未结问题 {_facts.Findings.Count} 条";
        return _first.Count > 0 ? $"{lights}，请您先看 {_first.Count} 件" : $"{lights}，没有要先看的事";
    }

    private int Count(Lamp lamp) => _counts.GetValueOrDefault(lamp);

    private Sentence Summary()
    {
        var fine = new[] { (Lamp.Green, "正常"), (Lamp.Done, "完工") }.Where(kind => Count(kind.Item1) > 0).Select(kind => $"{Count(kind.Item1)} 项{kind.Item2}").ToList();
        var whole = _projects.Count == 0 ? $"{_facts.Frame.Place.Whole}还没有正式项目。" : $"{_facts.Frame.Place.Whole} {_facts.Year} 年民生实事 {_projects.Count} 项{(fine.Count > 0 ? $"，{string.Join('、', fine)}" : "")}。";
        if (_first.Count == 0) return new Sentence(whole, "没有要您先看的事。");
        var worse = _projects.Where(project => project.HasTurned && IsFirst(project) && Rank(project.Line.Progress.Light) > Rank(project.Before!.Light)).ToList();
        return worse.Count == 0
            ? new Sentence(whole, new Words($"请您先看下面 {_first.Count} 件", true), "。")
            : new Sentence(whole, new Words($"请您先看下面 {_first.Count} 件", true), $"，其中 {worse.Count} 件比上期差了。");
    }

    private Figures Lights() => new([.. Lamp.All.Where(lamp => lamp is { Word: not "明显滞后" and not "未开始" } || Count(lamp) > 0).Select(lamp => new Figure(Count(lamp), lamp.Word, lamp))]);

    private IEnumerable<Block> First()
    {
        if (_first.Count == 0) yield break;
        yield return new Heading("请您先看");
        foreach (var look in _first)
        {
            if (look.Project is null)
            {
                yield return new Matter(look.Findings[0].Title, null, [Full(look.Findings[0].Said(Dates, look.Findings[0].Title)), $"发给 {look.Findings[0].IssuedTo}。"]);
                continue;
            }
            var project = _projects.Find(one => one.Line.Id == look.Project.Id)!;
            string[] who = [project.Line.LeadUnit is { Length: > 0 } unit ? $"责任单位 {unit}" : "没有责任单位", .. project.Line.Leader is { Length: > 0 } leader ? (string[])[$"项目负责人 {leader}"] : []];
            var said = project.Line is { Reported: { } at, Said.Length: > 0 } ? $"{DigestWords.Day(Dates, at)}报告（{Dates.Today(at).Relative(_facts.Frame.Today)}）：{DigestWords.Short(project.Line.Said)}" : "还没有报过进度。";
            yield return new Matter(project.Line.Title(), Lamp.Of(project.Line.Progress.Light), [project.Said(), .. Matters(project), said, $"{string.Join("，", who)}。"], project.Bar());
        }
    }

    private List<Block> Others()
    {
        var others = _projects.Where(project => !IsFirst(project)).OrderByDescending(project => ProjectsFilter.Weight(project.Line)).ThenBy(project => project.Line.Number, StringComparer.Ordinal).ToList();
        if (others.Count == 0) return [];
        return
        [
            new Heading(_first.Count > 0 ? $"其余 {others.Count} 项" : "各项目"),
            new Lines([.. others.Select(project => new Line(Lamp.Of(project.Line.Progress.Light), project.Line.Title(), Figures(project))
            {
                Under = [.. project.HasTurned ? (Words[])[$"{DigestWords.Turned(project)}。"] : [], .. Matters(project)],
            })]),
        ];
    }

    private static Words Figures(ProjectFact project) => project.Line.Progress switch
    {
        { Actual: { } actual, Planned: { } planned } => $"{actual}%（计划 {planned}%）",
        { Actual: { } actual } => $"{actual}%",
        { Planned: { } planned } => $"计划 {planned}%",
        _ => "还没有计划",
    };

    /// <summary>Papers and late tasks of a project.</summary>
    private IEnumerable<Words> Matters(ProjectFact project) =>
        _facts.Findings.Where(finding => finding.ItemId == project.Line.Id).Select(finding => Full(finding.Said(Dates)))
            .Concat(_facts.Overdue.Where(task => task.ItemId == project.Line.Id).Select(task => Full(task.Said())));

    private static Words Full(Words words) => words with { Text = words.Text + "。" };

    /// <summary>What is about no project of the year.</summary>
    private IEnumerable<Block> Loose()
    {
        var known = _projects.Select(project => project.Line.Id).ToHashSet(StringComparer.Ordinal);
        var told = _first.Where(look => look.Project is null).Select(look => look.Findings[0].Id).ToHashSet(StringComparer.Ordinal);
        List<Line> lines =
        [
            .. _facts.Findings.Where(finding => (finding.ItemId is null || !known.Contains(finding.ItemId)) && !told.Contains(finding.Id))
                .Select(finding => new Line(null, finding.ItemTitle ?? finding.Title, null) { Under = [Full(finding.Said(Dates, finding.ItemTitle ?? finding.Title))] }),
            .. _facts.Overdue.Where(task => task.ItemId is null || !known.Contains(task.ItemId))
                .Select(task => new Line(null, task.Title, new Words(DigestWords.Late(task.LateWorkingDays), true)) { Under = [task.Holders.Count > 0 ? $"在{Holder.Of(task.Holders)}手里" : "没有人在办"] }),
        ];
        if (lines.Count == 0) yield break;
        yield return new Heading("其他未办结的事");
        foreach (var block in DigestWords.Capped(lines, MostLoose, "请看督办一览。")) yield return block;
    }

    private IEnumerable<Block> SinceLast()
    {
        yield return new Heading("变化和问题");
        var late = _facts.Findings.Count(finding => finding.IsLate || finding.State == FindingState.Escalated);
        var open = _facts.Findings.Count == 0 ? "没有未结的问题和函件" : $"未结问题和函件 {_facts.Findings.Count} 条{(late > 0 ? $"，其中超期或提请上级 {late} 条" : "")}";
        var overdue = _facts.Overdue.Count == 0 ? "没有逾期的事" : $"逾期未办 {_facts.Overdue.Count} 件，最长超 {_facts.Overdue.Max(task => task.LateWorkingDays)} 个工作日";
        if (_facts.Frame.Since is not { } since)
        {
            yield return new Sentence($"{open}；{overdue}。这是第一期，没有上期可比。");
            yield break;
        }
        var turned = _projects.Where(project => project.HasTurned).ToList();
        var (worse, better) = (turned.Count(project => Rank(project.Line.Progress.Light) > Rank(project.Before!.Light)), turned.Count(project => Rank(project.Line.Progress.Light) < Rank(project.Before!.Light)));
        var lights = turned.Count == 0 ? "没有项目换灯" : string.Join('、', new[] { (worse, "转差"), (better, "转好") }.Where(kind => kind.Item1 > 0).Select(kind => $"{kind.Item1} 项{kind.Item2}"));
        yield return new Sentence($"{DigestWords.Day(since)}上期以来：{lights}，新发问题 {_facts.Opened} 条，销号 {_facts.Closed} 条{(_facts.Changes.Count > 0 ? $"，同意调整 {_facts.Changes.Count} 件" : "")}。现有{open}；{overdue}。");
        if (_facts.Changes.Count > 0)
            yield return new Lines([.. _facts.Changes.Select(change => new Line(null, $"{change.Number} {DigestWords.Short(change.Summary)}", "同意调整"))]);
    }

    private IEnumerable<Block> ByUnit()
    {
        if (_projects.Count == 0) yield break;
        var units = UnitLine.Of([.. _projects.Select(project => project.Line)]);
        yield return new Heading("按责任单位看");
        yield return new Chart("各责任单位的项目，按灯分", [.. units.Select(unit => new ChartRow(
            unit.Unit.Length > 0 ? unit.Unit : "没有责任单位",
            [.. Lamp.All.Select(lamp => (lamp, unit.Lights.Where(light => Of(light.Key) == lamp).Sum(light => light.Value)))]))]);
    }

    private IEnumerable<Block> Trend()
    {
        if (_facts.Trend.Count < 2) yield break;
        yield return new Heading($"近{_facts.Trend.Count.InChinese()}个月的灯");
        yield return new Chart("各月月末的项目，按灯分", [.. _facts.Trend.Select(month => new ChartRow(
            $"{month.On.Year}年{month.On.Month}月底", [.. Lamp.All.Select(lamp => (lamp, month.Lights.Count(light => Lamp.Of(light) == lamp)))]))]);
    }

    private IEnumerable<Block> Money()
    {
        if (_projects.Count == 0) yield break;
        var money = MoneyView.Of([.. _projects.Select(project => project.Line)]);
        yield return new Heading("资金");
        if (money.Budget == 0)
        {
            yield return new Sentence("各项目都没有报投资额。");
            yield break;
        }
        yield return new Sentence($"投资 {DigestWords.Money(money.Budget)}，累计支付 {DigestWords.Money(money.Paid)}，占 {money.Percent}%{(money.Planned is { } work ? $"；按计划今天应完成工作量 {work}%" : "")}。{(money.Unknown > 0 ? $"另有 {money.Unknown} 项没有报投资额。" : "")}");
        yield return new Bar(new PlanBar(Lamp.Done, money.Percent ?? 0, money.Planned, "支付", "计划工作量"));
    }

    private IEnumerable<Block> Coming()
    {
        // The limits of papers stand with the papers.
        var coming = _facts.Coming.Where(day => day.Kind != ComingKind.Finding).ToList();
        if (coming.Count == 0) yield break;
        yield return new Heading(_facts.IsMonthly ? $"{_facts.Frame.Today.Month.InChinese()}月安排" : "一周内的日子");
        yield return new Days([.. coming.Take(MostDays).Select(day => new DayLine(DigestWords.Weekday(day.On), Text(day)))]);
        if (coming.Count > MostDays) yield return new Remark($"另有 {coming.Count - MostDays} 件，请看督办一览。");
    }

    private static string Text(ComingDate day) =>
        $"{(day.Kind == ComingKind.Milestone ? "节点：" : day.Kind == ComingKind.Task ? "到期：" : "")}{day.Title}{(day.Times > 1 ? $"（{day.Times} 件）" : "")}{(day.Project is { } project ? $"　{project.Split(' ', 2)[0]}" : "")}";

    private Activities.Facts.Dates Dates => _facts.Frame.Place.Dates;

    private bool IsFirst(ProjectFact project) => _first.Any(look => look.Project?.Id == project.Line.Id);

    /// <summary>The worse, the higher.</summary>
    private static int Rank(Light? light) => light switch { Light.Red => 4, Light.Orange => 3, Light.Yellow => 2, null => 1, Light.Green => 1, _ => 0 };

    private static Lamp Of(LightWanted light) => light switch
    {
        LightWanted.Red => Lamp.Red,
        LightWanted.Orange => Lamp.Orange,
        LightWanted.Yellow => Lamp.Yellow,
        LightWanted.Green => Lamp.Green,
        LightWanted.Done => Lamp.Done,
        _ => Lamp.None,
    };
}

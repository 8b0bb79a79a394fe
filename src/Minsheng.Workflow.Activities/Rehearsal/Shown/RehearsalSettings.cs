using System.Globalization;
using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Procedures;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Rehearsal.Shown;

/// <summary>Where a rehearsal is played: the place's own figures and days.</summary>
public sealed record RehearsalPlace(string Name, JurisdictionLevel Level, int Deputies, int Members, WorkingCalendar Calendar, IDefinitionSource Others);

/// <summary>
/// What a person has chosen for a rehearsal, as texts by name: <c>from</c>, <c>deputies</c>, <c>members</c>, <c>proposals</c>,
/// <c>in.</c> an input, <c>do.</c> the outcome of a step, <c>vote.</c> the end of a vote, <c>rate.</c> that of a rating, <c>find.</c> what a visit finds. They travel in the page's address.
/// </summary>
public sealed record RehearsalSettings(IReadOnlyDictionary<string, string> Given)
{
    public const int MostDeputies = 10_000, MostMembers = 1_000, MostProposals = 2_000, DefaultProposals = 60;
    public const string From = "from", Deputies = "deputies", Members = "members", Proposals = "proposals", Input = "in.", Outcome = "do.", Vote = "vote.", Rate = "rate.", Visit = "find.";

    private static readonly DateOnly Earliest = new(2000, 1, 1), Latest = new(2100, 12, 31);

    public string Text(string name, string otherwise) => Given.GetValueOrDefault(name, otherwise).Trim();

    public RehearsalSettings With(string name, string text) => new(new Dictionary<string, string>(Given, StringComparer.Ordinal) { [name] = text });

    public RehearsalSettings Without(string name) => new(Given.Where(one => one.Key != name).ToDictionary(StringComparer.Ordinal));

    /// <summary>Only what a rehearsal knows, out of everything in an address.</summary>
    public static RehearsalSettings Of(IEnumerable<KeyValuePair<string, string>> all)
    {
        string[] heads = [Input, Outcome, Vote, Rate, Visit], names = [From, Deputies, Members, Proposals];
        return new RehearsalSettings(all.Where(one => names.Contains(one.Key) || heads.Any(head => one.Key.StartsWith(head, StringComparison.Ordinal)))
            .GroupBy(one => one.Key, StringComparer.Ordinal).ToDictionary(one => one.Key, one => one.First().Value, StringComparer.Ordinal));
    }

    /// <summary>Every name whose text will not do, with a sentence; empty when the rehearsal can be played.</summary>
    public IReadOnlyDictionary<string, string> Problems(IReadOnlyList<RehearsalSetting> settings, RehearsalPlace place, DateOnly today)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        Check(From, DateOnly.TryParseExact(Text(From, Day(today)), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day >= Earliest && day <= Latest,
            $"启动日期应为 {Earliest.Year} 年到 {Latest.Year} 年的一天，写作 2026-01-05。");
        Whole(Deputies, "全体代表人数", place.Deputies, 1, MostDeputies);
        Whole(Members, "组成人员数", place.Members, 1, MostMembers);
        Whole(Proposals, "收到的建议", DefaultProposals, 0, MostProposals);
        foreach (var setting in settings)
            if (Given.TryGetValue(Input + setting.Name, out var text) && setting.Problem(text.Trim()) is { } problem) problems[Input + setting.Name] = problem;
        foreach (var (name, key) in Given)
        {
            if (name.StartsWith(Vote, StringComparison.Ordinal)) Check(name, BallotCase.Find(key) is not null, "没有这一种票决结果，请重新选。");
            if (name.StartsWith(Rate, StringComparison.Ordinal)) Check(name, RatingCase.Find(key) is not null, "没有这一种测评结果，请重新选。");
            if (name.StartsWith(Visit, StringComparison.Ordinal)) Check(name, FindingCase.Find(key) is not null, "没有这一种视察结果，请重新选。");
        }
        return problems;

        void Whole(string name, string label, int otherwise, int least, int most) =>
            Check(name, int.TryParse(Text(name, otherwise.ToString(CultureInfo.InvariantCulture)), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most,
                $"{label}应填 {least} 到 {most} 的整数。");

        void Check(string name, bool holds, string sentence)
        {
            if (!holds) problems[name] = sentence;
        }
    }

    /// <summary>The plan, once there are no problems. What an input or a step of another version is called is left out.</summary>
    public RehearsalPlan Plan(WorkflowDefinition definition, RehearsalPlace place, DateOnly today, RehearsalReport? first)
    {
        var known = RehearsalSetting.Of(definition);
        return new RehearsalPlan(definition, DateOnly.ParseExact(Text(From, Day(today)), "yyyy-MM-dd", CultureInfo.InvariantCulture))
        {
            Others = place.Others,
            Jurisdiction = place.Name,
            Level = Levels.Of(definition) is { Count: > 0 } stated && !stated.Contains(place.Level) ? stated[0] : place.Level,
            Calendar = place.Calendar,
            Deputies = Number(Deputies, place.Deputies),
            Members = Number(Members, place.Members),
            Proposals = Number(Proposals, DefaultProposals),
            Input = known.Where(setting => Text(Input + setting.Name, setting.Default) != setting.Default)
                .ToDictionary(setting => setting.Name, setting => (object?)setting.Value(Text(Input + setting.Name, setting.Default)), StringComparer.Ordinal),
            Answers = Answers(first),
            AssumeProjects = true,
        };
    }

    /// <summary>Whether a vote, a rating or a visit is to end otherwise than by itself, so that it must be known first who takes part and what in.</summary>
    public bool AsksForEnds => Given.Keys.Any(IsEnd);

    public RehearsalSettings WithoutEnds() => new(Given.Where(one => !IsEnd(one.Key)).ToDictionary(StringComparer.Ordinal));

    private static bool IsEnd(string name) => new[] { Vote, Rate, Visit }.Any(head => name.StartsWith(head, StringComparison.Ordinal));

    /// <summary>An outcome is for the first time only: a step sent back for ever would never end.</summary>
    private RehearsalAnswers Answers(RehearsalReport? first)
    {
        var answers = RehearsalAnswers.None;
        foreach (var (name, text) in Given)
            if (name.StartsWith(Outcome, StringComparison.Ordinal)) answers = answers.With(name[Outcome.Length..], [new RehearsalAnswer { Outcome = text }]);
        foreach (var ballot in (first?.Ballots ?? []).DistinctBy(ballot => ballot.ActivityId))
            if (BallotCase.Find(Given.GetValueOrDefault(Vote + ballot.ActivityId)) is { } wanted) answers = answers.With(ballot.ActivityId, wanted.Answers(ballot));
        if (first is null) return answers;
        foreach (var (name, text) in Given)
        {
            var given = name.StartsWith(Rate, StringComparison.Ordinal) ? RatingCase.Find(text)?.Answers(name[Rate.Length..], first)
                : name.StartsWith(Visit, StringComparison.Ordinal) ? FindingCase.Find(text)?.Answers(name[Visit.Length..], first) : null;
            foreach (var (key, answer) in given ?? []) answers = answers.With(key, [answer]);
        }
        return answers;
    }

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private int Number(string name, int otherwise) => int.Parse(Text(name, otherwise.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
}

namespace Minsheng.Workflow.Activities.Rehearsal.Shown;

/// <summary>Where one end of a vote leads in this definition.</summary>
/// <param name="Occurs">False where the votes cannot be made to fall that way: with few voters, or by the rules of the definition.</param>
/// <param name="Course">What follows, step by step; the last is where the year goes on.</param>
/// <param name="Stop">Why nothing follows; null where something does.</param>
public sealed record BallotEnding(string ActivityId, string Step, BallotCase Case, bool Occurs, IReadOnlyList<string> Course, string? Stop, string Counted, string Sentence)
{
    public string Leads => !Occurs ? $"按这些人数和规则没有演出来，计票结果是“{BallotEndings.Word(Counted)}”" : Stop ?? string.Join(" → ", Course);
}

/// <summary>Plays each vote of a year to every end it may have.</summary>
public static class BallotEndings
{
    private const int DaysAfterTheVote = 45, MostSteps = 12;

    /// <param name="first">The year as planned, which says when and how its votes were held.</param>
    /// <param name="tried">Told after each end: how many of how many.</param>
    public static IReadOnlyList<BallotEnding> Of(RehearsalPlan plan, RehearsalReport first, Action<int, int>? tried, CancellationToken cancellation)
    {
        var votes = first.Ballots.Where(ballot => ballot.Kind == "Vote").DistinctBy(ballot => ballot.ActivityId).ToList();
        var endings = new List<BallotEnding>();
        foreach (var (vote, index) in votes.Select((vote, index) => (vote, index)))
        {
            var until = DateOnly.FromDateTime(vote.At.Date).AddDays(DaysAfterTheVote);
            if (plan.Until < until) until = plan.Until.Value;
            foreach (var (wanted, number) in BallotCase.All.Select((wanted, number) => (wanted, number)))
            {
                var report = Rehearsal.Play(plan with { Until = until, Answers = plan.Answers.With(vote.ActivityId, wanted.Answers(vote)) }, null, cancellation);
                if (Follow(report, vote, wanted) is { } ending && !endings.Exists(other => IsSame(other, ending))) endings.Add(ending);
                tried?.Invoke(index * BallotCase.All.Count + number + 1, votes.Count * BallotCase.All.Count);
            }
        }
        return endings;
    }

    /// <summary>A second tie, or a second shortfall, that changes nothing is no case of its own.</summary>
    private static bool IsSame(BallotEnding one, BallotEnding other) =>
        one.ActivityId == other.ActivityId && other.Case.Key.EndsWith('2') && one.Case.Key == other.Case.Key.TrimEnd('2') && one.Leads == other.Leads;

    private static BallotEnding? Follow(RehearsalReport report, RehearsalBallot vote, BallotCase wanted)
    {
        var counted = report.Ballots.FirstOrDefault(ballot => ballot.ActivityId == vote.ActivityId);
        var at = report.Passages.FirstOrDefault(passage => passage.ActivityId == vote.ActivityId && counted?.Id.StartsWith($"{passage.Run}.{passage.Execution}.", StringComparison.Ordinal) == true);
        if (counted is null || at is null) return null;
        var course = new List<string>();
        var stop = Walk(report, at, course);
        if (report.Events.FirstOrDefault(line => line.Kind == "fault" && line.At >= counted.At) is { } fault) stop = $"停住：在“{fault.Step}”出错，{fault.Text}";
        return new BallotEnding(vote.ActivityId, vote.Step, wanted, counted.Outcome == wanted.Expects, course, stop, counted.Outcome, string.Concat(counted.Sentences));
    }

    /// <returns>Why it stops, or null.</returns>
    private static string? Walk(RehearsalReport report, RehearsalPassage from, List<string> course)
    {
        var (vote, current) = (from.ActivityId, from);
        for (var step = 0; step < MostSteps; step++)
        {
            if (current.ActivityId == vote) Inside(report, current, isFirst: step == 0, course);
            if (current.Ended is not { } ended) return $"停住：停在“{current.Step}”，没有人办得了";
            var next = report.Passages.Where(passage => passage.Run == current.Run && passage.Began > ended && passage.From == current.Until).MinBy(passage => passage.Began);
            if (next is null) return $"停住：“{current.Step}”的结果{(Word(current.Outcome) is { } word ? $"“{word}”" : "")}没有连到下一步，后面没有人接着办";
            course.Add(next.ActivityId == vote ? "再次票决" : next.Step);
            if (next.ActivityId != vote && !report.Passages.Any(later => later.Run == next.Run && later.ActivityId == vote && later.Began > next.Began)) return null;
            current = next;
        }
        course.Add("……");
        return null;
    }

    /// <summary>Further counts and decisions without leaving the step.</summary>
    private static void Inside(RehearsalReport report, RehearsalPassage at, bool isFirst, List<string> course)
    {
        var rounds = report.Ballots.Where(ballot => ballot.Id.StartsWith($"{at.Run}.{at.Execution}.", StringComparison.Ordinal)).ToList();
        var first = rounds.FirstOrDefault();
        var told = rounds.Skip(1).Select(round => (round.At, Text: $"第 {round.Round} 次投票（{round.Rows.Count} 选 {round.Seats}）"))
            .Concat(report.Tasks.Where(task => task.Run == at.Run && task.ActivityId == at.ActivityId && task.Given >= (first?.At ?? at.From) && (at.Until is null || task.Given <= at.Until))
                .Select(task => (At: task.Given, Text: task.Title[(task.Title.IndexOf('：') + 1)..])));
        course.AddRange(told.OrderBy(line => line.At).Select(line => line.Text).Where(text => course.Count == 0 || course[^1] != text));
        if (!isFirst && first is not null) course[^1] += $"（{Result(rounds[^1])}）";
    }

    private static string Result(RehearsalBallot ballot) => ballot.Outcome == "Adopted" ? $"选出 {ballot.Rows.Count(row => row.Adopted)} 项" : Word(ballot.Outcome) ?? ballot.Outcome;

    public static string? Word(string? outcome) => outcome switch
    {
        "Adopted" => "票决产生",
        "Tie" => "票数相等",
        "Shortfall" => "名额不足",
        "Void" => "票决无效",
        _ => null,
    };
}

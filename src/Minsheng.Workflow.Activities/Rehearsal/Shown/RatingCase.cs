namespace Minsheng.Workflow.Activities.Rehearsal.Shown;

/// <summary>How a rating, or an assessment, is to come out the first time it is held.</summary>
public sealed record RatingCase(string Key, string Name)
{
    private const decimal Low = 40;

    public static IReadOnlyList<RatingCase> All { get; } =
        [new("good", "照常，都满意"), new("basic", "第一项基本满意"), new("one", "第一项不满意"), new("all", "都不满意")];

    /// <summary>Assessments are points, so that there is no 基本满意.</summary>
    public static IReadOnlyList<RatingCase> OfPoints { get; } = [new("good", "照常"), new("one", "第一项得分低"), new("all", "得分都低")];

    public static RatingCase? Find(string? key) => All.FirstOrDefault(one => one.Key == key);

    /// <summary>What to answer, by the step and, where each project is rated in a procedure of its own, the project.</summary>
    internal IEnumerable<(string Key, RehearsalAnswer Answer)> Answers(string activityId, RehearsalReport first)
    {
        if (Key == "good") yield break;
        if (first.Ballots.Where(ballot => ballot.ActivityId == activityId).ToList() is { Count: > 0 } ballots)
        {
            var (rating, isOwn) = (ballots[0], ballots.Count > 1 && ballots[0].Rows.Count == 1);
            var rows = Key == "all" ? Enumerable.Range(1, rating.Rows.Count) : [1];
            var answer = new RehearsalAnswer { Grades = rows.ToDictionary(RowName, IReadOnlyList<int> (_) => Marks(rating)) };
            yield return (isOwn && Key != "all" ? $"{activityId}@{rating.Rows[0].Number}" : activityId, answer);
        }
        else
        {
            // Points for every matter there may be; further ones are left aside.
            var rows = Key == "all" ? Enumerable.Range(1, 60) : [1];
            yield return (activityId, new RehearsalAnswer { Scores = rows.ToDictionary(RowName, _ => Low) });
        }
    }

    private static string RowName(int row) => row.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Nine tenths of those present say so: enough by every rule there is.</summary>
    private int[] Marks(RehearsalBallot rating)
    {
        var counts = new int[rating.Options.Count];
        var bad = rating.Options.ToList().FindIndex(option => option.StartsWith('不'));
        var target = Key == "basic" ? Math.Min(1, counts.Length - 1) : bad < 0 ? counts.Length - 1 : bad;
        counts[target] = rating.Present * 9 / 10;
        counts[0] += rating.Present - counts[target];
        return counts;
    }
}

/// <summary>What a visit finds the first time.</summary>
public sealed record FindingCase(string Key, string Name)
{
    private const string Faulty = "发现问题";

    public static IReadOnlyList<FindingCase> All { get; } = [new("none", "照常，没有问题"), new("one", "第一个项目发现问题"), new("all", "每个项目都发现问题")];

    public static FindingCase? Find(string? key) => All.FirstOrDefault(one => one.Key == key);

    internal IEnumerable<(string Key, RehearsalAnswer Answer)> Answers(string activityId, RehearsalReport first)
    {
        if (Key == "none" || first.Tasks.FirstOrDefault(task => task.ActivityId == activityId) is not { } visit) yield break;
        var lane = $"{activityId}/inspect";
        var rows = Key == "all" ? Math.Max(1, visit.Items) : 1;
        var answer = new RehearsalAnswer
        {
            Values = new Dictionary<string, object?>
            {
                ["findings"] = Enumerable.Range(1, rows).Select(row => (object?)new Dictionary<string, object?> { ["item"] = row.ToString(System.Globalization.CultureInfo.InvariantCulture), ["verdict"] = Faulty, ["reason"] = "工程进度慢于计划，现场管理不到位" }).ToList(),
            },
        };
        yield return (Key == "one" && visit.About is { } number ? $"{lane}@{number}" : lane, answer);
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Minsheng.Workflow.Engine;

namespace Minsheng.Workflow.Activities.Rehearsal;

/// <summary>
/// What people are told to answer: by activity id, or by activity id and project as <c>report@YL26-0003</c>, one answer for
/// every time or a list for the first, second and later times. Where a step hands out several kinds of tasks, one kind is
/// <c>inspection/check</c>. Whatever is left out is played by default.
/// </summary>
public sealed class RehearsalAnswers
{
    private readonly Dictionary<string, IReadOnlyList<RehearsalAnswer>> _byActivity = new(StringComparer.Ordinal);

    public static RehearsalAnswers None { get; } = new();

    /// <exception cref="RehearsalException">The text is no such file; the message names the place.</exception>
    public static RehearsalAnswers Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var answers = new RehearsalAnswers();
            foreach (var activity in document.RootElement.EnumerateObject())
                answers._byActivity[activity.Name] = activity.Value.ValueKind == JsonValueKind.Array
                    ? [.. activity.Value.EnumerateArray().Select(Read)]
                    : [Read(activity.Value) with { Always = true }];
            return answers;
        }
        catch (JsonException problem)
        {
            var where = problem is { LineNumber: { } line, BytePositionInLine: { } at } ? $"第 {line + 1} 行第 {at + 1} 字节处" : "有一处";
            throw new RehearsalException($"演练答案文件不正确，{where}读不懂，请对照说明改正。", problem);
        }
        catch (InvalidOperationException problem)
        {
            throw new RehearsalException("演练答案文件不正确，应以步骤编号为名、以答案为值，文字不能有残缺，请对照说明改正。", problem);
        }
    }

    /// <summary>These answers for the first, second and later times of a step, in the place of what was said of it.</summary>
    public RehearsalAnswers With(string activityId, IReadOnlyList<RehearsalAnswer> answers)
    {
        var other = new RehearsalAnswers();
        foreach (var (key, list) in _byActivity) other._byActivity[key] = list;
        other._byActivity[activityId] = answers;
        return other;
    }

    /// <summary>The answer for the n-th time (from 0) a step asks in one run; null when it is left to the default.</summary>
    public RehearsalAnswer? Find(string activityId, string? project, int time) =>
        (project is not null ? At($"{activityId}@{project}", time) : null) ?? At(activityId, time);

    internal IEnumerable<string> ActivityIds => _byActivity.Keys.Select(key => key.Split('@', '/')[0]).Distinct();

    private RehearsalAnswer? At(string key, int time) => !_byActivity.TryGetValue(key, out var list) ? null
        : time < list.Count ? list[time]
        : list is [{ Always: true } only] ? only : null;

    private static RehearsalAnswer Read(JsonElement answer) =>
        answer.Deserialize<RehearsalAnswer>(Strict) ?? throw new InvalidOperationException("An answer is null.");

    private static JsonSerializerOptions Strict { get; } = new(Values.Json) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };
}

/// <summary>One scripted answer. For tasks: outcome, opinion, values or scores, when. For ballots: the turnout and the votes.</summary>
public sealed record RehearsalAnswer
{
    public string? Outcome { get; init; }
    public string? Opinion { get; init; }

    /// <summary>Form values that replace the generated ones, by field name.</summary>
    public Dictionary<string, object?> Values { get; init; } = [];

    /// <summary>The day of the answer; the limit does not hold it back.</summary>
    public DateOnly? On { get; init; }

    /// <summary>Working days until the answer; the limit does not hold it back.</summary>
    public int? AfterDays { get; init; }

    /// <summary>Nobody answers.</summary>
    public bool Never { get; init; }

    /// <summary>Who is present at the ballot.</summary>
    public int? Present { get; init; }

    /// <summary>So many on the roll recuse themselves 回避.</summary>
    public int? Recused { get; init; }

    /// <summary>One slip more comes back than was issued.</summary>
    public bool Void { get; init; }

    /// <summary>So many projects tie across the cut line.</summary>
    public int? Tie { get; init; }

    /// <summary>So many seats stay below the majority.</summary>
    public int? Shortfall { get; init; }

    /// <summary>Approvals by number, title or row (from 1) of the project.</summary>
    public Dictionary<string, int> Votes { get; init; } = [];

    /// <summary>Marks of a rating by number, title or row: 满意, 基本满意, 不满意 in this order; the rest abstains.</summary>
    public Dictionary<string, IReadOnlyList<int>> Grades { get; init; } = [];

    /// <summary>Scores of an assessment by number, title or row, the same on every criterion; in a survey the percent who are satisfied.</summary>
    public Dictionary<string, decimal> Scores { get; init; } = [];

    /// <summary>The score for a field such as score2_1: the second matter.</summary>
    internal decimal? ScoreOf(Forms.Field field)
    {
        var row = new string([.. field.Name.SkipWhile(letter => !char.IsAsciiDigit(letter)).TakeWhile(char.IsAsciiDigit)]);
        foreach (var (key, score) in Scores)
            if (key == row || !key.All(char.IsAsciiDigit) && field.Label.Contains(key, StringComparison.Ordinal)) return score;
        return null;
    }

    [JsonIgnore]
    internal bool Always { get; init; }

    internal static string Row(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);
}

/// <summary>A rehearsal cannot be played as asked; the message is a sentence for the user.</summary>
public sealed class RehearsalException(string message, Exception? inner = null) : WorkflowException("rehearsal", message, inner);

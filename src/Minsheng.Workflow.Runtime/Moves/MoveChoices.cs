using System.Text.Json;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Moving;

namespace Minsheng.Workflow.Runtime.Moves;

/// <summary>What has been chosen, by the keys of the report's questions: for all cases alike, and for single ones otherwise.</summary>
/// <param name="All">Options by question.</param>
/// <param name="Cases">By run: the options that hold there instead.</param>
public sealed record MoveChoices(IReadOnlyDictionary<string, string>? All = null, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? Cases = null)
{
    /// <summary>The same in words, with what was left out; known once every case has been looked at.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>What holds for one run.</summary>
    public IReadOnlyDictionary<string, string> Of(string runId)
    {
        var all = All ?? new Dictionary<string, string>();
        if (Cases is null || !Cases.TryGetValue(runId, out var own) || own.Count == 0) return all;
        var both = new Dictionary<string, string>(all, StringComparer.Ordinal);
        foreach (var (question, option) in own) both[question] = option;
        return both;
    }

    /// <param name="planned">Every case, and what was asked about it.</param>
    internal MoveChoices InWords(IReadOnlyList<(MovingRun Run, IReadOnlyList<MoveQuestion> Questions)> planned, IReadOnlyList<LeftOut> left)
    {
        var words = new List<string>();
        foreach (var asked in planned.SelectMany(one => one.Questions.Select(question => (one.Run, Question: question, Option: Of(one.Run.Id).GetValueOrDefault(question.Key)))).GroupBy(one => one.Question.Key))
        {
            var answers = asked.GroupBy(one => one.Option).OrderByDescending(answer => answer.Key == All?.GetValueOrDefault(asked.Key)).ToList();
            foreach (var answer in answers)
            {
                var (question, chosen) = (answer.First().Question, answer.First().Question.Options.FirstOrDefault(option => option.Key == answer.Key)?.Words ?? "没有选");
                words.Add($"{question.Sentence.TrimEnd('。')}：{chosen}{(answers.Count == 1 ? "" : $"（{Titles([.. answer.Select(one => one.Run.Title)])}）")}");
            }
        }
        words.AddRange(left.GroupBy(one => one.Why).Select(why => $"没有换的：{Titles([.. why.Select(one => one.Title)])}，{why.Key}"));
        return this with { Words = words };
    }

    internal string ToJson() => JsonSerializer.Serialize(this, Values.Json);

    internal static MoveChoices Read(string json)
    {
        // What was stored before single cases could differ is the bare options by question.
        using var stored = JsonDocument.Parse(json);
        var isBare = stored.RootElement.EnumerateObject().Any() && !stored.RootElement.EnumerateObject().Any(member => member.Name is "all" or "cases" or "words");
        return isBare ? new MoveChoices(stored.Deserialize<Dictionary<string, string>>(Values.Json)) : stored.Deserialize<MoveChoices>(Values.Json)!;
    }

    private static string Titles(IReadOnlyList<string> titles) =>
        titles.Count <= 3 ? string.Join("、", titles.Select(title => $"“{title}”")) : $"“{titles[0]}”等 {titles.Count} 件";
}

/// <summary>A run of the chosen years that stays on its version, and why.</summary>
public sealed record LeftOut(string RunId, string Title, string Why);

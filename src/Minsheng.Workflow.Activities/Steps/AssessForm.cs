using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>What is assessed: a project, or another matter by its name.</summary>
internal sealed record Subject(string? ItemId, string Number, string Title)
{
    public string Name => Number.Length > 0 ? $"{Number} {Title}" : Title;
}

/// <summary>What one person has handed in.</summary>
/// <param name="Scores">Per subject: the score, or in a survey how many were satisfied.</param>
/// <param name="Asked">Per subject, in a survey only.</param>
internal sealed record Sheet(string Party, string By, IReadOnlyList<decimal> Scores, IReadOnlyList<int>? Asked = null);

internal sealed record Sheets(IReadOnlyList<Subject> Subjects, IReadOnlyList<Sheet> Filled)
{
    public IReadOnlyList<PartyResult> Judge(AssessRule rule, IReadOnlyList<AssessParty> parties, int subject, decimal? threshold)
    {
        if (rule.Measure == AssessMeasure.Survey)
            return [new(null, rule.Judge((int)Filled.Sum(sheet => sheet.Scores[subject]), Filled.Sum(sheet => sheet.Asked![subject])))];
        return rule.Judge([.. parties.Select(party =>
        {
            var sheets = Filled.Where(sheet => sheet.Party == party.Name).ToList();
            return new PartyScore(party.Name, party.Weight, sheets.Average(sheet => sheet.Scores[subject]), sheets.Count);
        })], threshold);
    }
}

/// <summary>The form a party fills: a score per subject, or per subject and criterion, or a survey's two figures.</summary>
internal static class AssessForm
{
    public const int Most = 100;
    private const int MostAsked = 1_000_000;

    public static TaskMode UsualMode(AssessRule rule) => rule.Measure == AssessMeasure.Survey ? TaskMode.Any : TaskMode.All;

    public static void Check(ActivityBinder binder, AssessRule? rule, IReadOnlyList<AssessParty> parties)
    {
        if (parties.Count == 0) binder.Problem("parties", "no-parties", "“评价各方”一方也没有，请至少写一方。");
        for (var index = 0; index < parties.Count; index++)
        {
            if (string.IsNullOrWhiteSpace(parties[index].Name))
                binder.Problem($"parties[{index}].name", "missing-input", $"第 {index + 1} 方没有名称，请补上，如“群众评价”。");
            InputChecks.CheckPeople(binder, $"parties[{index}].assignees", parties[index].Assignees, $"{parties[index].Name}的人员");
            if (parties[index].Mode is TaskMode.Sequential or TaskMode.Ratio)
                binder.Problem($"parties[{index}].mode", "bad-mode", $"{parties[index].Name}有几个人时，只能各人都评、取平均，或由一人登记，请改正。");
        }
        if (parties.GroupBy(party => party.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            binder.Problem("parties", "duplicate-party", $"有两方都叫“{twice.Key}”，请改成不同的名称。");
        if (parties.Count > 0 && rule?.WeightProblem([.. parties.Select(party => party.Weight)]) is { } problem)
            binder.Problem("parties", "bad-weights", problem);
    }

    public static Form Of(AssessRule rule, IReadOnlyList<Subject> subjects, IReadOnlyList<string> criteria) => new(
        [.. subjects.SelectMany((subject, index) => rule.Measure == AssessMeasure.Survey
            ? [Count($"asked{index + 1}", $"{subject.Name}：调查人数", 1), Count($"satisfied{index + 1}", $"{subject.Name}：满意人数", 0)]
            : criteria.Count == 0 ? [Score($"score{index + 1}", subject.Name)]
            : criteria.Select((criterion, at) => Score($"score{index + 1}_{at + 1}", $"{subject.Name}：{criterion}"))),
        new Field { Name = "opinion", Label = "评价意见", Type = FieldType.Paragraph }]);

    /// <exception cref="StimulusRefusedException">More people are satisfied than were asked.</exception>
    public static Sheet Read(TaskAnswer answer, AssessRule rule, string party, int subjects)
    {
        var rows = Enumerable.Range(1, subjects).ToList();
        if (rule.Measure != AssessMeasure.Survey) return new Sheet(party, answer.Act.By.Id, [.. rows.Select(row => Mean(answer, row))]);

        var asked = rows.Select(row => (int)(answer.Number($"asked{row}") ?? 0)).ToList();
        var satisfied = rows.Select(row => decimal.Truncate(answer.Number($"satisfied{row}") ?? 0)).ToList();
        for (var index = 0; index < subjects; index++)
            if (asked[index] < 1 || satisfied[index] > asked[index])
                throw new StimulusRefusedException($"第 {index + 1} 个对象：调查 {asked[index]} 人，满意 {satisfied[index]} 人，满意人数不能多于调查人数，请核对后再提交。", "wrong-figures");
        return new Sheet(party, answer.Act.By.Id, satisfied, asked);
    }

    private static decimal Mean(TaskAnswer answer, int row) => answer.Spec.Form.Fields
        .Where(field => field.Name == $"score{row}" || field.Name.StartsWith($"score{row}_", StringComparison.Ordinal))
        .Select(field => answer.Number(field.Name) is >= 0 and <= Most and var score ? score
            : throw new StimulusRefusedException($"“{field.Label}”应在 0 到 100 之间，请改正后再提交。", "bad-score"))
        .Average();

    private static Field Score(string name, string label) =>
        new() { Name = name, Label = label, Type = FieldType.Number, Required = true, Min = 0, Max = Most };

    private static Field Count(string name, string label, int least) =>
        new() { Name = name, Label = label, Type = FieldType.Number, Required = true, Min = least, Max = MostAsked };
}

using System.Globalization;
using System.Text.RegularExpressions;
using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>Text with places to fill in, e.g. {{projects}}.</summary>
internal static partial class DocumentTemplate
{
    private static readonly string[] Known =
        ["cycle.jurisdiction", "cycle.year", "date", "projects", "candidates", "count", "documentNo", "postingPlaces", "until", "project", "period"];

    /// <summary>Reports places that nothing fills.</summary>
    public static void Check(ActivityBinder binder, string member, string? template)
    {
        foreach (var name in Places().Matches(template ?? "").Select(match => match.Groups[1].Value).Distinct().Where(name => !Known.Contains(name)))
            binder.Problem(member, "unknown-placeholder", $"文稿里的“{{{{{name}}}}}”没有内容可填，请改用{string.Join("、", Known.Select(known => $"{{{{{known}}}}}"))}之一。");
    }

    /// <summary>The text with its places filled, as a step sees them at this moment.</summary>
    public static string Fill(this ActivityContext context, string? text, params (string Name, string Text)[] more)
    {
        var facts = context.Cycle();
        return Fill(text ?? "", facts, facts.Dates.Today(context.Now), [.. more, ("period", context.GetVariable("Period") as string ?? "")]);
    }

    public static string Fill(string template, ICycleFacts facts, DateOnly today, params (string Name, string Text)[] more) =>
        Places().Replace(template, place =>
        {
            var name = place.Groups[1].Value;
            foreach (var (known, text) in more)
                if (known == name) return text;
            return name switch
            {
                "cycle.jurisdiction" => facts.Cycle.Jurisdiction,
                "cycle.year" => facts.Cycle.Year.ToString(CultureInfo.InvariantCulture),
                "date" => DayWords.Full(today),
                "projects" => Numbered(Projects(facts)),
                "project" => facts.Project is { } project ? $"{project.Number} {project.Title}" : "",
                "candidates" => Numbered(facts.Items(ItemStage.Candidate)),
                "count" => Listed(template, facts).Count.ToString(CultureInfo.InvariantCulture),
                _ => "",
            };
        });

    /// <summary>What the text lists: the candidates where it lists only these, else the adopted projects.</summary>
    private static IReadOnlyList<ItemFact> Listed(string template, ICycleFacts facts)
    {
        var names = Places().Matches(template).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        return names.Contains("candidates") && !names.Contains("projects") ? facts.Items(ItemStage.Candidate) : Projects(facts);
    }

    /// <summary>Without those stopped or replaced since.</summary>
    private static List<ItemFact> Projects(ICycleFacts facts) => [.. facts.Items(ItemStage.Project).Where(item => item.State != ProjectState.Stopped)];

    private static string Numbered(IReadOnlyList<ItemFact> items) => string.Join("\n", items.Select((item, index) =>
    {
        var facts = string.Join("，", new[]
        {
            item.Place,
            item.Amount is { } amount ? string.Create(CultureInfo.InvariantCulture, $"投资概算 {amount:0.00} 万元") : "",
        }.Where(part => part.Length > 0));
        return $"{index + 1}. {item.Title}{(facts.Length > 0 ? $"（{facts}）" : "")}";
    }));

    [GeneratedRegex(@"\{\{\s*([\w.]+)\s*\}\}")]
    private static partial Regex Places();
}

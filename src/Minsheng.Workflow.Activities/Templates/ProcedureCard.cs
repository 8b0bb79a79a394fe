using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Cadence;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Procedures;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Templates;

/// <summary>What somebody looking for a procedure like theirs wants to know of one, read from the definition and its children.</summary>
/// <param name="Levels">For which levels it is made; empty where it does not say.</param>
/// <param name="Model">What the place calls its way, e.g. 三审 or 1234+N.</param>
/// <param name="SourceYear">Of the document it was drawn from.</param>
/// <param name="Vote">Null where nothing is voted on.</param>
/// <param name="Rhythm">What comes again and again, its children's too.</param>
/// <param name="Children">Procedures it starts, in the order of starting, theirs included.</param>
/// <param name="IsYear">Goes through a year: it votes, or starts others, and is not about one project.</param>
public sealed partial record ProcedureCard(
    string DefinitionId, string Name, string? Description, string? Place, IReadOnlyList<JurisdictionLevel> Levels, string? Model, string? Source, int? SourceYear, string? LegalBasis,
    CardVote? Vote, IReadOnlyList<CardRhythm> Rhythm, int Steps, IReadOnlyList<string> Children, bool IsYear)
{
    private static readonly string[] Ends = ["Elsa.Start", "Elsa.End", "Elsa.Finish"];

    /// <param name="others">Where its children are found.</param>
    public static ProcedureCard Of(WorkflowDefinition definition, IDefinitionSource others)
    {
        var children = new List<WorkflowDefinition>();
        Follow(definition, others, children);
        var steps = Main(definition).Where(step => !Ends.Contains(StepTree.Type(step))).ToList();
        var about = definition.CustomProperties;
        return new ProcedureCard(
            definition.DefinitionId, definition.Name, definition.Description, StepTree.Text(about?["jurisdiction"]), Procedures.Levels.Of(definition), StepTree.Text(about?["model"]),
            StepTree.Text(about?["source"]), StepTree.Number(about?["sourceYear"]) is { } year ? (int)year : null, StepTree.Text(about?["legalBasis"]),
            CardVote.Of(definition), [.. new[] { definition }.Concat(children).SelectMany(CardRhythm.Of).Distinct().OrderBy(one => one.Order)], steps.Count, [.. children.Select(child => child.DefinitionId)],
            CardVote.Of(definition) is not null || children.Count > 0 && definition.Inputs.All(input => input.Name != "projectId"));
    }

    /// <summary>What is typed is found in names, places, the model and the source; several words must all be found.</summary>
    public bool Matches(string words) => words.Split([' ', '　', '，', '、'], StringSplitOptions.RemoveEmptyEntries)
        .All(word => new[] { Name, Place, Model, Description, Source }.Any(text => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true));

    /// <summary>Ids that steps name as procedures to be started.</summary>
    internal static IEnumerable<(JsonObject Step, string Member, string Id)> Started(WorkflowDefinition definition) =>
        from step in definition.Root is { } root ? StepTree.All(root).Select(one => one.Step) : []
        let member = StepTree.Type(step) == "Minsheng.ForEachProject" ? "childDefinitionId" : "workflowDefinitionId"
        let id = Known(definition, step[member])
        where !string.IsNullOrEmpty(id)
        select (step, member, id);

    /// <summary>The value of an input as it is unless a year is told otherwise.</summary>
    internal static string? Known(WorkflowDefinition definition, JsonNode? input)
    {
        var (settings, value) = (new YearSettings(definition), InputValue.Read(input));
        return (value.Mode == InputMode.Script && Getter().Match(value.Text) is { Success: true } match ? settings.Default(match.Groups[1].Value) : settings.Known(value))?.ToString();
    }

    private static void Follow(WorkflowDefinition definition, IDefinitionSource others, List<WorkflowDefinition> found)
    {
        foreach (var (_, _, id) in Started(definition))
        {
            if (found.Exists(one => one.DefinitionId == id) || others.FindById(id) is not { } child) continue;
            found.Add(child);
            Follow(child, others, found);
        }
    }

    private static IEnumerable<JsonObject> Main(WorkflowDefinition definition) => definition.Root is { } root ? StepTree.Children(root).Select(child => child.Step) : [];

    /// <summary>A script that only hands a setting on: getName() or [getName()].</summary>
    [GeneratedRegex(@"^\s*(?:return\s+)?\[?\s*get(\w+)\(\)\s*\]?\s*;?\s*$")]
    private static partial Regex Getter();
}

/// <summary>The vote of a procedure: so many of so many.</summary>
/// <param name="Ratio">As the file says, e.g. 20%; with the upper one where there is a band.</param>
public sealed record CardVote(int Seats, int Candidates, string? Ratio)
{
    public string Words => $"{Candidates} 选 {Seats}";

    internal static CardVote? Of(WorkflowDefinition definition)
    {
        if (definition.Root is not { } root || StepTree.All(root).Select(one => one.Step).FirstOrDefault(step => StepTree.Type(step) == "Minsheng.Ballot") is not { } ballot) return null;
        if (!int.TryParse(ProcedureCard.Known(definition, ballot["seats"]), NumberStyles.None, CultureInfo.InvariantCulture, out var seats)) return null;
        var (least, most) = (ProcedureCard.Known(definition, ballot["ratioMin"]), ProcedureCard.Known(definition, ballot["ratioMax"]));
        var rules = new BallotRules { Seats = seats, RatioMin = Fraction.TryParse(least, out var ratio) ? ratio : null };
        return new CardVote(seats, CandidateBand.Of(rules).Required, least is null ? null : most is null ? least : $"{least}—{most}");
    }
}

/// <summary>Something that comes again: 每月 月通报.</summary>
public sealed partial record CardRhythm(string Every, string What)
{
    private static readonly string[] Often = ["每隔几分钟", "每天", "每周", "每月", "每季度", "每半年", "每年"];

    public string Words => $"{Every} {What}";

    /// <summary>The more often the earlier; single months in their order at the end.</summary>
    internal int Order => Array.IndexOf(Often, Every) is >= 0 and var at ? at
        : Often.Length + (int.TryParse(string.Concat(Every.TakeWhile(char.IsAsciiDigit)), NumberStyles.None, CultureInfo.InvariantCulture, out var month) ? month : 0);

    internal static IEnumerable<CardRhythm> Of(WorkflowDefinition definition)
    {
        foreach (var (address, step) in definition.Root is { } root ? StepTree.All(root) : [])
        {
            if (StepTree.Type(step) != "Minsheng.Cadence" || EveryWords(definition, step) is not { } every) continue;
            if (Meant(definition, address, step) is { } what) yield return new CardRhythm(every, what);
        }
    }

    private static string? EveryWords(WorkflowDefinition definition, JsonObject step)
    {
        var months = InputValue.Read(step["inMonths"]) is { Mode: InputMode.Constant, Constant: JsonArray list } ? string.Join("、", list.Select(month => month?.ToString()))
            : ProcedureCard.Known(definition, step["inMonths"]);
        if (!string.IsNullOrEmpty(months)) return $"{months} 月";
        return ProcedureCard.Known(definition, step["every"]) is not { } every ? null
            : ProcedureCard.Known(definition, step["occurrences"]) == "1" && every == nameof(Cadence.Every.Month) ? null
            : Procedures.ChoiceWords.Of(typeof(Every), every) ?? every;
    }

    /// <summary>The step's own words, or where they only say when, those of what it leads to.</summary>
    private static string? Meant(WorkflowDefinition definition, StepAddress address, JsonObject step)
    {
        var own = Bracketed().Replace(StepTree.Title(step), "");
        if (!Moment().IsMatch(own)) return own;
        var chart = StepTree.Find(definition.Root, address.Scope);
        return chart is null ? null : Way.In(chart).Where(way => way.From == address.Id && way.Port == "Due" && way.To != address.Id)
            .Select(way => StepTree.Children(chart).FirstOrDefault(child => child.Id == way.To).Step).OfType<JsonObject>().Select(StepTree.Title).FirstOrDefault();
    }

    [GeneratedRegex("（[^）]*）")]
    private static partial Regex Bracketed();

    [GeneratedRegex("^(每|到|等到|上一年|年[初中底]$)")]
    private static partial Regex Moment();
}

using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Rehearsal;
using Minsheng.Workflow.Engine;

namespace Minsheng.Workflow.Runtime.Demo;

/// <summary>A place of the demo: who works there and, where one is told, the year it is led through. Read from Demo/Places.</summary>
public sealed record DemoPlace
{
    // Before Shipped, which reads with it.
    private static JsonSerializerOptions Strict { get; } = new(Values.Json) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    public required string Id { get; init; }
    public required string Name { get; init; }
    public required JurisdictionLevel Level { get; init; }

    /// <summary>Letters in front of item numbers.</summary>
    public required string Code { get; init; }

    /// <summary>What stands in front of the account names here; empty for the place the README walks through.</summary>
    public string SignIn { get; init; } = "";

    /// <summary>Ids of units that are known by more than their name.</summary>
    public IReadOnlyDictionary<string, string> Units { get; init; } = new Dictionary<string, string>();

    /// <summary>Bodies and their members; null where no number is needed.</summary>
    public required IReadOnlyDictionary<string, int?> Bodies { get; init; }
    public required IReadOnlyList<DemoPerson> People { get; init; }
    public IReadOnlyList<DemoCrowd> Crowds { get; init; } = [];
    public DemoYear? Year { get; init; }

    /// <summary>The places that ship, in the order they are written.</summary>
    public static IReadOnlyList<DemoPlace> Shipped { get; } = Read();

    /// <summary>Its people alone, all with an account: the year is theirs to live.</summary>
    public DemoPlace PeopleOnly => this with
    {
        Year = null,
        People = [.. People.Select(person => person with { SignsIn = true })],
        Crowds = [.. Crowds.Select(crowd => crowd with { SignIn = crowd.Count })],
    };

    public string PersonId(string person) => $"{Id}-{person}";

    public string TermId => $"{Id}-term";

    public string UnitId(string unit) => $"{Id}-{Units.GetValueOrDefault(unit, unit)}";

    public string Account(string person) => SignIn.Length == 0 ? person : $"{SignIn}-{person}";

    /// <summary>Everybody, crowds told one by one.</summary>
    public IEnumerable<DemoPerson> Everybody => People.Concat(Crowds.SelectMany(crowd => crowd.Members));

    public static DemoPlace Parse(Stream json) => JsonSerializer.Deserialize<DemoPlace>(json, Strict)!;

    private static List<DemoPlace> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var places = new List<DemoPlace>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("demo/", StringComparison.Ordinal) && name.EndsWith(".json", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var file = assembly.GetManifestResourceStream(name)!;
            places.Add(Parse(file));
        }
        return places;
    }
}

/// <param name="Unit">Name of the department or office.</param>
/// <param name="Holds">Roles, 「secretary:body」, 「group:name」.</param>
public sealed record DemoPerson(string Id, string Name, string Post, string Unit, IReadOnlyList<string> Holds, bool SignsIn = true);

/// <summary>People who differ by number alone, e.g. deputies.</summary>
/// <param name="SignIn">How many of them, from the first, have an account.</param>
public sealed record DemoCrowd(string Id, string Name, string Post, string Unit, int Count, IReadOnlyList<string> Holds, int SignIn = 0)
{
    internal IEnumerable<DemoPerson> Members => Enumerable.Range(1, Count).Select(number => new DemoPerson($"{Id}{number}", $"{Name}{number:00}", Post, Unit, Holds, number <= SignIn));
}

/// <summary>One cycle, and how its people behave.</summary>
public sealed record DemoYear
{
    public required string Procedure { get; init; }

    /// <summary>When the cycle was started: so many days before the demo is written …</summary>
    public int DaysAgo { get; init; }

    /// <summary>… or, for a year that has ended, on the latest such day (MM-dd) at least <see cref="DaysAgo"/> days before.</summary>
    public string? StartedOn { get; init; }
    public Dictionary<string, JsonElement> Settings { get; init; } = [];

    /// <summary>Days a project is planned to take.</summary>
    public int BuildDays { get; init; } = 300;
    public required IReadOnlyList<DemoItem> Items { get; init; }

    /// <summary>Proposals beside those, made up from common wishes and these places.</summary>
    public int More { get; init; }
    public IReadOnlyList<string> Neighbourhoods { get; init; } = [];

    /// <summary>How many items go on at a step, by activity id; all where nothing is said.</summary>
    public Dictionary<string, int> Keep { get; init; } = [];

    /// <summary>What people answer otherwise than by default, as in a rehearsal.</summary>
    public JsonElement? Answers { get; init; }

    /// <summary>Timers the office lets go off early, by activity id, with the reason.</summary>
    public Dictionary<string, string> Early { get; init; } = [];

    /// <summary>Procedures started beside the cycle.</summary>
    public IReadOnlyList<DemoRun> Runs { get; init; } = [];

    /// <summary>The answers with item numbers in the place of positions: <c>accept@9</c> is about the ninth item.</summary>
    internal RehearsalAnswers Script(string code, int year)
    {
        if (Answers is not { } stated) return RehearsalAnswers.None;
        var script = new Dictionary<string, JsonElement>();
        foreach (var answer in stated.EnumerateObject())
            script[answer.Name.Split('@') is [var step, var position]
                ? string.Create(CultureInfo.InvariantCulture, $"{step}@{code}{year % 100:00}-{int.Parse(position, CultureInfo.InvariantCulture):0000}")
                : answer.Name] = answer.Value;
        return RehearsalAnswers.Parse(JsonSerializer.Serialize(script));
    }
}

/// <param name="Amount">万元.</param>
/// <param name="Pace">How fast it goes against its plan, once it is a project.</param>
public sealed record DemoItem(string Title, string Content, string Domain, string Place, decimal Amount, string Unit, double Pace = 1, string? Proposer = null);

/// <param name="Item">Number among the items, from 1, of the project it is about.</param>
public sealed record DemoRun(string Procedure, int DaysAgo, int? Item = null, string? Title = null, Dictionary<string, JsonElement>? Input = null);

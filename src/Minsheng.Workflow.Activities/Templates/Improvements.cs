using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Versions;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Templates;

/// <summary>One improvement of a template that is taken or left as a whole.</summary>
/// <param name="Sentences">What it does differently.</param>
public sealed record Improvement(string Key, IReadOnlyList<string> Sentences);

/// <summary>
/// What a later state of a template does differently, in pieces that make sense by themselves: a step comes with its arrows, an arrow by a
/// new button with the button, a new setting with what asks for it.
/// </summary>
public sealed class Improvements
{
    private readonly WorkflowDefinition _before;
    private readonly IReadOnlyDictionary<string, List<TemplateAtom>> _atoms;

    private Improvements(WorkflowDefinition before, IReadOnlyDictionary<string, List<TemplateAtom>> atoms, IReadOnlyList<Improvement> all) => (_before, _atoms, All) = (before, atoms, all);

    public IReadOnlyList<Improvement> All { get; }

    public static Improvements Of(WorkflowDefinition before, WorkflowDefinition after, DesignNames names)
    {
        var groups = Together(TemplateAtoms.Of(before.Json, after.Json));
        var atoms = groups.ToDictionary(group => $"{group[0].Kind}:{group[0].At.Text}:{group[0].Key}", StringComparer.Ordinal);
        var all = new List<Improvement>();
        foreach (var (key, group) in atoms)
        {
            var sentences = VersionComparison.Of(before, With(before, group), names).Matters.Select(change => change.Sentence).ToList();
            if (sentences.Count > 0) all.Add(new Improvement(key, sentences));
        }
        return new Improvements(before, atoms, all);
    }

    /// <summary>The template as it was, with only these improvements.</summary>
    public WorkflowDefinition With(IReadOnlyCollection<string> keys) => With(_before, _atoms.Where(group => keys.Contains(group.Key)).SelectMany(group => group.Value));

    private static WorkflowDefinition With(WorkflowDefinition before, IEnumerable<TemplateAtom> atoms)
    {
        var json = before.Json.DeepClone().AsObject();
        // Steps before the arrows that lead to them; what is gone goes last, when its arrows are gone.
        foreach (var atom in atoms.OrderBy(atom => atom.Kind == AtomKind.Step && atom.After is null ? 2 : atom.Kind == AtomKind.Way ? 1 : 0)) atom.Apply(json);
        return new WorkflowDefinition(json);
    }

    private static List<List<TemplateAtom>> Together(IReadOnlyList<TemplateAtom> atoms)
    {
        var leader = Enumerable.Range(0, atoms.Count).ToArray();
        for (var one = 0; one < atoms.Count; one++)
            for (var other = one + 1; other < atoms.Count; other++)
                if (Belong(atoms[one], atoms[other]) || Belong(atoms[other], atoms[one])) leader[Find(other)] = Find(one);
        return [.. atoms.Select((atom, index) => (atom, index)).GroupBy(one => Find(one.index)).Select(group => group.Select(one => one.atom).ToList())];

        int Find(int index) => leader[index] == index ? index : leader[index] = Find(leader[index]);
    }

    private static bool Belong(TemplateAtom one, TemplateAtom other) => (one.Kind, other.Kind) switch
    {
        (AtomKind.Way, AtomKind.Step) => one.At.Text == other.At.Text && Way.Parse(one.Key) is var way && (way.From == other.Key || way.To == other.Key),
        (AtomKind.Way, AtomKind.Way) => one.At.Text == other.At.Text && Way.Parse(one.Key) is var first && Way.Parse(other.Key) is var second && first.From == second.From && first.Port == second.Port,
        // The button an arrow leaves by.
        (AtomKind.Way, AtomKind.Member) => Way.Parse(one.Key) is var left && other.At.Text == one.At.Child(left.From).Text && Mentions(other, left.Port),
        // A setting that comes new, or goes, with what asks for it.
        (AtomKind.Named, AtomKind.Member or AtomKind.Step) => (one.Before is null || one.After is null) && Mentions(other, one.Key),
        _ => false,
    };

    private static bool Mentions(TemplateAtom atom, string word) =>
        new[] { atom.Before, atom.After }.Any(node => node?.ToJsonString(InputValue.Relaxed) is { } text && (text.Contains($"\"{word}\"", StringComparison.Ordinal) || text.Contains($"get{char.ToUpperInvariant(word[0])}{word[1..]}(", StringComparison.Ordinal)));
}

/// <summary>A place's own procedure brought together with what it takes of its template's improvements.</summary>
public sealed class TemplateMerge(WorkflowDefinition before, WorkflowDefinition mine, WorkflowDefinition taken, DesignNames names)
{
    /// <summary>Where the place and the template have changed the same thing differently.</summary>
    public IReadOnlyList<TemplateConflict> Conflicts => [.. DesignMerge.Choices(before.Json, mine.Json, taken.Json).Select(choice => new TemplateConflict(choice, Said(mine, choice), Said(taken, choice)))];

    public WorkflowDefinition Merge(TemplateOrigin origin, IReadOnlyDictionary<string, MergeSide> sides)
    {
        var merged = DesignMerge.Merge(before.Json, mine.Json, taken.Json, choice => sides.GetValueOrDefault(choice.Key, MergeSide.Mine));
        origin.Stamp(merged);
        return new WorkflowDefinition(merged);
    }

    private List<string> Said(WorkflowDefinition after, MergeChoice choice) => [.. VersionComparison.Of(before, after, names).Matters.Where(change => Concerns(change, choice)).Select(change => change.Sentence)];

    private static bool Concerns(VersionChange change, MergeChoice choice) =>
        !choice.Key.StartsWith('$') ? change.At?.Path == choice.Key
        : (change.At is null or { IsRoot: true }) && (choice.Key == "$" || change.Sentence.Contains(choice.Title[choice.Title.IndexOf('“')..], StringComparison.Ordinal));
}

/// <param name="Mine">What the place has done there, in sentences.</param>
public sealed record TemplateConflict(MergeChoice Choice, IReadOnlyList<string> Mine, IReadOnlyList<string> Theirs);

namespace Minsheng.Workflow.Activities.Items;

/// <summary>
/// Finds suggestions that may be about one matter: pairs of characters weighted by how rare they are, then the place and the domain.
/// Only ever a hint: people decide whether it is one matter.
/// </summary>
public sealed class Similarity
{
    /// <summary>默认. From here on two suggestions are shown as similar.</summary>
    public const double Threshold = 0.42;

    private const double TitleWeight = 2, SameDomain = 1.05, OtherDomain = 0.9, Highest = 1.21, NeverTheSame = 0.99;
    private const int FewestForRarity = 50;

    private readonly IReadOnlyList<Suggestion> _all;
    private readonly Dictionary<int, (int Index, float Weight)[]> _postings;
    private readonly (int Gram, float Weight)[][] _vectors;
    private readonly string[] _places;

    public Similarity(IReadOnlyList<Suggestion> suggestions)
    {
        _all = suggestions;
        _places = [.. suggestions.Select(one => PlaceLikeness.Core(one.Place))];
        var counts = suggestions.Select(Counts).ToList();
        var spread = new Dictionary<int, int>();
        foreach (var gram in counts.SelectMany(count => count.Keys)) spread[gram] = spread.GetValueOrDefault(gram) + 1;
        _vectors = [.. counts.Select(count => Vector(count, spread, suggestions.Count))];
        Spread = spread;
        var postings = new Dictionary<int, List<(int Index, float Weight)>>();
        for (var index = 0; index < _vectors.Length; index++)
            foreach (var (gram, weight) in _vectors[index])
                (postings.TryGetValue(gram, out var list) ? list : postings[gram] = []).Add((index, weight));
        _postings = postings.ToDictionary(posting => posting.Key, posting => posting.Value.ToArray());
    }

    private Dictionary<int, int> Spread { get; }

    /// <summary>Every pair at or above the threshold, likest first.</summary>
    public IReadOnlyList<SimilarPair> Pairs(double threshold = Threshold)
    {
        var pairs = new List<SimilarPair>();
        var scores = new float[_all.Count];
        var least = Least(threshold);
        for (var index = 1; index < _all.Count; index++)
        {
            Score(_vectors[index], index, scores);
            for (var other = 0; other < index; other++)
                if (scores[other] >= least && Likeness(scores[other], threshold, _all[index], _places[index], other) is { } likeness) pairs.Add(new SimilarPair(other, index, likeness));
        }
        return [.. pairs.OrderByDescending(pair => pair.Likeness).ThenBy(pair => pair.First).ThenBy(pair => pair.Second)];
    }

    /// <summary>Those that resemble a suggestion which may not be in the list yet, likest first.</summary>
    public IReadOnlyList<SimilarMatch> To(Suggestion one, int most, double threshold = Threshold)
    {
        var scores = new float[_all.Count];
        Score(Vector(Counts(one), Spread, _all.Count), _all.Count, scores);
        var place = PlaceLikeness.Core(one.Place);
        return [.. Enumerable.Range(0, _all.Count)
            .Where(index => _all[index].Id != one.Id)
            .Select(index => (_all[index].Id, Likeness: Likeness(scores[index], threshold, one, place, index)))
            .Where(match => match.Likeness is not null).OrderByDescending(match => match.Likeness).ThenBy(match => match.Id, StringComparer.Ordinal)
            .Take(most).Select(match => new SimilarMatch(match.Id, match.Likeness!.Value))];
    }

    /// <summary>
    /// Groups around the earliest suggestion of each: every member resembles the first, so that a chain of half-similar ones does not run together.
    /// </summary>
    public static IReadOnlyList<SimilarGroup> Groups(IReadOnlyList<Suggestion> suggestions, IReadOnlyList<SimilarPair> pairs)
    {
        var near = pairs.SelectMany(pair => new[] { (From: pair.First, To: pair.Second), (From: pair.Second, To: pair.First) }).ToLookup(edge => edge.From, edge => edge.To);
        var taken = new bool[suggestions.Count];
        var groups = new List<SimilarGroup>();
        for (var index = 0; index < suggestions.Count; index++)
        {
            if (taken[index]) continue;
            var others = near[index].Where(other => !taken[other]).Distinct().Order().ToList();
            if (others.Count == 0) continue;
            taken[index] = true;
            foreach (var other in others) taken[other] = true;
            groups.Add(new SimilarGroup([suggestions[index].Id, .. others.Select(other => suggestions[other].Id)]));
        }
        return groups;
    }

    /// <summary>Likeness of texts, of all before <paramref name="before"/>.</summary>
    private void Score((int Gram, float Weight)[] vector, int before, float[] scores)
    {
        Array.Clear(scores);
        foreach (var (gram, weight) in vector)
        {
            if (!_postings.TryGetValue(gram, out var list)) continue;
            for (var at = 0; at < list.Length && list[at].Index < before; at++) scores[list[at].Index] += weight * list[at].Weight;
        }
    }

    /// <summary>Place and domain raise likeness by a fifth at most: texts further apart need no closer look.</summary>
    private static float Least(double threshold) => (float)(threshold * threshold / (Highest * Highest));

    private double? Likeness(float score, double threshold, Suggestion one, string place, int index)
    {
        if (score < Least(threshold)) return null;
        var other = _all[index];
        var likeness = Math.Sqrt(score) * PlaceLikeness.Factor(place, _places[index], one.Title + one.Content, other.Title + other.Content)
            * (one.Domain.Length == 0 || other.Domain.Length == 0 ? 1 : one.Domain == other.Domain ? SameDomain : OtherDomain);
        return likeness >= threshold ? Math.Min(likeness, NeverTheSame) : null;
    }

    private static Dictionary<int, double> Counts(Suggestion one)
    {
        var counts = new Dictionary<int, double>();
        TextGrams.Add(counts, one.Title, TitleWeight);
        TextGrams.Add(counts, one.Content, 1);
        return counts;
    }

    private static (int Gram, float Weight)[] Vector(Dictionary<int, double> counts, Dictionary<int, int> spread, int total)
    {
        var raw = counts.Select(count => (Gram: count.Key, Weight: Math.Sqrt(count.Value) * TextGrams.Telling(count.Key)
            * Math.Log(1 + Math.Max(total, FewestForRarity) / (double)Math.Max(1, spread.GetValueOrDefault(count.Key))))).ToList();
        var length = Math.Sqrt(raw.Sum(part => part.Weight * part.Weight));
        return length == 0 ? [] : [.. raw.Select(part => (part.Gram, (float)(part.Weight / length)))];
    }
}

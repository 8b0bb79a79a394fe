namespace Minsheng.Workflow.Activities.Items;

/// <summary>What similarity looks at.</summary>
public sealed record Suggestion(string Id, string Title, string Content, string Place, string Domain);

/// <summary>Two suggestions that may be about the same matter, by their positions in the list.</summary>
/// <param name="Likeness">0 to 1.</param>
public sealed record SimilarPair(int First, int Second, double Likeness);

/// <summary>One suggestion that resembles the one asked about.</summary>
public sealed record SimilarMatch(string Id, double Likeness);

/// <summary>Suggestions that may be about one matter; the first came in first, each other one resembles it.</summary>
public sealed record SimilarGroup(IReadOnlyList<string> Ids);

namespace Minsheng.Workflow.Activities.Items;

/// <summary>A stretch of a text, and whether others say the same.</summary>
public readonly record struct Stretch(string Text, bool IsShared);

/// <summary>Which words of a text also occur in others: what is marked where suggestions stand side by side.</summary>
public static class SharedWords
{
    public static IReadOnlyList<Stretch> Mark(string text, string others)
    {
        var shared = new bool[text.Length];
        for (var i = 0; i + 1 < text.Length; i++)
            if (char.IsLetterOrDigit(text[i]) && char.IsLetterOrDigit(text[i + 1]) && !TextGrams.IsCommon(text[i], text[i + 1]) && others.Contains(text.Substring(i, 2), StringComparison.OrdinalIgnoreCase))
                shared[i] = shared[i + 1] = true;
        var stretches = new List<Stretch>();
        for (int from = 0, to = 1; from < text.Length; from = to++)
        {
            while (to < text.Length && shared[to] == shared[from]) to++;
            stretches.Add(new Stretch(text[from..to], shared[from]));
        }
        return stretches;
    }
}

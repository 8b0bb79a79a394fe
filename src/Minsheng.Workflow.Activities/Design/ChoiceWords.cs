using System.Text.RegularExpressions;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>The fixed choices of inputs as the property panel shows them.</summary>
public static partial class ChoiceWords
{
    /// <summary>Choices of a type in their order; empty when it has no fixed ones.</summary>
    public static IReadOnlyList<(string Name, string Words)> Of(Type type) => [.. Procedures.ChoiceWords.Of(type).Select(choice => (choice.Value, choice.Word))];

    public static string? Of(Type type, string name) => Of(type).FirstOrDefault(choice => string.Equals(choice.Name, name, StringComparison.OrdinalIgnoreCase)).Words;

    /// <summary>A hint without the words of the file, which the panel's list stands for.</summary>
    public static string Hint(Type type, string hint)
    {
        var choices = Of(type);
        return choices.Count == 0 ? hint : FileWord().Replace(hint, word => choices.Any(choice => choice.Name == word.Groups[1].Value) ? "" : word.Value);
    }

    [GeneratedRegex(@"\b([A-Z][A-Za-z]+) (?=\p{IsCJKUnifiedIdeographs})")]
    private static partial Regex FileWord();
}

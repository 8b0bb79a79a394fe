using System.Text.RegularExpressions;
using Minsheng.Workflow.Runtime.Audit;

namespace Minsheng.Workflow.Host.Tests.Audit;

/// <summary>Nobody reads code names on the audit page.</summary>
public sealed partial class AuditWordsTests
{
    private const string Call = "AuditLog.Write(";

    [Fact]
    public void Every_act_the_code_writes_has_Chinese_words()
    {
        var acts = Directory.EnumerateFiles(Path.Combine(Repository(), "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => ActsIn(File.ReadAllText(file), Path.GetFileName(file))).Distinct().ToList();
        acts.Count.ShouldBeGreaterThan(60);
        acts.ShouldContain("unit-stopped");
        acts.ShouldContain("setting-changed");
        acts.Where(act => !AuditWords.Acts.ContainsKey(act)).ShouldBeEmpty("give these acts words in AuditWords");
        AuditWords.Acts.Values.ShouldAllBe(words => Chinese().IsMatch(words));
        AuditWords.Acts.Values.ShouldBeUnique();
    }

    [Fact]
    public void Outcomes_are_told_in_words_and_the_plain_end_of_a_step_is_not_told()
    {
        AuditWords.Detail("""{"outcome":"Done"}""").ShouldBeEmpty();
        AuditWords.Detail("""{"outcome":"Approved","version":2}""").ShouldMatch("^结果：\\p{IsCJKUnifiedIdeographs}+；版本：2$");
        AuditWords.Detail("""{"outcome":"有问题"}""").ShouldBe("结果：有问题");
    }

    private static IEnumerable<string> ActsIn(string source, string file)
    {
        for (var at = source.IndexOf(Call, StringComparison.Ordinal); at >= 0; at = source.IndexOf(Call, at + 1, StringComparison.Ordinal))
            foreach (var act in Acts(FourthArgument(source[(at + Call.Length)..]), source, file))
                yield return act;
    }

    /// <summary>The names an argument may stand for; what is written in a way not known here has to be taught.</summary>
    private static List<string> Acts(string argument, string source, string file)
    {
        if (argument.StartsWith('$'))
        {
            argument.ShouldStartWith("$\"{Code(", customMessage: $"{file}: an act put together in a new way: {argument}");
            var ends = argument.Contains('?', StringComparison.Ordinal) ? Quoted().Matches(argument[2..]).Select(match => match.Groups[1].Value) : [argument[(argument.LastIndexOf('-') + 1)..].TrimEnd('"')];
            return [.. new[] { "unit", "body", "group" }.SelectMany(code => ends.Select(end => $"{code}-{end}"))];
        }
        var names = Quoted().Matches(argument).Select(match => match.Groups[1].Value).ToList();
        if (names.Count > 0) return names;
        var constant = Regex.Match(source, $@"const string {Regex.Escape(argument)} = ""([^""]+)""");
        constant.Success.ShouldBeTrue($"{file}: an act this test cannot read: {argument}");
        return [constant.Groups[1].Value];
    }

    private static string FourthArgument(string text)
    {
        var (depth, quoted, commas, start) = (0, false, 0, 0);
        for (var index = 0; index < text.Length; index++)
        {
            var letter = text[index];
            if (letter == '"') quoted = !quoted;
            if (quoted) continue;
            if (letter is '(' or '[' or '{') depth++;
            if (letter is ')' or ']' or '}') depth--;
            if (depth > 0 || letter != ',' && depth == 0) continue;
            if (++commas == 3) start = index + 1;
            if (commas == 4 || depth < 0) return text[start..index].Trim();
        }
        throw new InvalidOperationException("The call does not end.");
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Minsheng.Workflow.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("These tests read the source they were built from.");
        return folder;
    }

    [GeneratedRegex(@"""([a-z][a-z-]*)""")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Chinese();
}

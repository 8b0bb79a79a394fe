using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Scripting;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>What an expression comes to with the settings as they stand.</summary>
/// <param name="Sentence">The value in words, or what is wrong and where.</param>
public sealed record ExpressionExample(bool IsWrong, JsonNode? Value, string Sentence)
{
    private const int SampleItems = 12, LongestText = 60;

    /// <param name="wanted">What the input takes; null for anything.</param>
    public static ExpressionExample Of(ProcedureDesign design, StepAddress at, string script, DesignPlace place, Type? wanted = null)
    {
        if (string.IsNullOrWhiteSpace(script)) return new(true, null, "还没有写表达式。");
        try
        {
            var value = Trial.Evaluate(design.Definition, design.InnerVariables(at), script, place.Now, new SampleFacts(place));
            if (value is Delegate) return new(true, null, "这是一个算法的名字，后面还要加上括号“()”。");
            if (value is double number && !double.IsFinite(number)) return new(true, null, "算出来不是一个数，请看看有没有除以零，或拿文字作了计算。");
            var json = JsonSerializer.SerializeToNode(value, Values.Json);
            if (Misfit(value, wanted) is { } misfit) return new(true, json, $"现在算出来是{Words(value)}，{misfit}");
            return new(false, json, $"照 {place.Year} 年的默认设置{Samples(script)}，现在算出来是{Words(value)}");
        }
        catch (ScriptException wrong)
        {
            return new(true, null, wrong.Message);
        }
        catch (Exception odd) when (odd is NotSupportedException or JsonException or ArithmeticException or ArgumentException or InvalidOperationException or InvalidCastException or FormatException)
        {
            // Half-typed expressions pass through all kinds of states: none of them may take the page down.
            return new(true, null, "这个表达式还算不出来，请接着写完，或换一种写法。");
        }
    }

    internal static string Words(object? value) => value switch
    {
        null => "空（还没有值）",
        bool flag => flag ? "“是”" : "“否”",
        double number => string.Create(CultureInfo.InvariantCulture, $" {(decimal.Abs((decimal)Math.Clamp(number, -1e15, 1e15)) < 1_000_000_000_000m ? (decimal)number : number)}"),
        string text => text.Length == 0 ? "空" : $"“{(text.Length > LongestText ? text[..LongestText] + "…" : text)}”",
        List<object?> { Count: 0 } => "空的名单",
        List<object?> list => $" {list.Count} 项：{string.Join("、", list.Take(3).Select(one => Words(one).Trim()))}{(list.Count > 3 ? "…" : "")}",
        Dictionary<string, object?> members => Someone(members) ?? string.Join("，", members.Take(3).Select(member => $"{member.Key} 为{Words(member.Value)}")),
        _ => Values.Text(value),
    };

    private static string? Someone(Dictionary<string, object?> members) =>
        members.Count == 1 && members.First() is { Key: "role" or "body" or "group" or "unit" or "person", Value: string name } ? $"“{name}”" : null;

    private static string? Misfit(object? value, Type? wanted)
    {
        var type = wanted is null ? null : Nullable.GetUnderlyingType(wanted) ?? wanted;
        if (value is null || type is null) return null;
        if (type == typeof(int)) return value is double whole && whole == Math.Truncate(whole) ? null : "这里要填整数，请改写，例如用 Math.ceil(…) 进一。";
        if (type == typeof(decimal)) return value is double ? null : "这里要填数字，请改写。";
        if (type == typeof(bool)) return value is bool ? null : "这里要“是”或“否”，请写成比较，例如 getSeats() > 10。";
        return type == typeof(List<Assignee>) && value is not List<object?> ? "这里要一组人，请改为“固定值”，从名单里选。" : null;
    }

    private static string Samples(string script) =>
        script.Contains("items(", StringComparison.Ordinal) ? $"和 {SampleItems} 个示例项目" : script.Contains("project(", StringComparison.Ordinal) ? "和一个示例项目" : "";

    /// <summary>A year that has just begun, with a few projects to count.</summary>
    private sealed class SampleFacts(DesignPlace place) : ICycleFacts
    {
        public CycleFact Cycle => new("trial", place.Year, "trial", place.Name, place.Level, place.Today);
        public Dates Dates => place.Dates;
        public ItemFact? Project => Sample(1, ItemStage.Project);
        public int AllDeputies => place.Deputies;
        public IReadOnlyList<PersonFact> Resolve(IReadOnlyList<Assignee> assignees) => [];
        public IReadOnlyList<ItemFact> Items(params ItemStage[] stages) => [.. Enumerable.Range(1, SampleItems).Select(number => Sample(number, stages is [var stage, ..] ? stage : ItemStage.Candidate))];

        private static ItemFact Sample(int number, ItemStage stage) =>
            new($"sample-{number}", number.ToString("00", CultureInfo.InvariantCulture), $"示例项目{number}", "", "市政建设", "", 100m, stage, null, "责任单位", 1);
    }
}

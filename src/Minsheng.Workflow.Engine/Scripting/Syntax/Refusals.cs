using System.Collections.Frozen;

namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>The words of JavaScript that are outside the subset, and what to write instead.</summary>
internal static class Refusals
{
    private const string UseSimple = "请改用简单的取值与运算";

    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["arguments"] = "请改用“...参数”",
        ["async"] = UseSimple,
        ["await"] = UseSimple,
        ["case"] = "请改用 if 或“?:”",
        ["catch"] = "请先用“?.”或“??”判断空值",
        ["class"] = UseSimple,
        ["Date"] = "读取当前时间请使用流程提供的日期函数",
        ["debugger"] = "请删除它",
        ["default"] = UseSimple,
        ["delete"] = "请改为生成不含该成员的新对象",
        ["do"] = "请改用 while",
        ["enum"] = UseSimple,
        ["eval"] = UseSimple,
        ["export"] = UseSimple,
        ["extends"] = UseSimple,
        ["finally"] = "请先用“?.”或“??”判断空值",
        ["Function"] = "请改用箭头函数",
        ["globalThis"] = UseSimple,
        ["import"] = UseSimple,
        ["instanceof"] = "请改用 typeof 或 Array.isArray",
        ["new"] = "请改用字面量，如 [] 或 {}",
        ["Promise"] = UseSimple,
        ["Proxy"] = UseSimple,
        ["Reflect"] = UseSimple,
        ["RegExp"] = "请改用 includes、startsWith 或 split",
        ["super"] = UseSimple,
        ["switch"] = "请改用 if 或“?:”",
        ["Symbol"] = UseSimple,
        ["this"] = "请直接写变量名",
        ["throw"] = "请用 return 返回结果",
        ["try"] = "请先用“?.”或“??”判断空值",
        ["void"] = "请改写为 undefined",
        ["with"] = "请直接写成员名",
        ["yield"] = UseSimple,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Keywords = new[]
    {
        "break", "const", "continue", "else", "false", "for", "function", "if", "in", "let", "null", "return", "true", "typeof",
        "undefined", "var", "while",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool IsRefused(string word) => Words.ContainsKey(word);

    /// <summary>Whether the word can name a variable.</summary>
    public static bool IsReserved(string word) => Keywords.Contains(word) || Words.ContainsKey(word);

    public static string Message(string word, string? cure = null) =>
        $"本平台的表达式不支持“{word}”，{cure ?? Words.GetValueOrDefault(word, UseSimple)}。";
}

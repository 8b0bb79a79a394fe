using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Minsheng.Workflow.Engine.Definitions;

/// <summary>Reads and writes Elsa 3 definition JSON without losing anything.</summary>
public static class ElsaJson
{
    /// <summary>Largest file taken, in bytes. A definition of 300 steps is about 300 KB.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Deepest nesting taken. Containers in containers rarely reach 40.</summary>
    public const int MaxDepth = 200;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        // People read these files, and they are never put into a page: quotes and Chinese stay as they are.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = MaxDepth + 8,
    };

    /// <exception cref="InvalidDefinitionException">The bytes are not a definition; every problem is named.</exception>
    public static WorkflowDefinition Read(ReadOnlyMemory<byte> bytes, string name = "导入的文件")
    {
        if (bytes.Length > MaxBytes)
            throw Refuse(name, "too-large", $"文件有 {bytes.Length / 1024 / 1024} MB，超过上限 {MaxBytes / 1024 / 1024} MB，请检查是否选错了文件。");
        if (bytes.Span is [0xEF, 0xBB, 0xBF, ..]) bytes = bytes[3..];
        try
        {
            StrictUtf8.GetCharCount(bytes.Span);
        }
        catch (DecoderFallbackException)
        {
            throw Refuse(name, "wrong-encoding", "文件不是 UTF-8 编码，请用 UTF-8 另存后再导入。");
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MaxDepth });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw Refuse(name, "not-a-definition", "文件的内容不是一个方案（应以 { 开头），请导入由本平台或 Elsa 导出的方案文件。");
            if (FindFault(document.RootElement, "$") is { } fault) throw new InvalidDefinitionException(name, [fault]);
            var json = JsonObject.Create(document.RootElement.Clone())!;
            return new WorkflowDefinition(json);
        }
        catch (JsonException problem) when (problem.Message.Contains("maximum configured depth", StringComparison.OrdinalIgnoreCase))
        {
            throw Refuse(name, "too-deep", $"文件嵌套超过 {MaxDepth} 层，请检查是否为正常的方案文件。");
        }
        catch (JsonException problem)
        {
            throw Refuse(name, "broken-json", $"文件不是完整的 JSON（第 {problem.LineNumber + 1} 行第 {problem.BytePositionInLine + 1} 字节处有误），请重新导出后再试。");
        }
    }

    public static WorkflowDefinition Read(string json, string name = "导入的文件") => Read(Encoding.UTF8.GetBytes(json), name);

    public static string Write(WorkflowDefinition definition) => definition.Json.ToJsonString(Indented) + "\n";

    private static InvalidDefinitionException Refuse(string name, string code, string message) =>
        new(name, [new DefinitionProblem(null, "$", code, message)]);

    /// <summary>What JSON allows and a definition must not have: a member written twice, or half a character.</summary>
    private static DefinitionProblem? FindFault(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in element.EnumerateObject())
            {
                if (Decode(() => member.Name) is not { } name) return HalfCharacter(path);
                if (!seen.Add(name)) return new(null, $"{path}.{name}", "duplicate-member", "同一处写了两个同名的成员，不知道以哪个为准，请删去一个。");
                if (FindFault(member.Value, $"{path}.{name}") is { } inner) return inner;
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in element.EnumerateArray())
                if (FindFault(item, $"{path}[{index++}]") is { } inner) return inner;
        }
        else if (element.ValueKind == JsonValueKind.String && Decode(element.GetString) is null)
        {
            return HalfCharacter(path);
        }
        return null;
    }

    private static DefinitionProblem HalfCharacter(string path) =>
        new(null, path, "broken-text", "这里的文字含有不完整的字符（只有半个的 \\u 编码），请改正后再导入。");

    /// <summary>Null for an escape that stands for no character.</summary>
    private static string? Decode(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}

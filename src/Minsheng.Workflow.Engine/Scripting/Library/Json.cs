using System.Globalization;
using System.Text.Json;

namespace Minsheng.Workflow.Engine.Scripting;

/// <summary><c>JSON.parse</c>.</summary>
internal static class JsonReading
{
    private const int MaxLevels = 100;

    public static object? Parse(Evaluation run, object? self, Arguments arguments)
    {
        if (arguments.Has(1))
            throw run.Fail("JSON.parse 不支持第二个参数，请去掉它并用 map 处理结果。");
        var text = arguments.Text(run, 0);
        run.Work(text.Length * 16L);
        run.Allocate(2L * text.Length);
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxLevels });
            return Convert(run, document.RootElement);
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            throw run.Fail($"JSON.parse 读不懂这段文本，请检查它是否为正确的 JSON（嵌套不超过 {MaxLevels} 层）。");
        }
    }

    private static object? Convert(Evaluation run, JsonElement element)
    {
        run.Step(run.At);
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                var list = run.List();
                foreach (var item in element.EnumerateArray())
                    run.Add(list, Convert(run, item));
                return list;
            case JsonValueKind.Object:
                var members = run.Object();
                foreach (var member in element.EnumerateObject())
                    run.Put(members, member.Name, Convert(run, member.Value));
                return members;
            case JsonValueKind.String: return run.Text(element.GetString()!);
            case JsonValueKind.Number: return Values.Number(element.GetDouble());
            case JsonValueKind.Null: return null;
            default: return Values.Bool(element.GetBoolean());
        }
    }
}

/// <summary><c>JSON.stringify</c>.</summary>
internal sealed class JsonWriting
{
    private readonly Evaluation _run;
    private readonly BoundedText _result;
    private readonly string _indent;

    private JsonWriting(Evaluation run, string indent) => (_run, _result, _indent) = (run, new BoundedText(run), indent);

    public static object? Stringify(Evaluation run, object? self, Arguments arguments)
    {
        if (!Values.IsNullish(arguments[1]))
            throw run.Fail("JSON.stringify 不支持第二个参数，请写 null 并先用 map 选出需要的成员。");
        if (!IsWritten(arguments[0]))
            return Undefined.Value;
        var indent = arguments[2] switch
        {
            double number => new string(' ', (int)Math.Clamp(double.IsNaN(number) ? 0 : number, 0, 10)),
            string text => text[..Math.Min(text.Length, 10)],
            _ => "",
        };
        var writing = new JsonWriting(run, indent);
        writing.Write(arguments[0], 0);
        return writing._result.Finish();
    }

    private static bool IsWritten(object? value) => value is not (Undefined or Callable or ScriptFunction);

    private void Write(object? value, int level)
    {
        _run.Step(_run.At);
        switch (value)
        {
            case string text: WriteText(text); break;
            case double number: _result.Append(double.IsFinite(number) ? Numerals.Format(number) : "null"); break;
            case bool flag: _result.Append(flag ? "true" : "false"); break;
            case List<object?> list: WriteList(list, level + 1); break;
            case Dictionary<string, object?> members: WriteMembers(members, level + 1); break;
            case IScriptObject: _result.Append("{}"); break;
            default: _result.Append("null"); break;
        }
    }

    private void WriteList(List<object?> list, int level)
    {
        _run.Enter();
        _result.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            Separate(i == 0, level);
            Write(_run.Import(list[i]), level);
        }

        Finish(list.Count == 0, level, ']');
    }

    private void WriteMembers(Dictionary<string, object?> members, int level)
    {
        _run.Enter();
        _result.Append('{');
        var isFirst = true;
        foreach (var (key, raw) in members)
        {
            _run.Step(_run.At);
            var value = _run.Import(raw);
            if (!IsWritten(value))
                continue;
            Separate(isFirst, level);
            WriteText(key);
            _result.Append(_indent.Length > 0 ? ": " : ":");
            Write(value, level);
            isFirst = false;
        }

        Finish(isFirst, level, '}');
    }

    private void Separate(bool isFirst, int level)
    {
        if (!isFirst)
            _result.Append(',');
        BreakLine(level);
    }

    private void Finish(bool isEmpty, int level, char closing)
    {
        if (!isEmpty)
            BreakLine(level - 1);
        _result.Append(closing);
        _run.Leave();
    }

    private void BreakLine(int level)
    {
        if (_indent.Length == 0)
            return;
        _result.Append('\n');
        for (var i = 0; i < level; i++)
            _result.Append(_indent);
    }

    private void WriteText(string text)
    {
        _run.Work(text.Length * 8L);
        _result.Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (isPair)
                _result.Append(text.AsSpan(i++, 2));
            else
                WriteCharacter(text[i]);
        }

        _result.Append('"');
    }

    private void WriteCharacter(char c)
    {
        switch (c)
        {
            case '"': _result.Append("\\\""); break;
            case '\\': _result.Append("\\\\"); break;
            case '\n': _result.Append("\\n"); break;
            case '\r': _result.Append("\\r"); break;
            case '\t': _result.Append("\\t"); break;
            case '\b': _result.Append("\\b"); break;
            case '\f': _result.Append("\\f"); break;
            case < ' ' or (>= '\uD800' and <= '\uDFFF'):
                _result.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                break;
            default: _result.Append(c); break;
        }
    }
}

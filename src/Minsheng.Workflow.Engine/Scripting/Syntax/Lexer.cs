using System.Globalization;
using System.Text;

namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>Cuts a source into tokens and pairs its brackets, without recursion.</summary>
internal sealed partial class Lexer(string source)
{
    private const int MaxSource = 100_000;

    private static readonly string[] Signs =
    [
        ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=",
        "=>", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<", ">>", "**",
        "+", "-", "*", "/", "%", "=", "<", ">", "!", "?", ":", ",", ";", ".", "(", ")", "[", "]", "{", "}", "&", "|", "^", "~",
    ];

    private readonly List<Token> _tokens = [];
    private readonly Stack<(char Closing, int Token)> _open = new();
    private int _at;
    private bool _newLine;

    private char Current => Peek(0);

    public List<Token> Read()
    {
        if (source.Length > MaxSource)
            throw new ScriptException($"表达式长度超过上限（{MaxSource} 个字符），请拆分或缩短。", 1, 1);
        while (SkipBlanks())
            ReadToken();
        if (_open.TryPop(out var open))
            throw Refuse(_tokens[open.Token].Position, open.Closing == '`' ? "模板文本没有结束，请补上“`”。" : $"括号没有闭合，请补上“{open.Closing}”。");
        Add(TokenKind.End, "", source.Length);
        return _tokens;
    }

    private void ReadToken()
    {
        var start = _at;
        if (IsNameStart(Current))
        {
            while (IsNamePart(Current))
                _at++;
            Add(TokenKind.Name, source[start.._at], start);
        }
        else if (char.IsAsciiDigit(Current) || (Current == '.' && char.IsAsciiDigit(Peek(1))))
            ReadNumber();
        else if (Current is '"' or '\'')
            ReadString();
        else if (Current == '`')
            ReadTemplate(TokenKind.Template);
        else if (Current == '}' && _open.TryPeek(out var open) && open.Closing == '`')
            ReadTemplate(TokenKind.TemplateRest);
        else
            ReadSign();
    }

    private void ReadSign()
    {
        var start = _at;
        if (Current == '/' && !FollowsValue())
            throw Refuse(start, "本平台的表达式不支持正则表达式，请改用 includes、startsWith 或 split。");
        var sign = Array.Find(Signs, candidate => string.CompareOrdinal(source, start, candidate, 0, candidate.Length) == 0)
            ?? throw Refuse(start, UnknownMessage(Current));
        if (sign == "?." && char.IsAsciiDigit(Peek(2)))
            sign = "?";
        _at += sign.Length;
        Add(TokenKind.Sign, sign, start);
        if (sign is "(" or "[" or "{")
            _open.Push((sign == "(" ? ')' : sign == "[" ? ']' : '}', _tokens.Count - 1));
        else if (sign is ")" or "]" or "}")
            Close(sign[0], start);
    }

    private void Close(char sign, int start)
    {
        if (!_open.TryPop(out var open) || open.Closing != sign)
            throw Refuse(start, $"括号“{sign}”没有与之配对的左括号，请检查括号。");
        _tokens[open.Token].Match = _tokens.Count - 1;
    }

    private void ReadNumber()
    {
        var start = _at;
        if (Current == '0' && Numerals.RadixOf(Peek(1)) is var radix and > 0)
        {
            var value = Numerals.ParseDigits(source.AsSpan(start + 2), radix, out var read);
            _at += 2 + read;
            EndNumber(start, value);
            return;
        }

        var number = Numerals.ParsePrefix(source.AsSpan(start), out var length);
        _at += length;
        if (length > 1 && source[start] == '0' && char.IsAsciiDigit(source[start + 1]))
            throw Refuse(start, "数字不能以多余的 0 开头，请删去开头的 0。");
        EndNumber(start, number);
    }

    private void EndNumber(int start, double value)
    {
        if (double.IsNaN(value) || IsNamePart(Current))
            throw Refuse(start, "数字的写法不正确，请检查（不支持 10n 这样的大整数）。");
        _tokens.Add(new Token(TokenKind.Number, source[start.._at], start, _newLine) { Number = value });
        _newLine = false;
    }

    /// <summary>A slash after a value divides; anywhere else it would begin a regular expression.</summary>
    private bool FollowsValue() => _tokens is [.., var last] && last.Kind switch
    {
        TokenKind.Sign => last.Text is ")" or "]" or "}" or "++" or "--",
        TokenKind.Name => last.Text is not ("return" or "typeof" or "in" or "of" or "else"),
        TokenKind.Template or TokenKind.TemplateRest => last.EndsTemplate,
        _ => true,
    };

    private bool SkipBlanks()
    {
        for (; _at < source.Length; _at++)
        {
            if (Current is '\n' or '\r' or '\u2028' or '\u2029')
                _newLine = true;
            else if (Current == '/' && Peek(1) == '/')
                _at = IndexOrEnd("\n", _at) - 1;
            else if (Current == '/' && Peek(1) == '*')
                SkipComment();
            else if (!char.IsWhiteSpace(Current) && Current != '\uFEFF')
                return true;
        }

        return false;
    }

    private void SkipComment()
    {
        var end = IndexOrEnd("*/", _at + 2);
        if (end == source.Length)
            throw Refuse(_at, "注释没有结束，请补上“*/”。");
        _newLine |= source.AsSpan(_at, end - _at).Contains('\n');
        _at = end + 1;
    }

    private int IndexOrEnd(string text, int from) =>
        source.IndexOf(text, Math.Min(from, source.Length), StringComparison.Ordinal) is var found and >= 0 ? found : source.Length;

    private char Peek(int ahead) => _at + ahead < source.Length ? source[_at + ahead] : '\0';

    private void Add(TokenKind kind, string text, int position)
    {
        _tokens.Add(new Token(kind, text, position, _newLine));
        _newLine = false;
    }

    private ScriptException Refuse(int position, string message) => ScriptException.At(source, position, message);

    private static string UnknownMessage(char c) => c is (>= '\uFF01' and <= '\uFF5E') or (>= '\u3000' and <= '\u303F') or (>= '\u2018' and <= '\u201D')
        ? $"出现了中文标点“{c}”，请改用英文标点。"
        : $"出现了不能识别的字符“{c}”，请删除它。";

    private static bool IsNameStart(char c) => char.IsLetter(c) || c is '_' or '$';

    private static bool IsNamePart(char c) => IsNameStart(c) || char.IsDigit(c)
        || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}

using System.Globalization;
using System.Text;

namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>Strings, templates and their escapes.</summary>
internal sealed partial class Lexer
{
    private void ReadString()
    {
        var start = _at;
        var quote = source[_at++];
        var text = new StringBuilder();
        while (Current != quote)
        {
            if (_at >= source.Length || Current is '\n' or '\r')
                throw Refuse(start, $"文本没有结束，请补上“{quote}”。");
            ReadCharacter(text);
        }

        _at++;
        Add(TokenKind.String, text.ToString(), start);
    }

    /// <summary>Reads one piece of text; a value begins at <c>${</c> and the brace that closes it leads back here.</summary>
    private void ReadTemplate(TokenKind kind)
    {
        var start = _at++;
        if (kind is TokenKind.TemplateRest)
            _open.Pop();
        var text = new StringBuilder();
        while (Current != '`' && (Current != '$' || Peek(1) != '{'))
        {
            if (_at >= source.Length)
                throw Refuse(start, "模板文本没有结束，请补上“`”。");
            ReadCharacter(text);
        }

        var ends = Current == '`';
        _at += ends ? 1 : 2;
        _tokens.Add(new Token(kind, text.ToString(), start, _newLine) { EndsTemplate = ends });
        _newLine = false;
        if (!ends)
            _open.Push(('`', _tokens.Count - 1));
    }

    private void ReadCharacter(StringBuilder text)
    {
        var c = source[_at++];
        if (c == '\\')
            ReadEscape(text);
        else if (c != '\r')
            text.Append(c);
        else if (Current != '\n')
            text.Append('\n');
    }

    private void ReadEscape(StringBuilder text)
    {
        var c = Current;
        _at++;
        switch (c)
        {
            case 'n': text.Append('\n'); break;
            case 't': text.Append('\t'); break;
            case 'r': text.Append('\r'); break;
            case 'b': text.Append('\b'); break;
            case 'f': text.Append('\f'); break;
            case 'v': text.Append('\v'); break;
            case '0' when !char.IsAsciiDigit(Current): text.Append('\0'); break;
            case 'x': text.Append((char)ReadHex(2)); break;
            case 'u' when Current == '{': ReadCodePoint(text); break;
            case 'u': text.Append((char)ReadHex(4)); break;
            case '\n': break;
            case '\r': _at += Current == '\n' ? 1 : 0; break;
            case >= '0' and <= '9': throw Refuse(_at - 2, "不支持八进制转义，请改用“\\x”或“\\u”。");
            case '\0' when _at > source.Length: throw Refuse(source.Length, "文本没有结束，请补上引号。");
            default: text.Append(c); break;
        }
    }

    private void ReadCodePoint(StringBuilder text)
    {
        var start = _at++;
        var length = IndexOrEnd("}", _at) - _at;
        if (length is < 1 or > 6)
            throw Refuse(start, "“\\u{…}”转义不正确，请写 1 到 6 位十六进制数。");
        var value = ReadHex(length);
        _at++;
        if (value > 0x10FFFF)
            throw Refuse(start, "“\\u{…}”转义超出字符范围，请检查数值。");
        text.Append(value is >= 0xD800 and <= 0xDFFF ? ((char)value).ToString() : char.ConvertFromUtf32(value));
    }

    private int ReadHex(int length)
    {
        if (_at + length > source.Length
            || !int.TryParse(source.AsSpan(_at, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            throw Refuse(_at, $"转义不正确，这里应有 {length} 位十六进制数。");
        _at += length;
        return value;
    }
}

namespace Minsheng.Workflow.Engine.Scripting;

internal enum TokenKind
{
    End, Name, Number, String, Sign,

    /// <summary>The text of a template before its first value.</summary>
    Template,

    /// <summary>The text of a template after a value.</summary>
    TemplateRest,
}

internal sealed record Token(TokenKind Kind, string Text, int Position, bool AfterNewLine)
{
    public double Number { get; init; }

    /// <summary>No value follows this piece of a template.</summary>
    public bool EndsTemplate { get; init; }

    /// <summary>For an opening bracket: the index of the token that closes it.</summary>
    public int Match { get; set; } = -1;

    public bool Is(string sign) => Kind is TokenKind.Sign && Text == sign;

    public bool IsName(string name) => Kind is TokenKind.Name && Text == name;
}

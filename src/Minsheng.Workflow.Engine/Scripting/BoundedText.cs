using System.Text;

namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>Builds a text and stops before it grows past the limit.</summary>
internal sealed class BoundedText(Evaluation run)
{
    private readonly StringBuilder _text = new();

    public BoundedText Append(ReadOnlySpan<char> part)
    {
        run.CheckLength((long)_text.Length + part.Length);
        _text.Append(part);
        return this;
    }

    public BoundedText Append(char part)
    {
        run.CheckLength(_text.Length + 1L);
        _text.Append(part);
        return this;
    }

    public string Finish() => run.Text(_text.ToString());
}

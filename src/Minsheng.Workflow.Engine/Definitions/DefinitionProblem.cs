namespace Minsheng.Workflow.Engine.Definitions;

/// <summary>One thing wrong with a definition: where it is, what it is, and how to cure it.</summary>
/// <param name="ActivityId">The step it belongs to; null for the definition itself.</param>
/// <param name="Path">JSON path, e.g. <c>$.root.activities[3].text</c>.</param>
/// <param name="Code">Stable machine code.</param>
/// <param name="Message">One Chinese sentence with the cure.</param>
public sealed record DefinitionProblem(string? ActivityId, string Path, string Code, string Message, ProblemSeverity Severity = ProblemSeverity.Error)
{
    public bool IsError => Severity == ProblemSeverity.Error;

    public override string ToString() => $"{(ActivityId is null ? Path : $"步骤“{ActivityId}”（{Path}）")}：{Message}";
}

/// <summary>Errors stop publishing and running; warnings are shown.</summary>
public enum ProblemSeverity { Error, Warning }

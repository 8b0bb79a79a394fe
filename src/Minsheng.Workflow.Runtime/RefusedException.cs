using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Engine;

namespace Minsheng.Workflow.Runtime;

/// <summary>What was asked cannot be done as things stand; the sentence says why and what to do.</summary>
public class RefusedException(string code, string message) : WorkflowException(code, message);

/// <summary>There is no such thing, or it belongs to another place.</summary>
public sealed class NotFoundException(string what, string id) : WorkflowException("not-found", $"找不到{what}（{id}），它可能已被删除，或不属于本地。");

/// <summary>The person may not do this.</summary>
public sealed class NotAllowedException(string message) : WorkflowException("not-allowed", message);

/// <summary>A form was filled in wrongly; a sentence per field.</summary>
public sealed class FormRefusedException(IReadOnlyList<FieldProblem> problems)
    : WorkflowException("form-invalid", string.Concat(problems.Select(problem => problem.Sentence)))
{
    public IReadOnlyList<FieldProblem> Problems { get; } = problems;
}

#pragma warning disable CS9113
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.People;

/// <summary>Who holds what today.</summary>
public sealed class PeopleDirectory(CommitQueue commits)
{
    public Task<IReadOnlyList<PersonFact>> ResolveAsync(string jurisdictionId, IReadOnlyList<Assignee> assignees, string? leadUnitId = null, CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>Code names of the roles a person holds today.</summary>
    public Task<IReadOnlyList<string>> RolesAsync(string personId, CancellationToken cancellation = default) => throw new NotImplementedException();

    public Task<PersonFact?> FindAsync(string personId, CancellationToken cancellation = default) => throw new NotImplementedException();
}

using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;

namespace Minsheng.Workflow.Runtime.People;

/// <summary>Who holds what today.</summary>
public sealed class PeopleDirectory(CommitQueue commits)
{
    /// <summary>Deduplicated, in a stable order; empty when nobody holds the post.</summary>
    public Task<IReadOnlyList<PersonFact>> ResolveAsync(string jurisdictionId, IReadOnlyList<Assignee> assignees, string? leadUnitId = null, CancellationToken cancellation = default) =>
        commits.ReadAsync<IReadOnlyList<PersonFact>>(session =>
            PeopleReader.Resolve(session, jurisdictionId, assignees, Places.Today(session, jurisdictionId), leadUnitId), cancellation);

    /// <summary>Code names of the roles a person holds today.</summary>
    public Task<IReadOnlyList<string>> RolesAsync(string personId, CancellationToken cancellation = default) =>
        commits.ReadAsync<IReadOnlyList<string>>(session => PeopleReader.Jurisdiction(session, personId) is { } place
            ? PeopleReader.Roles(session, personId, Places.Today(session, place))
            : [], cancellation);

    public Task<PersonFact?> FindAsync(string personId, CancellationToken cancellation = default) =>
        commits.ReadAsync(session => PeopleReader.Jurisdiction(session, personId) is { } place
            ? PeopleReader.Find(session, personId, Places.Today(session, place))
            : null, cancellation);
}

using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Queries;

namespace Minsheng.Workflow.Runtime.Items;

/// <summary>Who looks after the pool of a place: its congress office and its government office.</summary>
public static class PoolRights
{
    public static bool Handles(IEnumerable<string> roles) => roles.Any(role => role == Roles.GovOffice || Roles.Office.Contains(role));

    /// <returns>The person as decisions name them.</returns>
    /// <exception cref="NotFoundException">The matter belongs to another place.</exception>
    /// <exception cref="NotAllowedException">The person has no such duty.</exception>
    internal static string Require(WriteSession session, string personId, string place, string itemId, string act)
    {
        PeopleReader.RequireHere(session, personId, place, "建议", itemId);
        var today = Places.Today(session, place);
        if (PeopleReader.Jurisdiction(session, personId) != place || !Handles(PeopleReader.Roles(session, personId, today)))
            throw new NotAllowedException($"{act}由本地人大办或政府办办理，您没有这项职责；需要办理的，请告诉他们。");
        return Holder.Of(PeopleReader.Find(session, personId, today)!);
    }
}

using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.People;

/// <summary>Sign-ins as rows.</summary>
internal static class AccountRows
{
    /// <summary>The end of a lock that does not end by itself.</summary>
    public static readonly DateTimeOffset Forever = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static (string Id, string Name)? Of(WriteSession session, string personId)
    {
        var found = session.First($"SELECT id, user_name FROM accounts WHERE person_id = {personId} ORDER BY id", reader => (Id: reader.GetString(0), Name: reader.GetString(1)));
        return found.Id is null ? null : found;
    }

    /// <summary>A new stamp makes every cookie of the account void.</summary>
    public static void Lock(WriteSession session, string personId) =>
        session.Execute($"UPDATE accounts SET lockout_end = {Forever}, security_stamp = {Ids.New()}, concurrency_stamp = {Ids.New()} WHERE person_id = {personId}");

    public static void Unlock(WriteSession session, string personId) =>
        session.Execute($"UPDATE accounts SET lockout_end = NULL, access_failed_count = {0}, concurrency_stamp = {Ids.New()} WHERE person_id = {personId}");
}

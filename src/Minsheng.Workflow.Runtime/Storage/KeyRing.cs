using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Storage;

/// <summary>The keys of data protection, in the database: every node reads what another has protected, and a backup holds them too.</summary>
/// <param name="commits">Not opened before a key is written: a command that copies the database must not make or hold it.</param>
internal sealed class KeyRing(ReadSide reading, Lazy<CommitQueue> commits) : IXmlRepository
{
    private const string Prefix = "key/";

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = reading.Everything();
        return [.. db.Settings.Where(row => row.Name.StartsWith(Prefix)).OrderBy(row => row.Name).Select(row => row.Value).ToList().Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        var (name, xml) = (Prefix + friendlyName, element.ToString(SaveOptions.DisableFormatting));
        commits.Value.RunAsync(session => { session.Execute($"INSERT INTO settings (name, value) VALUES ({name}, {xml}) ON CONFLICT (name) DO UPDATE SET value = excluded.value"); }, CancellationToken.None).GetAwaiter().GetResult();
    }
}

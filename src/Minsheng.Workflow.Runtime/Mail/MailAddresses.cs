using System.Net.Mail;

namespace Minsheng.Workflow.Runtime.Mail;

internal static class MailAddresses
{
    /// <summary>One plain address that a server can be told: nothing that would begin another header or another recipient.</summary>
    public static bool IsGood(string address) =>
        address.Length <= 100 && address.Count(letter => letter == '@') == 1
        && !address.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || letter is '<' or '>' or ',' or ';' or '"' or '(' or ')' || letter > 126)
        && MailAddress.TryCreate(address, out var read) && read.Address == address && read.Host.Length > 0;
}

using System.Globalization;
using Minsheng.Workflow.Host.Tests.Stores;

namespace Minsheng.Workflow.Host.Tests.Mail;

/// <summary>Sends what waits until it is killed.</summary>
internal static class MailVictim
{
    public const string Argument = "mail-victim";

    public static async Task RunAsync(string file, string port)
    {
        await using var post = PostOffice.Of(Databases.Of(file), TimeProvider.System, new() { ["Mail:Transport"] = "Server", ["Mail:Host"] = "127.0.0.1", ["Mail:Port"] = port, ["Mail:Encryption"] = "None", ["Mail:SenderAddress"] = "minsheng@example.cn" });
        await post.Sender.RunAsync(CancellationToken.None);
        Console.WriteLine("done");
    }

    public static string Port(int port) => port.ToString(CultureInfo.InvariantCulture);
}

using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Mail;

/// <summary>A sender is killed without warning in the middle of its work, twice.</summary>
public sealed class MailKillTests(ITestOutputHelper output)
{
    private const int Letters = 150;

    [Fact]
    public async Task Every_letter_arrives_and_the_ledger_knows_which_may_have_come_twice()
    {
        await using var server = await SmtpServer.StartAsync();
        var options = await Databases.SqliteAsync();
        var night = new Dictionary<string, string?> { ["Mail:Transport"] = "Server", ["Mail:Host"] = "127.0.0.1", ["Mail:Port"] = MailVictim.Port(server.Port), ["Mail:Encryption"] = "None", ["Mail:SenderAddress"] = "minsheng@example.cn" };
        await using (var post = await PostOffice.OpenAsync(options, TimeProvider.System, night))
        {
            // No quiet hours: the victim works by the real clock.
            foreach (var name in (string[])["Mail.QuietFrom", "Mail.QuietUntil"])
                await post.Office.Commits.RunAsync(session => session.Execute($"INSERT INTO place_settings (jurisdiction_id, name, value) VALUES ({Office.Place}, {name}, {"3"})"), CancellationToken.None);
            for (var number = 0; number < Letters; number++) await post.WriteAsync($"p{number % 9 + 1}", $"第 {number} 件");
        }
        var file = new SqliteConnectionStringBuilder(options.ConnectionString).DataSource;
        await KillAfterAsync(file, server, Letters / 5);
        await KillAfterAsync(file, server, Letters / 2);

        // Long after the claims of the dead have run out.
        await using var after = PostOffice.Of(options, new ManualClock(TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1)), night);
        await after.SendAsync();

        await after.AgreesAsync(server);
        server.Mailbox().Select(mail => mail.MessageId).Distinct().Count().ShouldBe(Letters);
        await using var db = after.Office.Read();
        (await db.Outbox.CountAsync(row => row.State == MessageState.Sent, TestContext.Current.CancellationToken)).ShouldBe(Letters);
        output.WriteLine($"{server.Mailbox().Count} copies of {Letters}; {await db.Deliveries.CountAsync(line => line.Result == DeliveryResult.Unknown, TestContext.Current.CancellationToken)} attempts unknown");
        Databases.Delete(options);
    }

    private static async Task KillAfterAsync(string file, SmtpServer server, int letters)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(MailKillTests).Assembly.Location);
        foreach (var argument in (string[])[MailVictim.Argument, file, MailVictim.Port(server.Port)]) start.ArgumentList.Add(argument);
        using var victim = Process.Start(start)!;
        var complaint = victim.StandardError.ReadToEndAsync();
        var ended = victim.WaitForExitAsync();
        while (server.Mailbox().Count < letters && !ended.IsCompleted) await Task.WhenAny(ended, Task.Delay(10));
        ended.IsCompleted.ShouldBeFalse(ended.IsCompleted ? await complaint : "");
        victim.Kill();
        await ended;
    }
}

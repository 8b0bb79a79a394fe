using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime.Mail;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Mail;

/// <summary>An office that sends mail, with a clock that stands still.</summary>
internal sealed class PostOffice : IAsyncDisposable
{
    public const string Admin = "admin";

    private readonly EphemeralDataProtectionProvider _keys = new();
    private readonly IConfiguration _configuration;

    private PostOffice(DatabaseOptions options, TimeProvider clock, Dictionary<string, string?>? configuration)
    {
        Office = new Office(options, clock);
        _configuration = new ConfigurationBuilder().AddInMemoryCollection(configuration ?? []).Build();
        Reading = new ReadSide(() => Office.Open(options));
        Settings = new MailSettingsStore(Reading, _configuration, _keys);
        Robots = new RobotStore(Reading, _keys);
        Robot = new RobotSender(clock);
        Sender = NewSender();
        Desk = new MailSettingsDesk(Office.Commits, Settings, Sender);
        RobotDesk = new RobotDesk(Office.Commits, Robots, Sender);
        Deliveries = new DeliveryDesk(Office.Commits);
        Ledger = new DeliveryQuery(Reading, clock);
    }

    public Office Office { get; }
    public ReadSide Reading { get; }
    public MailSettingsStore Settings { get; }
    public RobotStore Robots { get; }
    public RobotSender Robot { get; }
    public OutboxSender Sender { get; }
    public MailSettingsDesk Desk { get; }
    public RobotDesk RobotDesk { get; }
    public DeliveryDesk Deliveries { get; }
    public DeliveryQuery Ledger { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>People p1 to p9 with addresses of their own, one system administrator.</summary>
    public static async Task<PostOffice> OpenAsync(DatabaseOptions options, TimeProvider clock, Dictionary<string, string?>? configuration = null)
    {
        await Office.SeedAsync(options, 9);
        await using (var db = Office.Open(options))
        {
            db.Add(new PersonRow { Id = Admin, JurisdictionId = Office.Place, Name = "吴管理" });
            db.Add(new PostRow { Id = "post-admin", JurisdictionId = Office.Place, PersonId = Admin, Kind = PostKind.Role, Name = Roles.SystemAdmin, From = new DateOnly(2020, 1, 1) });
            await db.SaveChangesAsync(Ct);
            await db.People.Where(person => EF.Functions.Like(person.Id, "p%")).ExecuteUpdateAsync(rows => rows.SetProperty(row => row.Email, row => row.Id + "@example.cn"), Ct);
        }
        return new PostOffice(options, clock, configuration);
    }

    /// <summary>The office on a database that has been seeded before.</summary>
    public static PostOffice Of(DatabaseOptions options, TimeProvider clock, Dictionary<string, string?> configuration) => new(options, clock, configuration);

    /// <summary>Another node.</summary>
    public OutboxSender NewSender() => new(Office.Commits, Reading, Settings, Robots, Robot, Office.Clock, NullLogger<OutboxSender>.Instance);

    public Task ServerAsync(SmtpServer server, Func<MailSettings, MailSettings>? with = null)
    {
        var settings = new MailSettings { Transport = MailTransport.Server, Host = "127.0.0.1", Port = server.Port, Encryption = MailEncryption.None, SenderName = "柞水县人大办", SenderAddress = "minsheng@zhashui.example.cn", PublicAddress = "https://minsheng.example.gov.cn" };
        return Desk.SetAsync(Office.Place, Admin, with?.Invoke(settings) ?? settings, Ct);
    }

    public async Task AddressAsync(string person, string? address)
    {
        await using var db = Office.Open(Office.Options);
        await db.People.Where(row => row.Id == person).ExecuteUpdateAsync(rows => rows.SetProperty(row => row.Email, address), Ct);
    }

    public Task<bool> WriteAsync(string person, string subject = "催办：通村公路", MessageKind kind = MessageKind.Urge, string? key = null, string text = "周文静催办“通村公路”，请尽快办理。", DateTimeOffset? notBefore = null) =>
        Office.Commits.RunAsync(session => Outbox.Write(session, new Message(Office.Place, key ?? $"{subject}/{person}", person, kind, subject, text) { Link = "/tasks/t1", NotBefore = notBefore }), Ct);

    public Task SendAsync() => Sender.RunAsync(Ct);

    public async Task<OutboxRow> MessageAsync(string person)
    {
        await using var db = Office.Read();
        return await db.Outbox.SingleAsync(row => row.PersonId == person, Ct);
    }

    /// <summary>The ledger as "person: result result …", by person.</summary>
    public async Task<string> LedgerAsync()
    {
        await using var db = Office.Read();
        var rows = await (from line in db.Deliveries join message in db.Outbox on line.OutboxId equals message.Id orderby message.PersonId, line.Attempt select new { message.PersonId, message.State, line.Result }).ToListAsync(Ct);
        return string.Join("; ", rows.GroupBy(row => (row.PersonId, row.State)).Select(group => $"{group.Key.PersonId} {group.Key.State}: {string.Join(' ', group.Select(row => row.Result))}"));
    }

    /// <summary>Message by message: what the ledger says was accepted lies in the mailbox once, what nobody knows may lie there, nothing else does.</summary>
    public async Task AgreesAsync(SmtpServer server)
    {
        await using var db = Office.Read();
        var lines = await db.Deliveries.Where(line => line.Channel == MessageChannel.Mail).ToListAsync(Ct);
        var copies = server.Mailbox().GroupBy(mail => mail.MessageId).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        foreach (var message in lines.GroupBy(line => line.OutboxId))
        {
            var accepted = message.Count(line => line.Result == DeliveryResult.Accepted);
            var unknown = message.Count(line => line.Result == DeliveryResult.Unknown);
            copies.Remove($"<{message.Key}@minsheng-workflow>", out var found);
            found.ShouldBeInRange(accepted, accepted + unknown, $"{message.Key}: {string.Join(' ', message.Select(line => line.Result))}");
        }
        copies.ShouldBeEmpty("nothing lies in the mailbox that the ledger does not know");
    }

    public async ValueTask DisposeAsync()
    {
        Robot.Dispose();
        await Office.DisposeAsync();
    }
}

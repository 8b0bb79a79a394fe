using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Minsheng.Workflow.Runtime.Clock;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Mail;

/// <summary>
/// Sends what is due: claim, send, record, one message after the other, several at a time. Killed between send and record it
/// sends again under the same Message-ID, and the ledger says so.
/// </summary>
public sealed class OutboxSender(CommitQueue commits, ReadSide reading, MailSettingsStore settings, RobotStore robots, RobotSender robotSender, TimeProvider clock, ILogger<OutboxSender> logger) : IClockJob
{
    private const int AtOnce = 4;
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    private readonly string _name = Ids.New();

    public static string Name => "outbox";

    public static TimeSpan Every { get; } = TimeSpan.FromSeconds(15);

    public async Task RunAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using (var db = reading.Everything())
            if (!await db.Outbox.AnyAsync(row => row.State == MessageState.Waiting && row.NotBefore <= now && (row.ClaimedUntil == null || row.ClaimedUntil < now), cancellation)) return;
        var run = await BeginAsync(cancellation);
        var sent = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => WorkAsync(run, cancellation)));
        if (run.Down is { } down && sent.Sum() > 0) logger.LogWarning("Mail waits: {Reason}", down.Detail);
    }

    /// <summary>A test, at once.</summary>
    /// <param name="write">Writes it and gives its id.</param>
    /// <param name="address">Where it goes instead of the person's own address.</param>
    /// <returns>Null when it was gone before it could be sent.</returns>
    internal async Task<MailOutcome?> SendOneAsync(Func<WriteSession, string> write, string? address, CancellationToken cancellation)
    {
        // Rights first, and a message on record even if the line is slow.
        var id = await commits.RunAsync(write, cancellation);
        var run = await BeginAsync(cancellation);
        var claimed = await commits.RunAsync(session => OutboxClaims.Take(session, id, _name, run.Lease, address), cancellation);
        if (claimed is null) return null;
        using var mailer = new Lazily(run.Settings);
        var outcome = await DeliverAsync(run, claimed, mailer, cancellation);
        await commits.RunAsync(session => OutboxClaims.Record(session, claimed, _name, outcome, run.Settings.Plan), CancellationToken.None);
        return outcome;
    }

    private async Task<Run> BeginAsync(CancellationToken cancellation)
    {
        var found = await settings.ReadAsync(cancellation);
        var run = new Run(found);
        if (found.Transport == MailTransport.None) run.Down = new MailOutcome(DeliveryResult.Skipped, "本站没有设置发邮件；系统管理员在“管理 → 邮件”设好后可以重发。");
        else
        {
            using var mailer = Mailers.Open(found);
            run.Down = await mailer.ProbeAsync(cancellation);
        }
        return run;
    }

    private async Task<int> WorkAsync(Run run, CancellationToken cancellation)
    {
        using var mailer = new Lazily(run.Settings);
        (ClaimedMessage Message, MailOutcome Outcome)? done = null;
        for (var count = 0; ; count++)
        {
            // What was sent is put on record even when the site is told to end.
            var goesOn = !cancellation.IsCancellationRequested;
            var claimed = await commits.RunAsync(session =>
            {
                if (done is { } last) OutboxClaims.Record(session, last.Message, _name, last.Outcome, run.Settings.Plan);
                return goesOn ? OutboxClaims.Next(session, _name, run.Lease) : null;
            }, CancellationToken.None);
            if (claimed is null) return count;
            done = (claimed, await DeliverAsync(run, claimed, mailer, CancellationToken.None));
        }
    }

    private async Task<MailOutcome> DeliverAsync(Run run, ClaimedMessage message, Lazily mailer, CancellationToken cancellation)
    {
        if (message.Channel == MessageChannel.Webhook)
            return await robots.ReadAsync(message.Place, cancellation) is { } robot
                ? await robotSender.SendAsync(robot, message, run.Settings.PublicAddress, cancellation)
                : new MailOutcome(DeliveryResult.Skipped, "本地区没有群机器人了。");
        if (run.Down is { } down) return down;
        if (run.Settings.Transport == MailTransport.Server && message.Address.EndsWith(".invalid", StringComparison.OrdinalIgnoreCase))
            return new MailOutcome(DeliveryResult.Skipped, "演示用的地址，不往外发。");
        var outcome = await mailer.Get().SendAsync(LetterWriter.Write(message, run.Settings), cancellation);
        if (outcome.IsServerAtFault) run.Down = outcome;
        return outcome;
    }

    private sealed class Run(MailSettings settings)
    {
        public MailSettings Settings => settings;

        public TimeSpan Lease => settings.Patience + Grace;

        /// <summary>Why no mail can be sent just now; whoever is next need not try.</summary>
        public MailOutcome? Down { get; set; }
    }

    /// <summary>A connection of one worker, made when it is needed.</summary>
    private sealed class Lazily(MailSettings settings) : IDisposable
    {
        private IMailer? _mailer;

        public IMailer Get() => _mailer ??= Mailers.Open(settings);

        public void Dispose() => _mailer?.Dispose();
    }
}

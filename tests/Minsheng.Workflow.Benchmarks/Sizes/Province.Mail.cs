using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Benchmarks.Sizes;

/// <summary>What people were told: three messages of every run, nearly all of them delivered.</summary>
internal sealed partial record Province
{
    private const int MessagesARun = 3;

    private static bool IsLost(int run, int message) => message == 0 && run == 3;

    public IEnumerable<OutboxRow> Messages() => AllRuns().SelectMany(run => Enumerable.Range(0, MessagesARun).Select(message => new OutboxRow
    {
        Id = $"{run.Run}-m{message}", JurisdictionId = PlaceId(run.Place), Key = $"remind/{run.Run}/{message}", PersonId = PersonId(run.Place, Holder(run.Place, run.Number, message)),
        Kind = message == 0 ? MessageKind.Digest : MessageKind.Reminder, Subject = $"月通报还剩 3 个工作日：项目{run.Number}", Text = "请在 3月5日前上报。", Html = message == 0 ? new string('表', 2000) : null,
        Link = $"/tasks/{TaskId(run.Run, message + 1)}", Created = Begin(run.Year).AddDays(30 * message + 20), State = IsLost(run.Number, message) ? MessageState.GivenUp : MessageState.Sent,
        Sent = IsLost(run.Number, message) ? null : Begin(run.Year).AddDays(30 * message + 20), Attempts = 1,
    }));

    public IEnumerable<DeliveryRow> Deliveries() => Messages().Select(message => new DeliveryRow
    {
        OutboxId = message.Id, Attempt = 1, JurisdictionId = message.JurisdictionId, At = message.Created, Channel = MessageChannel.Mail, Address = "someone@example.org",
        Result = message.State == MessageState.Sent ? DeliveryResult.Accepted : DeliveryResult.Refused, Detail = "250 OK",
    });
}

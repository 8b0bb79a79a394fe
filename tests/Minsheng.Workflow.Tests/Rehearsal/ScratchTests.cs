using Minsheng.Workflow.Activities.Rehearsal;
namespace Minsheng.Workflow.Tests.Rehearsal;
public sealed class ScratchTests
{
    [Fact]
    public void Dump()
    {
        var w = System.Diagnostics.Stopwatch.StartNew();
        var r = Shipped.Play(Environment.GetEnvironmentVariable("ANSWERS") ?? "{}");
        Console.Error.WriteLine(w.ElapsedMilliseconds);
        w.Restart(); Shipped.Play(); Console.Error.WriteLine(w.ElapsedMilliseconds);
        File.WriteAllText("/tmp/reh/report.json", r.ToJsonText());
        File.WriteAllLines("/tmp/reh/events.txt", r.Events.Select(e => $"{e.At:yyyy-MM-dd HH:mm} [{e.Instance}] {e.ActivityId} {e.Kind} {e.Actor} | {e.Text} -> {e.Outcome}").Append($"{r.Status} {r.Days} {r.Items}"));
    }
}

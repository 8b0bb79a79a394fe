using System.Globalization;
using System.Text;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Items;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Stores;

/// <summary>Works on a real file until it is killed, and says on its output what it was told is done.</summary>
internal static class KillVictim
{
    public const string Argument = "kill-victim";
    public const string Ballot = "kill-ballot";
    public const int Voters = 20_000;
    private const int Hands = 8;
    private const int EnoughTasks = 150;

    public static async Task RunAsync(string file, int seed)
    {
        var said = Console.OpenStandardOutput();
        await using var office = new Office(Databases.Of(file), TimeProvider.System);
        var cycle = await office.Commits.ReadAsync(session => session.First($"SELECT id FROM cycles", reader => reader.GetString(0)), CancellationToken.None);
        // A first round of everything warms the code up, so that what follows is work and not compilation.
        await Task.WhenAll(TurnAsync(new Random(seed), $"{seed}-warm-0", 0), TurnAsync(new Random(seed + 1), $"{seed}-warm-1", 1), TurnAsync(new Random(seed + 2), $"{seed}-warm-2", 2));
        Say("ready");
        await Task.WhenAll(Enumerable.Range(0, Hands).Select(hand => Task.Run(() => WorkAsync(new Random(seed * 100 + hand), $"{seed}-{hand}")))
            .Append(Task.Run(KeepAsync)));

        async Task WorkAsync(Random random, string name)
        {
            for (var turn = 0; ; turn++) await TurnAsync(random, $"{name}-{turn}", random.Next(10));
        }

        async Task TurnAsync(Random random, string nonce, int what)
        {
            try
            {
                switch (what)
                {
                    case 0:
                        var receipt = await office.Items.SubmitAsync(new Proposal(cycle!, nonce, "内容", "交通", "", "", null, "群众", "村民"));
                        Say($"item {receipt.Number} {nonce}");
                        break;
                    case 1:
                        var voter = $"v{random.Next(Voters)}";
                        await office.Ballots.CastAsync(Ballot, voter, [random.Next(3), 1, 2]);
                        Say($"cast {voter}");
                        break;
                    default:
                        await ActOrStartAsync(random, nonce);
                        break;
                }
            }
            catch (WorkflowException)
            {
                // Somebody was faster.
            }
        }

        async Task ActOrStartAsync(Random random, string nonce)
        {
            var open = await office.Commits.ReadAsync(session => session.Query(
                $"SELECT task_id, person_id FROM task_participants WHERE state = {ParticipantState.Open} LIMIT {EnoughTasks}",
                reader => (Task: reader.GetString(0), Person: reader.GetString(1))), CancellationToken.None);
            if (open.Count < EnoughTasks && random.Next(4) == 0 || open.Count == 0)
            {
                await office.StartAsync("kill", nonce);
                Say($"start {nonce}");
                return;
            }
            var (task, person) = open[random.Next(open.Count)];
            await office.ActAsync(task, person, opinion: nonce);
            Say($"act {task} {nonce}");
        }

        async Task KeepAsync()
        {
            await office.Reconciler.RunAsync(true, CancellationToken.None);
            for (; ; )
            {
                await office.Timers.SweepAsync(CancellationToken.None);
                await Task.Delay(10);
            }
        }

        void Say(string line)
        {
            var bytes = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{line}\n"));
            lock (said) said.Write(bytes);
        }
    }
}

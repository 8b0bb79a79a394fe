using System.Text.Json;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;

namespace Minsheng.Workflow.Tests.Tasks;

/// <summary>Two to five people do whatever comes to their minds with one task; a small reference model must agree on every act.</summary>
public class RandomCirculationTests(ITestOutputHelper output)
{
    private const int Cases = 4000;
    private const int Acts = 40;
    private static readonly string[] Everybody = ["甲", "乙", "丙", "丁", "戊", "己", "庚"];

    private static readonly TaskActKind[] Kinds =
    [
        TaskActKind.Answer, TaskActKind.Answer, TaskActKind.Answer, TaskActKind.Transfer, TaskActKind.Delegate, TaskActKind.GiveBack, TaskActKind.TakeBack, TaskActKind.AddBefore,
        TaskActKind.AddBeside, TaskActKind.AddAfter, TaskActKind.Remove, TaskActKind.Claim, TaskActKind.Release, TaskActKind.Recuse, TaskActKind.Withdraw, TaskActKind.Withdraw,
    ];

    [Fact]
    public void Whatever_people_do_the_circulation_and_the_reference_agree()
    {
        var first = Environment.GetEnvironmentVariable("CIRCULATION_SEED") is { Length: > 0 } given ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : Random.Shared.Next();
        output.WriteLine($"CIRCULATION_SEED={first}");
        var (taken, settled) = (new Dictionary<TaskActKind, int>(), 0);
        for (var number = 0; number < Cases; number++) settled += Play(first + number, taken) ? 1 : 0;
        foreach (var kind in Kinds) taken.GetValueOrDefault(kind).ShouldBeGreaterThan(15, $"{kind} must have been done, not only refused");
        settled.ShouldBeGreaterThan(Cases / 3);
    }

    private static bool Play(int seed, Dictionary<TaskActKind, int> taken)
    {
        var dice = new Random(seed);
        var mode = (TaskMode)dice.Next(4);
        var people = Everybody.Take(dice.Next(1, 6)).ToList();
        var spec = new TaskSpec("办理", mode, [.. people.Select(Person)], [], [new TaskAction("yes", "同意"), new TaskAction("no", "不同意")], new Form([])) { Ratio = "2/3" };
        var (real, reference, story) = (Circulation.Of(spec), new ReferenceTask(mode, people), new List<string> { $"seed {seed}: {mode} {string.Join(' ', people)}" });
        var names = people.ToHashSet();
        for (var step = 0; step < Acts; step++)
        {
            var kind = Kinds[dice.Next(Kinds.Length)];
            var by = Pick(dice, 10, real);
            var to = Enumerable.Range(0, dice.Next(20) == 0 ? 0 : kind is TaskActKind.AddBefore or TaskActKind.AddBeside or TaskActKind.AddAfter ? dice.Next(1, 3) : 1).Select(_ => Everybody[dice.Next(Everybody.Length)]).ToList();
            var (said, office) = (dice.Next(4) == 0 ? "no" : "yes", dice.Next(3) == 0);
            if (real.End() is null && step % 3 == 0) real = JsonSerializer.Deserialize<Circulation>(JsonSerializer.Serialize(real, Values.Json), Values.Json)!;
            story.Add($"{kind} {by} {(kind == TaskActKind.Answer ? said : string.Join(',', to))}{(office ? " office" : "")}");
            var why = string.Join('\n', story);
            var expected = kind == TaskActKind.Answer ? reference.Act(by, said) : reference.Move(kind, by, to, office);
            Circulation? next = null;
            string? refusal = null;
            try
            {
                next = kind == TaskActKind.Answer
                    ? real.Answer(new TaskAct(Person(by), said, null, []))
                    : real.Move(new TaskMove(kind, Person(by), [.. to.Select(Person)], "因为", ByOffice: office));
            }
            catch (StimulusRefusedException refused)
            {
                refusal = refused.Message;
            }
            (next is not null).ShouldBe(expected, $"{why}\n{refusal}");
            if (next is null)
            {
                refusal.ShouldEndWith("。");
                continue;
            }
            taken[kind] = taken.GetValueOrDefault(kind) + 1;
            real = next;
            names.UnionWith(real.Shares.Select(share => share.Holder.Id));
            real.Shares.Select(share => share.Holder.Id).ShouldBe(names, ignoreOrder: true, $"{why}\nno name may vanish");
            real.Shares.Where(share => share.FromId is not null).ShouldAllBe(share => share.FromName == share.FromId, "both names are kept");
            real.IsOrphaned.ShouldBe(reference.IsOrphaned, why);
            if (real.IsOrphaned) return false;
            var end = real.End();
            (end?.Outcome).ShouldBe(reference.Outcome(), why);
            if (end is not null)
            {
                end.Answer.Outcome.ShouldBe(end.Outcome, why);
                return true;
            }
            real.Open.Select(share => share.Holder.Id).Order().ShouldBe(reference.Open, why);
            real.Open.ShouldNotBeEmpty($"{why}\nsomebody can always act");
            real.Open.ShouldAllBe(share => share.IsPending);
        }
        return false;
    }

    private static string Pick(Random dice, int of, Circulation real) =>
        dice.Next(of) > 2 && real.Open.ToList() is { Count: > 0 } open ? open[dice.Next(open.Count)].Holder.Id
        : dice.Next(3) > 0 ? real.Shares[dice.Next(real.Shares.Count)].Holder.Id : Everybody[dice.Next(Everybody.Length)];

    private static PersonFact Person(string name) => new(name, name, "", "");
}

using System.Globalization;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;
using Shouldly;
using Xunit;

namespace Minsheng.Workflow.Tests.Engine.Reference;

/// <summary>
/// Goes back in made-up flowcharts and asks the reference what would stand open had the step gone back to not been answered
/// yet: everybody else's answers are given again in a run of its own, in their order, as far as somebody still waits for them.
/// </summary>
public class ReturnTests(ITestOutputHelper output)
{
    private const int LongestLog = 5000, MostActs = 24;
    private static readonly string[] Answers = ["Done", "Done", "A", "B", "Again"];

    [Theory]
    [InlineData(false, 10000)]
    [InlineData(true, 5000)]
    public void Going_back_leaves_a_chart_as_if_the_step_had_been_answered_late(bool nested, int count)
    {
        var tally = new Tally();
        var first = Environment.GetEnvironmentVariable("MINSHENG_TEST_SEED") is { } seed ? int.Parse(seed, CultureInfo.InvariantCulture) : 1;
        var last = Environment.GetEnvironmentVariable("MINSHENG_TEST_SEED") is null ? first + count : first + 1;
        var failures = new List<string>();
        for (var number = first; number < last && failures.Count < 5; number++)
        {
            var walk = new Walk(number, nested, tally);
            try
            {
                walk.Go();
            }
            catch (Exception problem)
            {
                failures.Add($"Seed {number}: {problem.Message}{Environment.NewLine}{walk}");
            }
        }
        output.WriteLine(tally.ToString());
        failures.ShouldBeEmpty(string.Join(Environment.NewLine, failures));
        if (last - first > 1) tally.Returns.ShouldBeGreaterThan(count / 20, "too few returns to say anything");
    }

    private sealed record Answer(string Step, string Outcome, int Execution);

    private sealed class Walk
    {
        private readonly bool _nested;
        private readonly Random _random;
        private readonly Step _root;
        private readonly List<string> _told = [];
        private readonly Tally _tally;
        private readonly FlowRun? _run;
        private List<Answer> _given = [];

        /// <summary>While a straight return is pending: the answers with which the run would go on as before.</summary>
        private (Answer Origin, int Execution, List<Answer> Before)? _straight;

        /// <summary>The step gone back to. At a race somebody else may have been first had it not been answered in time; then there is nothing to compare.</summary>
        private string? _expected;

        public Walk(int seed, bool nested, Tally tally)
        {
            _nested = nested;
            _random = new Random(seed);
            _tally = tally;
            _root = new RandomDefinition(_random, nested).Make();
            DrawOnce(_root);
            var definition = ElsaJson.Read(Step.ToDefinition(_root));
            if (DefinitionCompiler.TryCompile(definition, FlowRun.CatalogFor(definition), null, out _) is null || Replay([]).GaveUp) return;
            _run = FlowRun.Start(definition);
        }

        public override string ToString() => $"{Step.ToDefinition(_root)}{Environment.NewLine}{string.Join(Environment.NewLine, _told)}";

        /// <summary>An arrow drawn twice runs its step twice, side by side; whose answer was whose could not be told any more.</summary>
        private static void DrawOnce(Step step)
        {
            var once = step.Arrows.Distinct().ToList();
            step.Arrows.Clear();
            step.Arrows.AddRange(once);
            step.Inside.ForEach(DrawOnce);
        }

        public void Go()
        {
            if (_run is not { } run) return;
            for (var act = 0; act < MostActs && run.Instance.Bookmarks.Count > 0; act++)
            {
                var index = _random.Next(run.Instance.Bookmarks.Count);
                var targets = _straight is null && _random.Next(2) == 0 ? run.TargetsAt(index) : [];
                if (targets.Count > 0) GoBack(run, index, targets[_random.Next(targets.Count)]);
                else if (!GiveAnswer(run, index)) return;
                if (!Compare(run)) return;
            }
            _tally.Walks++;
        }

        private bool GiveAnswer(FlowRun run, int index)
        {
            // Of several that wait in the same step, the first.
            index = run.Waits.ToList().IndexOf(run.Instance.Bookmarks[index].ActivityId);
            var wait = run.Instance.Bookmarks[index];
            var answer = new Answer(wait.ActivityId, Answers[_random.Next(Answers.Length)], wait.Execution.Id);
            if (_straight is { } pending && wait.Execution.Id == pending.Execution)
            {
                if (_random.Next(3) > 0) answer = answer with { Outcome = pending.Origin.Outcome };
                if (Leads(answer).SetEquals(Leads(pending.Origin)))
                {
                    _given = [.. pending.Before.Select(given => given == pending.Origin ? answer : given)];
                    _tally.Straight++;
                }
                else
                {
                    _given.Add(answer);
                }
                _straight = null;
            }
            else
            {
                _given.Add(answer);
                _straight?.Before.Add(answer);
            }
            _told.Add($"answer {answer}");
            if (Replay(_given) is { GaveUp: true }) return false;
            run.ResumeAt(index, answer.Outcome, _random.Next(2) == 0);
            return true;
        }

        private void GoBack(FlowRun run, int index, ReturnTarget target)
        {
            // A container handed out anew begins at its beginning; the reference would stand in its middle.
            var straight = !_nested && _random.Next(2) == 0;
            _told.Add($"return {run.Instance.Bookmarks[index].ActivityId} to {target.ActivityId} {target.Execution} {straight}");
            _tally.Returns++;
            var origin = _given.Single(answer => answer.Execution == target.Execution);
            var undone = run.UndoingAt(index, target.ActivityId).Executions;
            List<Answer> before = [.. _given];
            _given.RemoveAll(answer => undone.Contains(answer.Execution));
            run.ReturnAt(index, target.ActivityId, straight, _random.Next(2) == 0);
            _straight = straight ? (origin, run.Instance.LiveExecutions.Last(live => live.Place.Id == target.ActivityId).Id, before) : null;
            run.Waits.ShouldContain(_expected = target.ActivityId);
        }

        /// <returns>False when the reference stands elsewhere for reasons of its own.</returns>
        private bool Compare(FlowRun run)
        {
            var reference = Replay(_given);
            if (reference.Doubled || _expected is { } expected && !reference.Waits.Contains(expected))
            {
                if (reference.Doubled) _tally.Doubled++;
                else _tally.Overtaken++;
                return false;
            }
            _expected = null;
            // What a join had withdrawn begins again only when a straight return did not lead straight on.
            if (_straight is not null) run.Waits.Except(reference.Waits).ShouldBeEmpty();
            else run.Waits.Order(StringComparer.Ordinal).ShouldBe(reference.Waits.Order(StringComparer.Ordinal));
            run.Status.ShouldBe(reference.Status);
            // What a straight return has set aside may yet stand.
            if (_straight is null) run.Done.Where(IsCompared).Order(StringComparer.Ordinal).ShouldBe(Done(reference).Where(IsCompared).Order(StringComparer.Ordinal));
            return true;
        }

        /// <summary>What a withdrawn container had queued may still run, and belongs to nobody.</summary>
        private bool IsCompared(string step) => !_nested || _root.Inside.Exists(inside => inside.Id == step);

        private HashSet<string> Leads(Answer answer) =>
            [.. FlowchartOf(_root, answer.Step)!.Arrows.Where(arrow => arrow.From == answer.Step && arrow.Port == answer.Outcome).Select(arrow => arrow.To)];

        private static Step? FlowchartOf(Step around, string step) =>
            around.Kind == Kind.Flowchart && around.Inside.Exists(inside => inside.Id == step) ? around : around.Inside.Select(inside => FlowchartOf(inside, step)).FirstOrDefault(found => found is not null);

        private ReferenceRun Replay(List<Answer> answers)
        {
            var reference = new ReferenceRun(_root, null, LongestLog);
            reference.Start();
            foreach (var answer in answers)
            {
                if (reference.GaveUp) break;
                reference.Waits.ShouldContain(answer.Step);
                reference.Resume(reference.Waits.IndexOf(answer.Step), answer.Outcome);
            }
            return reference;
        }

        private static IEnumerable<string> Done(ReferenceRun reference) =>
            reference.Log.Where(line => line.StartsWith("Completed ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]);
    }

    private sealed class Tally
    {
        public int Walks { get; set; }
        public int Returns { get; set; }
        public int Straight { get; set; }
        public int Doubled { get; set; }
        public int Overtaken { get; set; }

        public override string ToString() => $"{Walks} walks, {Returns} returns, {Straight} straight back, {Doubled} not told because a step was begun twice, {Overtaken} because another won a race";
    }
}

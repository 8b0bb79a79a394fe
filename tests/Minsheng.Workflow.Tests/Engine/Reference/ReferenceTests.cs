using System.Diagnostics;
using System.Globalization;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Tests.Engine.Reference;

/// <summary>
/// Thousands of made-up definitions, run here and in the reference. To repeat one, set MINSHENG_SEED to the seed of the report:
/// it is then the first to run.
/// </summary>
public class ReferenceTests(ITestOutputHelper report)
{
    private const int LongestLog = 3_000;
    private const int MostAnswers = 12;
    private static readonly string?[] Answers = [null, null, null, null, "Done", "Done", "Done", "A", "A", "B", "B", "Again", "Again", "Again", "Nowhere"];

    [Theory]
    [InlineData(false, 3_000)]
    [InlineData(true, 3_000)]
    public void Made_up_definitions_run_as_the_reference_says(bool nested, int count)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("MINSHENG_SEED"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next(1_000_000_000);
        var clock = Stopwatch.StartNew();
        var tally = new Tally();
        for (var index = 0; index < count; index++)
        {
            try
            {
                Compare(seed + index, nested, tally);
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                report.WriteLine($"MINSHENG_SEED={seed + index}");
                throw new InvalidOperationException(
                    $"MINSHENG_SEED={seed + index} (nested: {nested})\n{problem.Message}\n{Step.ToDefinition(Make(seed + index, nested, out _))}", problem);
            }
        }
        report.WriteLine($"MINSHENG_SEED={seed}: {count} definitions in {clock.Elapsed.TotalSeconds:F1} s ({count / clock.Elapsed.TotalSeconds:F0} a second); {tally}");

        tally.Finished.ShouldBeGreaterThan(count / 3, "most definitions must run to their end, or little is compared");
        tally.Endless.ShouldBeLessThan(count / 50);
    }

    private static Step Make(int seed, bool nested, out Random random)
    {
        random = new Random(seed);
        return new RandomDefinition(random, nested).Make();
    }

    private static void Compare(int seed, bool nested, Tally tally)
    {
        var root = Make(seed, nested, out var random);
        var definition = ElsaJson.Read(Step.ToDefinition(root));
        var refused = InvalidBackward(root, "$.root").Order(StringComparer.Ordinal).ToList();
        DefinitionCompiler.TryCompile(definition, FlowRun.CatalogFor(definition), null, out var problems);
        problems.Where(problem => problem.IsError).Select(problem => $"{problem.Path} {problem.Code}").Order(StringComparer.Ordinal)
            .ShouldBe(refused.Select(path => $"{path} invalid-backward"));
        if (refused.Count > 0)
        {
            tally.Refused++;
            return;
        }

        var trigger = Trigger(root, random);
        var reference = new ReferenceRun(root, trigger, LongestLog);
        reference.Start();
        if (reference.GaveUp)
        {
            tally.Endless++;
            return;
        }
        var run = FlowRun.StartFrom(trigger, definition);
        ShouldAgree(run, reference);

        for (var answer = 0; answer < MostAnswers && reference.Waits.Count + reference.Faults.Count > 0; answer++)
        {
            var choice = random.Next(reference.Waits.Count + reference.Faults.Count);
            var reload = random.Next(2) == 0;
            if (choice < reference.Waits.Count)
            {
                var outcome = Answers[random.Next(Answers.Length)];
                tally.Answers++;
                reference.Resume(choice, outcome);
                if (reference.GaveUp) break;
                run.ResumeAt(choice, outcome, reload);
            }
            else
            {
                reference.Skip(choice - reference.Waits.Count);
                if (reference.GaveUp) break;
                run.SkipAt(choice - run.Instance.Bookmarks.Count, reload);
            }
            ShouldAgree(run, reference);
        }
        tally.Count(reference);
    }

    /// <summary>Now and then a step of the root flowchart that may start the run, or any other from which no arrow leads back wrongly.</summary>
    private static string? Trigger(Step root, Random random)
    {
        if (root.Kind != Kind.Flowchart || random.Next(5) > 0) return null;
        var trigger = root.Inside[random.Next(root.Inside.Count)];
        return new ReferenceGraph(root, trigger.Id).InvalidBackwardArrows().Count == 0 ? trigger.Id : null;
    }

    private static void ShouldAgree(FlowRun run, ReferenceRun reference)
    {
        var log = run.Trace.Select(entry => $"{entry.Event} {entry.Place.Id}{(entry.Event == TraceEvent.Completed ? $" [{string.Join(',', entry.Outcomes)}]" : "")}").ToList();
        if (!log.SequenceEqual(reference.Log))
        {
            var same = log.Zip(reference.Log).TakeWhile(pair => pair.First == pair.Second).Count();
            throw new InvalidOperationException(
                $"The two part after:\n  {string.Join("\n  ", log.Take(same))}\nengine:\n  {string.Join("\n  ", log.Skip(same))}\nreference:\n  {string.Join("\n  ", reference.Log.Skip(same))}");
        }
        run.Output.ShouldBe(reference.Output);
        run.Waits.ShouldBe(reference.Waits);
        run.OpenIncidents.Select(incident => incident.ActivityId).ShouldBe(reference.Faults);
        run.Status.ShouldBe(reference.Status);
    }

    private static IEnumerable<string> InvalidBackward(Step step, string path)
    {
        if (step.Kind == Kind.Flowchart && step.Inside.Count > 0)
        {
            var starts = step.Inside.Where(inside => inside.CanStart).Select(inside => inside.Id).Append(null);
            foreach (var index in starts.SelectMany(start => new ReferenceGraph(step, start).InvalidBackwardArrows()).Distinct())
                yield return $"{path}.connections[{index}]";
        }
        for (var index = 0; index < step.Inside.Count; index++)
        {
            var member = step.Kind switch
            {
                Kind.Sequence or Kind.Parallel or Kind.Flowchart => $"activities[{index}]",
                Kind.If => index == 0 ? "then" : "else",
                _ => "body",
            };
            foreach (var inner in InvalidBackward(step.Inside[index], $"{path}.{member}")) yield return inner;
        }
    }

    private sealed class Tally
    {
        public int Refused { get; set; }
        public int Endless { get; set; }
        public int Finished { get; private set; }
        public int Answers { get; set; }
        private int _lines;
        private int _cancelled;
        private int _open;

        public void Count(ReferenceRun run)
        {
            if (run.Status == "Finished/Finished") Finished++;
            else _open++;
            _lines += run.Log.Count;
            _cancelled += run.Log.Count(line => line.StartsWith("Canceled", StringComparison.Ordinal));
        }

        public override string ToString() =>
            $"{Finished} ended, {_open} still open, {Refused} refused, {Endless} given up; {Answers} answers, {_lines} lines compared, {_cancelled} cancellations";
    }
}

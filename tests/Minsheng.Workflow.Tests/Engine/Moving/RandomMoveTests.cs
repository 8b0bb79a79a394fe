using System.Globalization;
using Minsheng.Workflow.Engine.BuiltIn;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Moving;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Tests.Engine.Reference;
using Shouldly;
using Xunit;

namespace Minsheng.Workflow.Tests.Engine.Moving;

/// <summary>Made-up definitions, changed at random while they run. A report names the seed.</summary>
public class RandomMoveTests
{
    private static readonly string?[] Answers = [null, "Done", "Done", "A", "B", "Again"];

    [Fact]
    public void Moving_to_the_same_version_changes_nothing()
    {
        var seed = Seed();
        for (var index = 0; index < 400; index++)
        {
            var random = new Random(seed + index);
            var definition = ElsaJson.Read(Step.ToDefinition(new RandomDefinition(random, nested: true).Make()));
            if (DefinitionCompiler.TryCompile(definition, FlowRun.CatalogFor(definition), null, out _) is not { } same) continue;
            var run = FlowRun.Start(definition);
            for (var answer = 0; answer < 8 && run.Instance.Status == WorkflowStatus.Running; answer++)
            {
                var bytes = InstanceJson.Write(run.Instance);
                var plan = run.PlanMove(same);
                plan.IsReady.ShouldBeTrue($"MINSHENG_SEED={seed + index}: {string.Concat(plan.Refusals)}{string.Concat(plan.Questions.Select(question => question.Sentence))}");
                plan.Notes.ShouldBeEmpty();
                InstanceJson.Write(plan.Instance!).ShouldBe(bytes, $"MINSHENG_SEED={seed + index}");
                var burst = Burst.Continue(same, plan, default);
                (burst.Trace.Count, burst.Effects.Count).ShouldBe((0, 0), $"MINSHENG_SEED={seed + index}");
                InstanceJson.Write(burst.Instance).ShouldBe(bytes, $"MINSHENG_SEED={seed + index}");
                if (run.Instance.Bookmarks.Count == 0) break;
                run.ResumeAt(random.Next(run.Instance.Bookmarks.Count), Answers[random.Next(Answers.Length)], reload: true);
            }
        }
    }

    [Fact]
    public void Whatever_is_changed_in_a_chart_without_loops_the_run_comes_to_its_end_and_does_nothing_twice_unasked()
    {
        var seed = Seed();
        var (moved, asked) = (0, 0);
        for (var index = 0; index < 2_000; index++)
        {
            var random = new Random(seed + index);
            var before = Web.Make(random);
            var run = FlowRun.Start(ElsaJson.Read(before.Json()));
            var after = before;
            Play(run, random, random.Next(before.Count + 1));
            if (run.Instance.Status == WorkflowStatus.Finished) continue;
            for (var edits = random.Next(1, 5); edits > 0; edits--) after = after.Changed(random);
            var definition = ElsaJson.Read(after.Json());
            var compiled = DefinitionCompiler.Compile(definition, FlowRun.CatalogFor(definition));
            var repeated = false;
            var plan = run.Move(compiled, question =>
            {
                asked++;
                var option = question.Options[random.Next(question.Options.Count)].Key;
                repeated |= option is "again" || option.StartsWith("go-to:", StringComparison.Ordinal);
                return option;
            });
            var told = $"MINSHENG_SEED={seed + index}\nbefore {before}\nafter {after}\n{string.Join('\n', plan.Questions.Select(question => question.Sentence))}";
            plan.IsReady.ShouldBeTrue(told);
            moved++;
            Play(run, random, 200);
            run.Status.ShouldBe("Finished/Finished", told);
            if (!repeated) run.Trace.Where(entry => entry.Event == TraceEvent.Completed && entry.Place.Parent is not null).GroupBy(entry => entry.Place.Id).ShouldAllBe(group => group.Count() == 1, told);
        }
        moved.ShouldBeGreaterThan(500);
        asked.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Whatever_is_changed_around_ways_back_the_run_comes_to_its_end()
    {
        var seed = Seed();
        var (moved, sentBack) = (0, 0);
        for (var index = 0; index < 1_000; index++)
        {
            var random = new Random(seed + index);
            var before = (Web.Make(random) with { Joins = [] }).WithWaysBack(random);
            var run = FlowRun.Start(ElsaJson.Read(before.Json()));
            Play(run, random, random.Next(2 * before.Count + 1), mayGoBack: true);
            if (run.Instance.Status == WorkflowStatus.Finished) continue;
            if (run.Trace.Where(entry => entry.Event == TraceEvent.Completed).GroupBy(entry => entry.Place.Id).Any(group => group.Count() > 1)) sentBack++;
            var after = before;
            for (var edits = random.Next(1, 5); edits > 0; edits--) after = after.Changed(random);
            var compiled = after.WithoutWrongWaysBack().Compile();
            var told = $"MINSHENG_SEED={seed + index}\nbefore {before}\nafter {after}";
            var plan = run.Move(compiled, question => question.Options[random.Next(question.Options.Count)].Key);
            plan.IsReady.ShouldBeTrue($"{told}\n{string.Join('\n', plan.Questions.Select(question => question.Sentence))}");
            moved++;
            Play(run, random, 200);
            run.Status.ShouldBe("Finished/Finished", $"{told}\n{string.Join('\n', plan.Questions.Select(question => question.Sentence))}");
        }
        moved.ShouldBeGreaterThan(200);
        sentBack.ShouldBeGreaterThan(20);
    }

    [Fact]
    public void Whatever_is_put_into_a_container_or_taken_out_of_one_the_run_comes_to_its_end_and_does_nothing_twice_unasked()
    {
        var seed = Seed();
        var (carried, asked, moved, stranded) = (0, 0, 0, 0);
        for (var index = 0; index < 2_000; index++)
        {
            var random = new Random(seed + index);
            var web = Web.Make(random);
            var before = web.Framed(random, "frame");
            var run = FlowRun.Start(ElsaJson.Read(before));
            Play(run, random, random.Next(web.Count + 1));
            if (run.Instance.Status == WorkflowStatus.Finished) continue;
            if (random.Next(3) == 0) web = web.Changed(random);
            var after = web.Framed(random, random.Next(2) == 0 ? "frame" : "other");
            var definition = ElsaJson.Read(after);
            var compiled = DefinitionCompiler.Compile(definition, FlowRun.CatalogFor(definition));
            var stood = run.Instance.Bookmarks.ToDictionary(wait => wait.Id, wait => wait.Execution.Place.NodeId);
            var repeated = false;
            var plan = run.Move(compiled, question =>
            {
                asked++;
                var option = question.Options[random.Next(question.Options.Count)].Key;
                repeated |= option is "again" or "start" or "wait" || option.StartsWith("go-to:", StringComparison.Ordinal);
                return option;
            });
            repeated |= plan.Notes.Any(note => note.Sentence.Contains("会再办一次", StringComparison.Ordinal));
            var told = $"MINSHENG_SEED={seed + index}\nbefore {before}\nafter {after}\n{string.Join(' ', stood.Values)}\n{string.Join('\n', plan.Questions.Select(question => question.Sentence))}\n{string.Join('\n', plan.Notes.Select(note => note.Sentence))}";
            plan.IsReady.ShouldBeTrue(told);
            moved++;
            if (run.IsStranded)
            {
                // The report refuses such a move.
                stranded++;
                TestContext.Current.TestOutputHelper?.WriteLine($"stranded {told}");
                continue;
            }
            if (plan.Questions.Count == 0) plan.Withdrawn.ShouldBeEmpty(told);
            carried += run.Instance.Bookmarks.Count(wait => stood.TryGetValue(wait.Id, out var place) && place != wait.Execution.Place.NodeId);
            Play(run, random, 200);
            run.Status.ShouldBe("Finished/Finished", told);
            // A join is no act: it may be passed in the old place and in the new one.
            if (!repeated) run.Trace.Where(entry => entry.Event == TraceEvent.Completed && entry.Place.Id.StartsWith('s') && entry.Place.Activity is not FlowJoin).GroupBy(entry => entry.Place.Id).ShouldAllBe(group => group.Count() == 1, told);
        }
        (stranded * 100).ShouldBeLessThan(moved, $"MINSHENG_SEED={seed}");
        carried.ShouldBeGreaterThan(200);
        asked.ShouldBeGreaterThan(100);
    }

    private static void Play(FlowRun run, Random random, int answers, bool mayGoBack = false)
    {
        for (; answers > 0 && run.Instance.Bookmarks.Count > 0; answers--)
            run.ResumeAt(random.Next(run.Instance.Bookmarks.Count), mayGoBack && random.Next(3) == 0 ? "Again" : random.Next(4) == 0 ? "A" : "Done", reload: true);
    }

    private static int Seed() => int.TryParse(Environment.GetEnvironmentVariable("MINSHENG_SEED"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next(1_000_000_000);

    /// <summary>A chart in which arrows only lead from a step to a later one.</summary>
    private sealed record Web(IReadOnlyList<string> Steps, IReadOnlyList<(string From, string Port, string To)> Arrows, Dictionary<string, string> Joins)
    {
        public int Count => Steps.Count;

        public static Web Make(Random random)
        {
            List<string> steps = [.. Enumerable.Range(0, random.Next(3, 9)).Select(number => $"s{number}")];
            var arrows = new List<(string, string, string)>();
            for (var index = 1; index < steps.Count; index++)
                foreach (var from in Enumerable.Range(0, index).OrderBy(_ => random.Next()).Take(random.Next(1, 3))) arrows.Add((steps[from], Port(random), steps[index]));
            return new Web(steps, [.. arrows.Distinct()], steps.Skip(1).Where(_ => random.Next(5) == 0).ToDictionary(id => id, _ => random.Next(2) == 0 ? "WaitAny" : "WaitAll"));
        }

        /// <summary>With some ways back, as far as they are allowed.</summary>
        public Web WithWaysBack(Random random)
        {
            var web = this;
            for (var tries = random.Next(1, 5); tries > 0; tries--)
            {
                var from = random.Next(1, Steps.Count);
                var drawn = web with { Arrows = [.. web.Arrows.Append((Steps[from], "Again", Steps[random.Next(1, from + 1)])).Distinct()] };
                if (drawn.IsSound()) web = drawn;
            }
            return web;
        }

        public Web WithoutWrongWaysBack()
        {
            var web = this with { Arrows = [.. Arrows.Where(arrow => Steps.Contains(arrow.From) && Steps.Contains(arrow.To))] };
            foreach (var back in web.Arrows.Where(arrow => arrow.Port == "Again"))
                if (!web.IsSound()) web = web with { Arrows = [.. web.Arrows.Where(arrow => arrow != back)] };
            return web;
        }

        public CompiledDefinition Compile()
        {
            var definition = ElsaJson.Read(Json());
            return DefinitionCompiler.Compile(definition, FlowRun.CatalogFor(definition));
        }

        private bool IsSound()
        {
            var definition = ElsaJson.Read(Json());
            return DefinitionCompiler.TryCompile(definition, FlowRun.CatalogFor(definition), null, out var problems) is not null && problems.All(problem => !problem.IsError);
        }

        public Web Changed(Random random)
        {
            var at = random.Next(1, Steps.Count);
            var name = $"n{random.Next(1_000_000)}";
            switch (random.Next(6))
            {
                case 0 when Steps.Count > 3:
                    var (into, from) = (Arrows.Where(arrow => arrow.To == Steps[at]), Arrows.Where(arrow => arrow.From == Steps[at]));
                    var over = into.Where(arrow => arrow.Port != "Again").SelectMany(_ => from.Where(arrow => arrow.Port != "Again"), (first, second) => (first.From, first.Port, second.To));
                    return this with { Steps = [.. Steps.Where((_, index) => index != at)], Arrows = [.. Arrows.Except(into).Except(from).Concat(over).Distinct()] };
                case 1 when Arrows.Where(arrow => arrow.Port != "Again").ToList() is { Count: > 0 } onward:
                    var split = onward[random.Next(onward.Count)];
                    var between = Steps.Index().First(pair => pair.Item == split.To).Index;
                    return this with { Steps = [.. Steps.Take(between), name, .. Steps.Skip(between)], Arrows = [.. Arrows.Where(arrow => arrow != split), (split.From, split.Port, name), (name, "Done", split.To)] };
                case 2:
                    return this with { Arrows = [.. Arrows.Append((Steps[random.Next(at)], Port(random), Steps[at])).Distinct()] };
                case 3 when Arrows.Count > 1:
                    return this with { Arrows = [.. Arrows.Where((_, index) => index != at % Arrows.Count)] };
                case 4:
                    var to = random.Next(at, Steps.Count);
                    return this with { Steps = [.. Steps.Take(at), name, .. Steps.Skip(at)], Arrows = [.. Arrows, (Steps[random.Next(at)], "Done", name), (name, "Done", Steps[to])] };
                default:
                    if (at + 1 >= Steps.Count) return this;
                    string Swap(string id) => id == Steps[at] ? Steps[at + 1] : id == Steps[at + 1] ? Steps[at] : id;
                    return this with { Arrows = [.. Arrows.Select(arrow => (Swap(arrow.From), arrow.Port, Swap(arrow.To)))], Steps = [.. Steps.Select(Swap)] };
            }
        }

        /// <summary>The same with some steps in a container of their own, as a rule.</summary>
        public string Framed(Random random, string id)
        {
            var (from, isSequence) = (random.Next(1, Steps.Count), random.Next(4) == 0);
            var inside = random.Next(4) == 0 ? [] : Steps.Skip(from).Take(random.Next(1, 4)).ToHashSet();
            if (inside.Count == 0) return Json();
            var outer = new Web([.. Steps.Take(from), id, .. Steps.Skip(from).Where(step => !inside.Contains(step))],
                [.. Arrows.Select(arrow => inside.Contains(arrow.From) ? (From: id, Port: "Done", arrow.To) : arrow).Select(arrow => inside.Contains(arrow.To) ? (arrow.From, arrow.Port, To: id) : arrow).Where(arrow => arrow.From != arrow.To).Distinct()], Joins);
            var within = Arrows.Where(arrow => inside.Contains(arrow.From) && inside.Contains(arrow.To)).ToList();
            var inner = new Web([$"{id}-start", .. inside], [.. within, .. inside.Except(within.Select(arrow => arrow.To)).Select(step => ($"{id}-start", "Done", step))], Joins);
            return outer.Json().Replace($$"""{ "id": "{{id}}", "type": "Minsheng.Wait" }""",
                isSequence ? $$"""{ "id": "{{id}}", "type": "Elsa.Sequence", "activities": [ {{string.Join(',', inner.Nodes().Skip(1))}} ] }""" : inner.Chart(id), StringComparison.Ordinal);
        }

        public string Json() => $$"""{ "definitionId": "d", "name": "d", "root": {{Chart("root")}} }""";

        private IEnumerable<string> Nodes() => Steps.Select(id => Joins.TryGetValue(id, out var mode)
                ? $$"""{ "id": "{{id}}", "type": "Elsa.FlowJoin", "mode": { "typeName": "FlowJoinMode", "expression": { "type": "Literal", "value": "{{mode}}" } } }"""
                : $$"""{ "id": "{{id}}", "type": "{{(id == Steps[0] ? "Elsa.Start" : "Minsheng.Wait")}}" }""");

        private string Chart(string id)
        {
            var arrows = Arrows.Select(arrow => $$"""{ "source": { "activity": "{{arrow.From}}", "port": "{{arrow.Port}}" }, "target": { "activity": "{{arrow.To}}", "port": "In" } }""");
            return $$"""{ "id": "{{id}}", "type": "Elsa.Flowchart", "activities": [ {{string.Join(',', Nodes())}} ], "connections": [ {{string.Join(',', arrows)}} ] }""";
        }

        public override string ToString() => string.Join(' ', Arrows.Select(arrow => $"{arrow.From}:{arrow.Port}>{arrow.To}")) + " | " + string.Join(' ', Joins.Select(join => $"{join.Key}={join.Value}"));

        private static string Port(Random random) => random.Next(4) == 0 ? "A" : "Done";
    }
}

namespace Minsheng.Workflow.Tests.Engine.Reference;

/// <summary>
/// Makes definitions up. Every cycle goes through a step that waits, so each burst ends by itself.
/// </summary>
internal sealed class RandomDefinition(Random random, bool nested)
{
    private const int Deepest = 3;
    private static readonly string[] Modes = ["WaitAny", "WaitAll", "WaitAllActive"];
    private static readonly string[] WaitPorts = ["Done", "Done", "Done", "A", "B"];
    private int _made;

    public Step Make() => nested && random.Next(4) == 0 ? Container(0) : Flowchart(0);

    private Step Flowchart(int depth)
    {
        var flowchart = New(Kind.Flowchart);
        var count = random.Next(depth == 0 ? 4 : 1, depth == 0 ? 13 : 6);
        var steps = flowchart.Inside;
        for (var index = 0; index < count; index++)
            steps.Add(index == 0 && random.Next(4) > 0 ? New(Kind.Start) : Node(depth));

        for (var index = 1; index < count; index++)
        {
            if (random.Next(12) == 0) continue;
            var arrows = steps[index].Kind == Kind.Join ? random.Next(2, 4) : random.Next(3) == 0 ? 2 : 1;
            for (var arrow = 0; arrow < arrows; arrow++) Connect(flowchart, steps[random.Next(index)], steps[index]);
        }
        if (random.Next(20) == 0 && flowchart.Arrows.Count > 0) flowchart.Arrows.Add(flowchart.Arrows[random.Next(flowchart.Arrows.Count)]);
        Shuffle(flowchart.Arrows);
        AddLoops(flowchart);
        return flowchart;
    }

    /// <summary>Mostly loops that are allowed; now and then one that must be refused.</summary>
    private void AddLoops(Step flowchart)
    {
        var steps = flowchart.Inside;
        for (var from = 0; from < steps.Count; from++)
        {
            if (random.Next(3) > 0) continue;
            var to = random.Next(from + 1);
            if (steps[from].Kind != Kind.Wait && steps[to].Kind != Kind.Wait) continue;
            var arrow = new Arrow(steps[from].Id, steps[from].Kind == Kind.Wait ? "Again" : PortOf(steps[from]), steps[to].Id);
            flowchart.Arrows.Insert(random.Next(flowchart.Arrows.Count + 1), arrow);
            if (new ReferenceGraph(flowchart).InvalidBackwardArrows().Count > 0 && random.Next(30) > 0) flowchart.Arrows.Remove(arrow);
        }
    }

    private Step Node(int depth) => random.Next(40) switch
    {
        < 8 => New(Kind.Write),
        < 20 => New(Kind.Wait),
        < 23 => New(Kind.Decision),
        < 26 => New(Kind.Fork),
        < 28 => New(Kind.Switch),
        < 35 => New(Kind.Join),
        35 => random.Next(3) == 0 ? New(Kind.Fault) : New(Kind.Write),
        36 => Terminal(),
        _ when nested && depth < Deepest => Container(depth + 1),
        _ => New(Kind.Write),
    };

    private Step Container(int depth)
    {
        if (depth >= Deepest) return Leaf();
        var step = random.Next(9) switch
        {
            0 => New(Kind.Sequence),
            1 => New(Kind.Parallel),
            2 => New(Kind.If),
            3 => New(Kind.For),
            4 => New(Kind.ForEach),
            5 => New(Kind.ParallelForEach),
            6 => New(Kind.FlowNode),
            _ => Flowchart(depth),
        };
        var children = step.Kind switch
        {
            Kind.Flowchart => 0,
            Kind.Sequence or Kind.Parallel => random.Next(5),
            Kind.If => random.Next(3),
            _ => 1,
        };
        for (var child = 0; child < children; child++) step.Inside.Add(random.Next(3) == 0 ? Container(depth + 1) : Leaf());
        return step;
    }

    private Step Leaf() => random.Next(12) switch
    {
        < 6 => New(Kind.Write),
        < 10 => New(Kind.Wait),
        10 => random.Next(3) == 0 ? New(Kind.Fault) : New(Kind.Write),
        _ => Terminal(),
    };

    private Step Terminal() => New(random.Next(8) switch
    {
        < 3 => Kind.End,
        < 6 => Kind.Break,
        6 => Kind.Complete,
        _ => Kind.Finish,
    });

    private void Connect(Step flowchart, Step from, Step to) => flowchart.Arrows.Add(new Arrow(from.Id, PortOf(from), to.Id));

    private string PortOf(Step step) => random.Next(25) == 0 ? "Nowhere" : step.Kind switch
    {
        Kind.Wait => WaitPorts[random.Next(WaitPorts.Length)],
        Kind.Decision => random.Next(2) == 0 ? "True" : "False",
        Kind.Fork => random.Next(2) == 0 ? "A" : "B",
        Kind.Switch => random.Next(4) == 0 ? "Default" : random.Next(2) == 0 ? "A" : "B",
        _ => "Done",
    };

    private Step New(Kind kind) => new()
    {
        Id = $"{char.ToLowerInvariant(kind.ToString()[0])}{++_made}",
        Kind = kind,
        Condition = random.Next(2) == 0,
        Rounds = random.Next(4),
        Mode = Modes[random.Next(Modes.Length)],
        CanStart = random.Next(30) == 0,
        Outcomes = kind is Kind.Fork or Kind.Switch ? [.. new[] { "A", "B" }.Where(_ => random.Next(6) > 0)] : [],
    };

    private void Shuffle(List<Arrow> arrows)
    {
        if (random.Next(2) == 0) return;
        var shuffled = arrows.ToArray();
        random.Shuffle(shuffled);
        arrows.Clear();
        arrows.AddRange(shuffled);
    }
}

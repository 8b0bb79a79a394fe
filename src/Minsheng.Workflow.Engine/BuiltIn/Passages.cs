using System.Text.Json;
using System.Text.Json.Serialization;

namespace Minsheng.Workflow.Engine.BuiltIn;

internal enum PassageKind { Completed, Skipped, Withdrawn }

/// <summary>A step of a flowchart was left.</summary>
/// <param name="Activity">By local index.</param>
/// <param name="Backward">Entered through a backward arrow, so not counted as a visit.</param>
/// <param name="Followed">Which of the step's arrows were taken, one bit each.</param>
/// <param name="Cause">See <see cref="FlowCauses"/>.</param>
/// <param name="Execution">0 for a step that was skipped.</param>
/// <param name="LastInside">For a container: the newest execution there was when it ended.</param>
/// <param name="WithdrawnFor">The passage whose arrival at a join withdrew this one.</param>
internal readonly record struct Passage(
    int Number, int Activity, PassageKind Kind, bool Backward, long Followed, int Cause, int Execution, int LastInside = 0, int WithdrawnFor = 0);

/// <summary>The latest passages of a flowchart, oldest first: what going back undoes. Kept small; what has been forgotten cannot be undone.</summary>
[JsonConverter(typeof(PassageLogJson))]
internal sealed class PassageLog(int last, List<Passage> all)
{
    /// <summary>Arrows of one step beyond this leave no room for their bits.</summary>
    public const int MostArrows = 56;

    private const int Usual = 64;

    public PassageLog() : this(0, []) { }

    /// <summary>The newest number ever given.</summary>
    public int Last { get; private set; } = last;

    public List<Passage> All { get; } = all;

    public int Add(Passage passage, int steps)
    {
        var most = Math.Max(Usual, 4 * steps);
        if (All.Count >= most) All.RemoveRange(0, most / 4);
        All.Add(passage with { Number = ++Last });
        return Last;
    }

    /// <summary>Puts passages back where they were.</summary>
    public void Restore(IEnumerable<Passage> passages)
    {
        All.AddRange(passages);
        All.Sort(static (one, other) => one.Number.CompareTo(other.Number));
    }

    public Passage? Newest(int activity)
    {
        for (var index = All.Count - 1; index >= 0; index--)
            if (All[index].Activity == activity) return All[index];
        return null;
    }
}

/// <summary>Plain numbers, for it is written on every burst: the last number, then each passage.</summary>
internal sealed class PassageLogJson : JsonConverter<PassageLog>
{
    private const int KindBits = 3, BackwardBit = 4, InsideBit = 8, FollowedShift = 4;

    public override PassageLog Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        reader.Read();
        var last = Next(ref reader);
        var all = new List<Passage>();
        while (reader.TokenType != JsonTokenType.EndArray) all.Add(ReadPassage(ref reader));
        return new PassageLog((int)last, all);
    }

    public override void Write(Utf8JsonWriter writer, PassageLog log, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(log.Last);
        foreach (var passage in log.All) WritePassage(writer, passage);
        writer.WriteEndArray();
    }

    private static Passage ReadPassage(ref Utf8JsonReader reader)
    {
        var (number, activity, how) = ((int)Next(ref reader), (int)Next(ref reader), Next(ref reader));
        var kind = (PassageKind)(how & KindBits);
        var (cause, execution) = ((int)Next(ref reader), kind == PassageKind.Skipped ? 0 : (int)Next(ref reader));
        var inside = (how & InsideBit) != 0 ? (int)Next(ref reader) : 0;
        var withdrawnFor = kind == PassageKind.Withdrawn ? (int)Next(ref reader) : 0;
        return new Passage(number, activity, kind, (how & BackwardBit) != 0, how >> FollowedShift, cause, execution, inside, withdrawnFor);
    }

    private static void WritePassage(Utf8JsonWriter writer, in Passage passage)
    {
        writer.WriteNumberValue(passage.Number);
        writer.WriteNumberValue(passage.Activity);
        writer.WriteNumberValue((passage.Followed << FollowedShift) | (passage.LastInside > 0 ? InsideBit : 0L) | (passage.Backward ? BackwardBit : 0L) | (long)passage.Kind);
        writer.WriteNumberValue(passage.Cause);
        if (passage.Kind != PassageKind.Skipped) writer.WriteNumberValue(passage.Execution);
        if (passage.LastInside > 0) writer.WriteNumberValue(passage.LastInside);
        if (passage.Kind == PassageKind.Withdrawn) writer.WriteNumberValue(passage.WithdrawnFor);
    }

    private static long Next(ref Utf8JsonReader reader)
    {
        var number = reader.GetInt64();
        reader.Read();
        return number;
    }
}

/// <summary>What a straight return keeps until the step it went to is answered.</summary>
/// <param name="Passages">The undone passages, the target's own first.</param>
/// <param name="Steps">Steps that stood open, handed out anew when the answer leads the same way.</param>
/// <param name="Executions">Those that count as undone when the answer leads another way.</param>
/// <param name="Withdrawn">Steps that a join had withdrawn, started again when the answer leads another way.</param>
internal sealed record SetAside(PassageLog Passages, List<StepAside> Steps, List<StepAside> Withdrawn, List<int> Executions);

internal sealed record StepAside(int Activity, int Cause, bool Backward, Running.Comeback? Comeback = null);

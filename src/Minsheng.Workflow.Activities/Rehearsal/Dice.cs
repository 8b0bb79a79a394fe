namespace Minsheng.Workflow.Activities.Rehearsal;

/// <summary>Chance that depends only on the seed and on what is asked about, never on the order of asking.</summary>
public sealed class Dice
{
    private ulong _state;

    private Dice(ulong state) => _state = state;

    public static Dice Of(int seed, string what, int number = 0)
    {
        var hash = 14695981039346656037UL ^ (uint)seed;
        foreach (var letter in what) hash = (hash ^ letter) * 1099511628211UL;
        return new Dice((hash ^ (uint)number) * 1099511628211UL);
    }

    /// <summary>0 up to, not including, <paramref name="below"/>.</summary>
    public int Next(int below) => below <= 1 ? 0 : (int)(Draw() % (uint)below);

    /// <summary>0 up to, not including, 1.</summary>
    public double Share() => (Draw() >> 11) * (1.0 / (1UL << 53));

    public T Pick<T>(IReadOnlyList<T> from) => from[Next(from.Count)];

    public void Shuffle<T>(T[] list)
    {
        for (var last = list.Length - 1; last > 0; last--)
        {
            var other = Next(last + 1);
            (list[last], list[other]) = (list[other], list[last]);
        }
    }

    private ulong Draw()
    {
        var mixed = _state += 0x9E3779B97F4A7C15UL;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }
}

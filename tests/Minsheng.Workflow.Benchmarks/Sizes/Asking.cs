using static Minsheng.Workflow.Benchmarks.Sizes.Province;

namespace Minsheng.Workflow.Benchmarks.Sizes;

/// <summary>Who asks for what: somebody with work, this year's cycle of their place.</summary>
internal sealed record Asking(string Place, string Person, string Cycle, string Run, string Item)
{
    public string Clerk => $"{Place}-p00";

    public static Asking Somewhere(Random random, Province province, bool big)
    {
        var place = big ? 0 : 1 + random.Next(province.Places - 1);
        var cycle = CycleId(place, FirstYear + Years - 1);
        return new Asking(PlaceId(place), PersonId(place, random.Next(5)), cycle, RunId(cycle, random.Next(7)), ItemId(cycle, random.Next(ProjectsACycle)));
    }
}

using Minsheng.Workflow.Activities.Facts;

namespace Minsheng.Workflow.Runtime.Digests.Facts;

/// <summary>Where a digest comes from.</summary>
internal sealed record DigestPlace(string Id, string Name, JurisdictionLevel Level, Dates Dates, bool IsDemo = false)
{
    /// <summary>Who signs, e.g. 柞水县人大常委会办公室.</summary>
    public string Office => Name + Level switch
    {
        JurisdictionLevel.County => "人大常委会办公室",
        JurisdictionLevel.Township => "人大主席团",
        _ => "人大工委",
    };

    /// <summary>全县, 全区, 全市, 全镇; 本街道.</summary>
    public string Whole => Name switch
    {
        _ when Name.EndsWith("街道", StringComparison.Ordinal) => "本街道",
        [.., var last] when "省市县区旗镇乡".Contains(last, StringComparison.Ordinal) => $"全{last}",
        _ => "本地",
    };
}

/// <summary>Whom a digest is for.</summary>
/// <param name="Label">As lists name the person: unit and post, the name only where there is no post.</param>
internal sealed record Addressee(string Id, string Label);

/// <summary>What every digest is about: a place, a period, a moment.</summary>
/// <param name="Before">When the one before went out; null for the first.</param>
internal sealed record DigestFrame(DigestPlace Place, DigestPeriod Period, DateTimeOffset Now, DateTimeOffset? Before)
{
    public DateOnly? Since => Before is { } at ? Place.Dates.Today(at) : null;

    public DateOnly Today => Place.Dates.Today(Now);
}

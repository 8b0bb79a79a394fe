namespace Minsheng.Workflow.Activities.Forms;

/// <summary>Checks where something is: {region: id in the tree of jurisdictions} or {town: in words}, and {village: in words}.</summary>
internal static class RegionCheck
{
    public const string Region = "region", Town = "town", Village = "village";

    private const int LongestId = 200;

    /// <summary>What a reader takes for a region that is no object: the town in words.</summary>
    public static Dictionary<string, object?>? Of(Field field, object? value, string path, List<FieldProblem> problems)
    {
        var given = value as Dictionary<string, object?> ?? new Dictionary<string, object?> { [Town] = value };
        if (given.Values.Any(part => part is not (null or string)) || (given.GetValueOrDefault(Region) as string)?.Length > LongestId)
        {
            problems.Add(new FieldProblem(path, $"“{field.Label}”选择得不正确，请重新选择。"));
            return null;
        }

        var (region, town, village) = (Part(given, Region), Part(given, Town), Part(given, Village));
        var limit = field.MaxLength ?? Field.DefaultTextLength;
        if (region is null && town is null)
            problems.Add(new FieldProblem(path, $"“{field.Label}”还没有选乡镇（街道）。"));
        if (Scalars.Length(town ?? "") > limit || Scalars.Length(village ?? "") > limit)
            problems.Add(new FieldProblem(path, $"“{field.Label}”最多 {limit} 个字。"));
        return new Dictionary<string, object?>(StringComparer.Ordinal) { [Region] = region, [Town] = region is null ? town : null, [Village] = village };
    }

    private static string? Part(Dictionary<string, object?> given, string name) =>
        Scalars.Clean(given.GetValueOrDefault(name) as string ?? "", oneLine: true) is { Length: > 0 } text ? text : null;
}

namespace Minsheng.Workflow.Activities.Design;

/// <summary>A step by the containers it stands in: ids from below the root down, joined by slashes. The root's own address is empty.</summary>
public readonly record struct StepAddress(string Scope, string Id)
{
    public static StepAddress Root { get; } = new("", "");

    public bool IsRoot => Id.Length == 0;

    /// <summary>As the scope of what stands inside it.</summary>
    public string Path => Scope.Length == 0 ? Token(Id) : $"{Scope}/{Token(Id)}";

    public static StepAddress Parse(string path)
    {
        var cut = path.LastIndexOf('/');
        return cut < 0 ? new("", Plain(path)) : new(path[..cut], Plain(path[(cut + 1)..]));
    }

    /// <summary>The scopes around and including one, outermost first, without the root.</summary>
    public static IEnumerable<string> Trail(string scope)
    {
        for (var at = scope.IndexOf('/'); at >= 0; at = scope.IndexOf('/', at + 1)) yield return scope[..at];
        if (scope.Length > 0) yield return scope;
    }

    internal static IEnumerable<string> Ids(string scope) => scope.Length == 0 ? [] : scope.Split('/').Select(Plain);

    public override string ToString() => Path;

    private static string Token(string id) => id.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static string Plain(string token) => token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}

namespace Minsheng.Workflow.Web.Components.Parts;

/// <summary>Line icons on a 20 by 20 grid, by name.</summary>
public static class IconPaths
{
    private static readonly Dictionary<string, string> Paths = new()
    {
        ["back"] = "M12 5l-5 5 5 5",
        ["bell"] = "M5 14V9a5 5 0 0110 0v5l1 1H4zM8.5 17h3",
        ["board"] = "M3 4h14v11H3zM6 12V9M10 12V7M14 12v-2M7 18h6",
        ["branch"] = "M4 10h5M9 10c3 0 2-5 7-5M9 10c3 0 2 5 7 5",
        ["calendar"] = "M3 5h14v12H3zM3 9h14M7 3v4M13 3v4",
        ["camera"] = "M3 6h4l1-2h4l1 2h4v10H3zM10 8.5a2.5 2.5 0 100 5 2.5 2.5 0 000-5z",
        ["check"] = "M4 10.5l4 4 8-9",
        ["clip"] = "M13 6l-6 6a2 2 0 003 3l6-6a4 4 0 00-6-6l-6 6a5.5 5.5 0 008 8l4-4",
        ["clock"] = "M10 3a7 7 0 100 14 7 7 0 000-14zM10 6v4l3 2",
        ["close"] = "M5 5l10 10M15 5L5 15",
        ["cycle"] = "M16 6A7 7 0 104 13M16 3v4h-4M4 16v-3h3",
        ["document"] = "M5 3h7l3 3v11H5zM12 3v3h3M8 10h4M8 13h4",
        ["down"] = "M5 8l5 5 5-5",
        ["eye"] = "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 12.2a2.2 2.2 0 100-4.4 2.2 2.2 0 000 4.4z",
        ["fullscreen"] = "M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4",
        ["gear"] = "M10 7.5a2.5 2.5 0 100 5 2.5 2.5 0 000-5zM10 2v3M10 15v3M2 10h3M15 10h3M4.5 4.5l2 2M13.5 13.5l2 2M15.5 4.5l-2 2M6.5 13.5l-2 2",
        ["globe"] = "M10 3a7 7 0 100 14 7 7 0 000-14zM3 10h14M10 3c3 3 3 11 0 14M10 3c-3 3-3 11 0 14",
        ["hall"] = "M3 11h14v6H3zM6 11l2-8h6l-2 8M8 14h4",
        ["home"] = "M3 10l7-6 7 6v7H3zM8 17v-5h4v5",
        ["info"] = "M10 3a7 7 0 100 14 7 7 0 000-14zM10 9v5M10 6.5v.1",
        ["list"] = "M7 5h10M7 10h10M7 15h10M3 5h.01M3 10h.01M3 15h.01",
        ["lock"] = "M5 9h10v8H5zM7 9V6a3 3 0 016 0v3M10 12v2",
        ["mail"] = "M3 5h14v10H3zM3 6l7 5 7-5",
        ["menu"] = "M3 5h14M3 10h14M3 15h14",
        ["minus"] = "M4 10h12",
        ["next"] = "M8 5l5 5-5 5",
        ["people"] = "M7 5a2.5 2.5 0 100 5 2.5 2.5 0 000-5zM2 16c0-3 2-4 5-4s5 1 5 4M13 6a2 2 0 110 4M14 12c2.5 0 4 1 4 4",
        ["person"] = "M10 4a3 3 0 100 6 3 3 0 000-6zM4 17c0-4 3-5 6-5s6 1 6 5",
        ["picture"] = "M3 4h14v12H3zM3 14l4-4 3 3 3-4 4 5M7 8h.01",
        ["play"] = "M4 4h12v12H4zM8.5 7.5v5l4-2.5z",
        ["pause"] = "M4 4h12v12H4zM8 7.5v5M12 7.5v5",
        ["plus"] = "M10 4v12M4 10h12",
        ["pool"] = "M3 5h14v3H3zM4 8v9h12V8M8 11h4",
        ["print"] = "M6 8V3h8v5M4 8h12v6H4zM6 12h8v5H6z",
        ["procedure"] = "M3 3h5v4H3zM12 8h5v4h-5zM3 13h5v4H3zM8 5h2v10H8M10 10h2",
        ["project"] = "M3 17V8l5-3v12M8 17V3h8v14zM11 7h2M11 10h2M11 13h2",
        ["search"] = "M9 4a5 5 0 100 10A5 5 0 009 4zM13 13l4 4",
        ["stamp"] = "M7 10c1-2-1-3-1-4a4 4 0 018 0c0 1-2 2-1 4M4 10h12v4H4zM4 17h12",
        ["star"] = "M10 3l2.2 4.6 5 .7-3.6 3.5.9 5L10 14.4 5.5 16.8l.9-5L2.8 8.3l5-.7z",
        ["statistics"] = "M3 17h14M5 14V9M9 14V5M13 14v-3M16 14V7",
        ["task"] = "M4 4h12v13H4zM7 8h6M7 11h6M7 14h3",
        ["text"] = "M4 5h12M10 5v11",
        ["undo"] = "M7 5L3 9l4 4M3 9h9a4 4 0 010 8h-2",
        ["up"] = "M5 12l5-5 5 5",
        ["warning"] = "M10 3l8 14H2zM10 8v4M10 14.5v.1",
    };

    public static bool Knows(string name) => Paths.ContainsKey(name);

    public static string Of(string name) => Paths.TryGetValue(name, out var path)
        ? path
        : throw new ArgumentException($"No icon '{name}'. Known: {string.Join(", ", Paths.Keys)}.", nameof(name));
}

using System.Reflection;

namespace Minsheng.Workflow.Runtime.Demo;

/// <summary>The one picture and the one paper that demo forms carry.</summary>
internal static class DemoFiles
{
    public static byte[] Photo { get; } = Read("demo/photo.png");

    public static byte[] Paper { get; } = Read("demo/paper.pdf");

    private static byte[] Read(string name)
    {
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}

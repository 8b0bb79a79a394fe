using System.Buffers.Binary;

namespace Minsheng.Workflow.Runtime.Files;

/// <summary>The small picture a browser makes of a photograph before it sends it. What is no small JPEG or PNG is not kept; the photograph itself is shown instead.</summary>
internal static class Thumbnail
{
    public const int MostBytes = 64 * 1024, MostPixels = 480;

    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static byte[]? Checked(byte[]? bytes) =>
        bytes is { Length: > 0 and <= MostBytes } && SizeOf(bytes) is ({ } width, { } height) && width is > 0 and <= MostPixels && height is > 0 and <= MostPixels ? bytes : null;

    public static string TypeOf(byte[] bytes) => bytes.AsSpan().StartsWith(Png) ? "image/png" : "image/jpeg";

    private static (int? Width, int? Height) SizeOf(ReadOnlySpan<byte> bytes)
    {
        const int PngSize = 16;
        if (bytes.StartsWith(Png))
            return bytes.Length < PngSize + 8 ? (null, null) : (BinaryPrimitives.ReadInt32BigEndian(bytes[PngSize..]), BinaryPrimitives.ReadInt32BigEndian(bytes[(PngSize + 4)..]));
        return bytes is [0xFF, 0xD8, ..] ? Jpeg(bytes) : (null, null);
    }

    /// <summary>Walks the segments up to the one that says how big the picture is.</summary>
    private static (int? Width, int? Height) Jpeg(ReadOnlySpan<byte> bytes)
    {
        const byte FirstFrame = 0xC0, LastFrame = 0xCF;
        for (var at = 2; at + 9 <= bytes.Length && bytes[at] == 0xFF;)
        {
            var marker = bytes[at + 1];
            if (marker is >= FirstFrame and <= LastFrame and not 0xC4 and not 0xC8 and not 0xCC)
                return (BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]));
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
        }
        return (null, null);
    }
}

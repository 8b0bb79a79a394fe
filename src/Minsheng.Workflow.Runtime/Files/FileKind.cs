using System.IO.Compression;

namespace Minsheng.Workflow.Runtime.Files;

/// <summary>A kind of file that may be kept: what it is called, and what its bytes begin with. Nothing a browser would run is among them.</summary>
internal sealed record FileKind(string MediaType, IReadOnlyList<string> Endings, byte[] Signature, string? Part = null)
{
    public static IReadOnlyList<FileKind> All { get; } =
    [
        new("application/pdf", [".pdf"], "%PDF-"u8.ToArray()),
        new("image/jpeg", [".jpg", ".jpeg"], [0xFF, 0xD8, 0xFF]),
        new("image/png", [".png"], [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        new("application/vnd.openxmlformats-officedocument.wordprocessingml.document", [".docx"], "PK\u0003\u0004"u8.ToArray(), "word/document.xml"),
        new("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", [".xlsx"], "PK\u0003\u0004"u8.ToArray(), "xl/workbook.xml"),
    ];

    /// <summary>By its ending; null for a kind that is not kept.</summary>
    public static FileKind? Called(string name) => All.FirstOrDefault(kind => kind.Endings.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase));

    public bool Fits(byte[] bytes) => bytes.AsSpan().StartsWith(Signature) && (Part is null || Holds(bytes, Part));

    /// <summary>Looks at the archive's table of contents only: nothing is unpacked.</summary>
    private static bool Holds(byte[] bytes, string part)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            return archive.GetEntry(part) is not null;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}

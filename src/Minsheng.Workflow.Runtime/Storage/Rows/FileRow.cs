namespace Minsheng.Workflow.Runtime.Storage.Rows;

/// <summary>An uploaded file. Its id is what it contains, so that the same bytes are kept once in a place.</summary>
public sealed class FileRow : IJurisdictionRow
{
    public required string JurisdictionId { get; set; }

    /// <summary>SHA-256 of the bytes, in lower-case hexadecimal.</summary>
    public required string Digest { get; set; }

    /// <summary>As it was called when it came first.</summary>
    public required string Name { get; set; }

    /// <summary>Media type, as found in the bytes.</summary>
    public required string Type { get; set; }
    public required int Size { get; set; }
    public required byte[] Bytes { get; set; }
    /// <summary>A small JPEG of a picture; null where there is none.</summary>
    public byte[]? Thumbnail { get; set; }
    public required string UploadedBy { get; set; }
    public required DateTimeOffset Uploaded { get; set; }
}

using System.Security.Cryptography;
using System.Text;

namespace Minsheng.Workflow.Activities.Ballots;

/// <summary>
/// A slip as bytes of one length per ballot: version, number of candidates, marks (four bits each) or numbers (a byte each), receipt code.
/// No name, no time.
/// </summary>
public static class SlipEncoding
{
    private const byte Marked = 1, Numbered = 2;
    private const int HeaderSize = 2;
    private const int MostCandidates = byte.MaxValue;

    /// <summary>Bytes of every slip of a ballot with this many candidates.</summary>
    /// <param name="numbered">A ranking ballot.</param>
    public static int Length(int candidates, bool numbered = false) => HeaderSize + (numbered ? candidates : (candidates + 1) / 2) + ReceiptCode.Size;

    /// <exception cref="BallotException">The slip has no receipt code of ours, or too many candidates.</exception>
    public static byte[] Encode(Slip slip)
    {
        if (slip.Marks.Count > MostCandidates)
            throw new BallotException($"候选项目最多 {MostCandidates} 个。");
        if (!ReceiptCode.IsWellFormed(slip.Receipt))
            throw new BallotException("票上缺少回执码。");

        var isNumbered = slip.Ranks is not null;
        var bytes = new byte[Length(slip.Marks.Count, isNumbered)];
        bytes[0] = isNumbered ? Numbered : Marked;
        bytes[1] = (byte)slip.Marks.Count;
        for (var i = 0; i < slip.Marks.Count; i++)
            if (isNumbered) bytes[HeaderSize + i] = (byte)slip.Ranks![i];
            else bytes[HeaderSize + i / 2] |= (byte)((int)slip.Marks[i] << (i % 2 * 4));
        Encoding.ASCII.GetBytes(slip.Receipt!, bytes.AsSpan(bytes.Length - ReceiptCode.Size));
        return bytes;
    }

    public static bool TryDecode(ReadOnlySpan<byte> bytes, out Slip? slip)
    {
        slip = null;
        if (bytes.Length < HeaderSize || bytes[0] is not (Marked or Numbered) || bytes.Length != Length(bytes[1], bytes[0] == Numbered))
            return false;
        var receipt = Encoding.ASCII.GetString(bytes[^ReceiptCode.Size..]);
        if (!ReceiptCode.IsWellFormed(receipt))
            return false;
        if (bytes[0] == Numbered)
        {
            slip = Slip.Numbered([.. bytes.Slice(HeaderSize, bytes[1]).ToArray().Select(rank => (int)rank)], receipt);
            return true;
        }

        var marks = new BallotMark[bytes[1]];
        for (var i = 0; i < marks.Length; i++)
        {
            marks[i] = (BallotMark)((bytes[HeaderSize + i / 2] >> (i % 2 * 4)) & 0xF);
            if (marks[i] > BallotMark.Illegible)
                return false;
        }
        slip = new Slip(marks, Receipt: receipt);
        return true;
    }
}

/// <summary>回执码: six random characters without 0, O, 1, I, L; proves that a slip was counted, not how it was marked.</summary>
public static class ReceiptCode
{
    public const int Size = 6;
    public const string Alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    public static string New() => RandomNumberGenerator.GetString(Alphabet, Size);

    public static bool IsWellFormed(string? code) =>
        code is { Length: Size } && code.All(letter => Alphabet.Contains(letter));
}

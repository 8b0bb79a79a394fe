using System.Security.Cryptography;

namespace Minsheng.Workflow.Activities.Ballots;

/// <summary>
/// The electronic ballot box: every slip lies in an inner envelope for the chair 主持人 and an outer one for the chief
/// scrutineer 总监票人, so neither can read a slip alone.
/// </summary>
public static class SealedBox
{
    /// <param name="content">An encoded slip.</param>
    /// <param name="chairKey">Public key of the chair.</param>
    /// <param name="scrutineerKey">Public key of the chief scrutineer.</param>
    /// <param name="length">One length for all slips of the ballot, see <see cref="SlipEncoding.Length"/>.</param>
    public static byte[] Seal(ReadOnlySpan<byte> content, ReadOnlySpan<byte> chairKey, ReadOnlySpan<byte> scrutineerKey, int length) =>
        Envelope.Seal(Envelope.Seal(content, chairKey, length), scrutineerKey);

    /// <summary>Opens every slip with both keys and hands them out in random order. One damaged slip does not spoil the others.</summary>
    public static OpenedBox OpenAll(IEnumerable<byte[]> sealedSlips, UnlockedKey chair, UnlockedKey scrutineer)
    {
        var contents = new List<byte[]>();
        var unreadable = 0;
        foreach (var sealedSlip in sealedSlips)
        {
            if (Envelope.TryOpen(sealedSlip, scrutineer, out var inner) && Envelope.TryOpen(inner, chair, out var content))
                contents.Add(content);
            else
                unreadable++;
        }

        var shuffled = contents.ToArray();
        RandomNumberGenerator.Shuffle<byte[]>(shuffled);
        return new OpenedBox(shuffled, unreadable);
    }
}

/// <summary>The contents of a box in random order, and how many slips could not be opened.</summary>
public sealed record OpenedBox(IReadOnlyList<byte[]> Contents, int Unreadable);

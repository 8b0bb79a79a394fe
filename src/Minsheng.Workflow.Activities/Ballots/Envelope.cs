using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Minsheng.Workflow.Activities.Ballots;

/// <summary>
/// One envelope for one keeper: ephemeral ECDH on P-256, HKDF-SHA256, AES-256-GCM. The content is padded to the length given,
/// so that all envelopes of a ballot have one size. Layout: version, ephemeral point, tag, ciphertext.
/// </summary>
public static class Envelope
{
    private const byte Version = 1;
    private const int TagSize = 16, KeySize = 32, NonceSize = 12;
    private const int HeaderSize = 1 + P256.PublicKeySize;
    private static readonly byte[] Purpose = "minsheng ballot envelope 1"u8.ToArray();

    /// <summary>Bytes of an envelope whose content is padded to <paramref name="length"/>.</summary>
    public static int SizeFor(int length) => HeaderSize + TagSize + sizeof(ushort) + length;

    /// <summary>Seals content padded to <paramref name="length"/> bytes (default: no padding).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The content is longer than the length.</exception>
    public static byte[] Seal(ReadOnlySpan<byte> content, ReadOnlySpan<byte> publicKey, int? length = null)
    {
        var padded = length ?? content.Length;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, padded);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(padded, ushort.MaxValue);
        var plain = new byte[sizeof(ushort) + padded];
        BinaryPrimitives.WriteUInt16BigEndian(plain, (ushort)content.Length);
        content.CopyTo(plain.AsSpan(sizeof(ushort)));

        using var recipient = P256.Import(publicKey);
        using var ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var sealedBytes = new byte[SizeFor(padded)];
        sealedBytes[0] = Version;
        P256.Export(ephemeral).CopyTo(sealedBytes.AsSpan(1));

        var secret = KeyOf(ephemeral.DeriveRawSecretAgreement(recipient.PublicKey), sealedBytes.AsSpan(1, P256.PublicKeySize), publicKey);
        using (var cipher = new AesGcm(secret.AsSpan(0, KeySize), TagSize))
            cipher.Encrypt(secret.AsSpan(KeySize), plain, sealedBytes.AsSpan(HeaderSize + TagSize), sealedBytes.AsSpan(HeaderSize, TagSize), sealedBytes.AsSpan(0, HeaderSize));
        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(plain);
        return sealedBytes;
    }

    /// <exception cref="BallotException">The envelope is damaged or was sealed for another key.</exception>
    public static byte[] Open(ReadOnlySpan<byte> sealedBytes, UnlockedKey key) => TryOpen(sealedBytes, key, out var content)
        ? content
        : throw new BallotException("密封的票已损坏，或不是用这把钥匙密封的。");

    public static bool TryOpen(ReadOnlySpan<byte> sealedBytes, UnlockedKey key, out byte[] content)
    {
        content = [];
        if (sealedBytes.Length < SizeFor(0) || sealedBytes[0] != Version)
            return false;
        var ephemeralKey = sealedBytes.Slice(1, P256.PublicKeySize);
        var plain = new byte[sealedBytes.Length - HeaderSize - TagSize];
        try
        {
            using var ephemeral = P256.Import(ephemeralKey);
            var secret = KeyOf(key.Agree(ephemeral.PublicKey), ephemeralKey, key.PublicKey);
            using var cipher = new AesGcm(secret.AsSpan(0, KeySize), TagSize);
            cipher.Decrypt(secret.AsSpan(KeySize), sealedBytes[(HeaderSize + TagSize)..], sealedBytes.Slice(HeaderSize, TagSize), plain, sealedBytes[..HeaderSize]);
        }
        catch (CryptographicException)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(plain);
        if (length > plain.Length - sizeof(ushort))
            return false;
        content = plain.AsSpan(sizeof(ushort), length).ToArray();
        return true;
    }

    /// <summary>AES key and nonce. A fresh ephemeral key per envelope makes the pair unique, so the nonce may be derived.</summary>
    private static byte[] KeyOf(byte[] agreed, ReadOnlySpan<byte> ephemeralKey, ReadOnlySpan<byte> recipientKey)
    {
        var secret = HKDF.DeriveKey(HashAlgorithmName.SHA256, agreed, KeySize + NonceSize, salt: null, info: [.. Purpose, .. ephemeralKey, .. recipientKey]);
        CryptographicOperations.ZeroMemory(agreed);
        return secret;
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Minsheng.Workflow.Activities.Ballots;

/// <summary>
/// The key pair one keeper of the box (主持人 or 总监票人) makes when it is opened. The public half seals slips; the private half
/// exists only locked under the keeper's passphrase (PBKDF2-SHA256, AES-256-GCM).
/// </summary>
public sealed record EnvelopeKey(byte[] PublicKey, byte[] LockedPrivateKey)
{
    public const int DefaultIterations = 300_000;
    private const int MostIterations = 10_000_000;
    private const byte Version = 1;
    private const int SaltSize = 16, NonceSize = 12, TagSize = 16, KeySize = 32;
    private const int HeaderSize = 1 + sizeof(int) + SaltSize;

    /// <exception cref="BallotException">The passphrase is empty.</exception>
    public static EnvelopeKey Create(string passphrase, int iterations = DefaultIterations)
    {
        if (string.IsNullOrWhiteSpace(passphrase))
            throw new BallotException("请设置票箱口令。");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(iterations);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(iterations, MostIterations);

        using var pair = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var secret = pair.ExportPkcs8PrivateKey();
        var locked = new byte[HeaderSize + NonceSize + TagSize + secret.Length];
        locked[0] = Version;
        BinaryPrimitives.WriteInt32BigEndian(locked.AsSpan(1), iterations);
        RandomNumberGenerator.Fill(locked.AsSpan(1 + sizeof(int), SaltSize));
        RandomNumberGenerator.Fill(locked.AsSpan(HeaderSize, NonceSize));

        var key = KeyOf(passphrase, locked, iterations);
        using (var cipher = new AesGcm(key, TagSize))
            cipher.Encrypt(locked.AsSpan(HeaderSize, NonceSize), secret, locked.AsSpan(HeaderSize + NonceSize + TagSize),
                locked.AsSpan(HeaderSize + NonceSize, TagSize), locked.AsSpan(0, HeaderSize));
        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(secret);
        return new EnvelopeKey(P256.Export(pair), locked);
    }

    /// <exception cref="WrongPassphraseException">The passphrase does not open this key.</exception>
    /// <exception cref="BallotException">The locked key is not one of ours.</exception>
    public static UnlockedKey Unlock(ReadOnlySpan<byte> locked, string passphrase)
    {
        var bodySize = locked.Length - HeaderSize - NonceSize - TagSize;
        var iterations = bodySize > 0 ? BinaryPrimitives.ReadInt32BigEndian(locked[1..]) : 0;
        if (bodySize <= 0 || locked[0] != Version || iterations is < 1 or > MostIterations)
            throw new BallotException("票箱钥匙已损坏，无法打开。");

        var key = KeyOf(passphrase, locked, iterations);
        var secret = new byte[bodySize];
        try
        {
            using var cipher = new AesGcm(key, TagSize);
            cipher.Decrypt(locked.Slice(HeaderSize, NonceSize), locked[(HeaderSize + NonceSize + TagSize)..],
                locked.Slice(HeaderSize + NonceSize, TagSize), secret, locked[..HeaderSize]);
            var pair = ECDiffieHellman.Create();
            pair.ImportPkcs8PrivateKey(secret, out _);
            return new UnlockedKey(pair);
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new WrongPassphraseException();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>Compatibility form first: an input method may have typed full-width letters the second time.</summary>
    private static byte[] KeyOf(string passphrase, ReadOnlySpan<byte> locked, int iterations) => Rfc2898DeriveBytes.Pbkdf2(
        Encoding.UTF8.GetBytes(passphrase.Normalize(NormalizationForm.FormKC)), locked.Slice(1 + sizeof(int), SaltSize), iterations, HashAlgorithmName.SHA256, KeySize);
}

/// <summary>A private key in use; dispose of it as soon as the slips are open.</summary>
public sealed class UnlockedKey : IDisposable
{
    private readonly ECDiffieHellman _pair;

    internal UnlockedKey(ECDiffieHellman pair)
    {
        _pair = pair;
        PublicKey = P256.Export(pair);
    }

    public byte[] PublicKey { get; }
    internal byte[] Agree(ECDiffieHellmanPublicKey other) => _pair.DeriveRawSecretAgreement(other);
    public void Dispose() => _pair.Dispose();
}

/// <summary>The passphrase does not open this key. Nothing is lost; it can be typed again.</summary>
public sealed class WrongPassphraseException() : Exception("口令不正确，票箱没有打开，请重新输入。");

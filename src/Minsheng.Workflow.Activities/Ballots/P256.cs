using System.Security.Cryptography;

namespace Minsheng.Workflow.Activities.Ballots;

/// <summary>Public keys on P-256 as 65 bytes: 04, x, y.</summary>
internal static class P256
{
    public const int PublicKeySize = 65;
    private const int CoordinateSize = 32;
    private const byte Uncompressed = 4;

    public static byte[] Export(ECDiffieHellman pair)
    {
        var point = pair.ExportParameters(includePrivateParameters: false).Q;
        return [Uncompressed, .. point.X!, .. point.Y!];
    }

    /// <exception cref="CryptographicException">The bytes are no point of the curve.</exception>
    public static ECDiffieHellman Import(ReadOnlySpan<byte> publicKey) =>
        publicKey.Length != PublicKeySize || publicKey[0] != Uncompressed
            ? throw new CryptographicException("Not an uncompressed P-256 point.")
            : ECDiffieHellman.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = publicKey.Slice(1, CoordinateSize).ToArray(), Y = publicKey[(1 + CoordinateSize)..].ToArray() },
            });
}

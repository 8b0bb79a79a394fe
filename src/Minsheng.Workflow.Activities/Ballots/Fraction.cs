using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Minsheng.Workflow.Activities.Ballots;

/// <summary>An exact, non-negative fraction in lowest terms. Ratios of a ballot never pass through floating point.</summary>
[JsonConverter(typeof(FractionJson))]
public readonly record struct Fraction : IComparable<Fraction>
{
    private const int MostDigits = 9;
    private readonly long _denominatorLessOne;   // so that default(Fraction) is 0/1

    /// <exception cref="ArgumentOutOfRangeException">The numerator is negative or the denominator not positive.</exception>
    public Fraction(long numerator, long denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numerator);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(denominator);
        var divisor = GreatestCommonDivisor(numerator, denominator);
        Numerator = numerator / divisor;
        _denominatorLessOne = denominator / divisor - 1;
    }

    public long Numerator { get; }
    public long Denominator => _denominatorLessOne + 1;

    /// <summary>The smallest whole number not below this fraction of <paramref name="whole"/>.</summary>
    public int CeilOf(int whole) => checked((int)(((Int128)whole * Numerator + Denominator - 1) / Denominator));

    /// <summary>The largest whole number not above this fraction of <paramref name="whole"/>.</summary>
    public int FloorOf(int whole) => checked((int)((Int128)whole * Numerator / Denominator));

    /// <summary>The nearest whole number to this fraction of <paramref name="whole"/>; a half goes up.</summary>
    public int RoundOf(int whole) => checked((int)(((Int128)whole * Numerator * 2 + Denominator) / (2 * (Int128)Denominator)));

    public int Of(int whole, Rounding rounding) => rounding switch
    {
        Rounding.Ceil => CeilOf(whole),
        Rounding.Floor => FloorOf(whole),
        _ => RoundOf(whole),
    };

    /// <summary>1 / (1 − f): turns a share of the candidates into candidates per seat. Only for fractions below one.</summary>
    public Fraction InverseOfRest() => new(Denominator, Denominator - Numerator);

    public int CompareTo(Fraction other) => ((Int128)Numerator * other.Denominator).CompareTo((Int128)other.Numerator * Denominator);
    public static bool operator <(Fraction left, Fraction right) => left.CompareTo(right) < 0;
    public static bool operator >(Fraction left, Fraction right) => left.CompareTo(right) > 0;
    public static bool operator <=(Fraction left, Fraction right) => left.CompareTo(right) <= 0;
    public static bool operator >=(Fraction left, Fraction right) => left.CompareTo(right) >= 0;

    /// <summary>Reads "20%", "2/3" or "0.2"; full-width ％ and ／ are accepted.</summary>
    public static bool TryParse(string? text, out Fraction fraction)
    {
        fraction = default;
        var plain = (text ?? "").Trim().Replace('％', '%').Replace('／', '/');
        var slash = plain.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0)
            return TryReadInteger(plain[..slash].Trim(), out var top) && TryReadInteger(plain[(slash + 1)..].Trim(), out var bottom)
                && bottom > 0 && Accept(top, bottom, out fraction);

        var percent = plain.EndsWith('%');
        var number = percent ? plain[..^1].Trim() : plain;
        var point = number.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : number.Length - point - 1;
        if (decimals == 0 && point >= 0 || !TryReadInteger(point < 0 ? number : number.Remove(point, 1), out var digits))
            return false;
        var scale = (long)Math.Pow(10, decimals) * (percent ? 100 : 1);
        return Accept(digits, scale, out fraction);
    }

    /// <exception cref="FormatException">The text is none of "20%", "2/3", "0.2".</exception>
    public static Fraction Parse(string text) => TryParse(text, out var fraction)
        ? fraction
        : throw new FormatException($"“{text}”不是比例，请写成 20%、2/3 或 0.2。");

    /// <summary>"20%" where that is exact, else "2/3". <see cref="Parse"/> reads it back.</summary>
    public override string ToString() => 100 % Denominator == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Numerator * (100 / Denominator)}%")
        : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    /// <summary>三分之二 for small fractions, otherwise as <see cref="ToString"/>.</summary>
    public string ToWords()
    {
        const string Numerals = "零一二三四五六七八九十";
        return Denominator is > 1 and <= 10 && Numerator is > 0 and <= 10
            ? $"{Numerals[(int)Denominator]}分之{Numerals[(int)Numerator]}"
            : ToString();
    }

    private static bool Accept(long top, long bottom, out Fraction fraction)
    {
        fraction = new Fraction(top, bottom);
        return true;
    }

    private static bool TryReadInteger(string text, out long value)
    {
        value = 0;
        return text.Length is > 0 and <= MostDigits && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private static long GreatestCommonDivisor(long a, long b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}

/// <summary>A fraction is a string in JSON ("2/3"); a plain number is read as well.</summary>
internal sealed class FractionJson : JsonConverter<Fraction>
{
    public override Fraction Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.Number
            ? reader.GetDecimal().ToString(CultureInfo.InvariantCulture)
            : reader.GetString();
        return Fraction.TryParse(text, out var fraction) ? fraction : throw new JsonException($"'{text}' is not a fraction.");
    }

    public override void Write(Utf8JsonWriter writer, Fraction value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

namespace Minsheng.Workflow.Activities.Forms;

/// <summary>Holds while another field has one of these values; where that one takes several choices, while one of them is chosen.</summary>
public sealed record FieldCondition(string Field, IReadOnlyList<string> Values)
{
    /// <param name="value">What stands in the other field, typed or in normal form; null when it is empty or not there.</param>
    public bool Holds(object? value) => value switch
    {
        null => false,
        List<object?> chosen => chosen.Exists(Holds),
        IEnumerable<string> chosen => chosen.Any(Holds),
        string text => Values.Contains(text.Trim(), StringComparer.Ordinal) || Scalars.TryNumber(text, out var number) && HoldsNumber(number),
        decimal number => HoldsNumber(number),
        _ => false,
    };

    private bool HoldsNumber(decimal number) => Values.Any(value => Scalars.TryNumber(value, out var wanted) && wanted == number);
}

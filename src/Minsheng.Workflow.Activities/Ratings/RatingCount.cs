namespace Minsheng.Workflow.Activities.Ratings;

/// <summary>Votes of one satisfaction rating 满意度测评: 满意, 基本满意, 不满意, 弃权.</summary>
public sealed record RatingCount(int Satisfied, int Basically, int Unsatisfied, int Abstained = 0)
{
    /// <summary>参评人数: everyone who took part, abstentions included.</summary>
    public int Rated => Satisfied + Basically + Unsatisfied + Abstained;

    public int AtLeastBasically => Satisfied + Basically;
    public decimal SatisfiedPercent => Percent.Of(Satisfied, Rated);
    public decimal AtLeastBasicallyPercent => Percent.Of(AtLeastBasically, Rated);
}

/// <summary>Percentages as the field publishes them: two decimals, halves up.</summary>
public static class Percent
{
    /// <summary>0 when the whole is 0.</summary>
    public static decimal Of(int part, int whole) =>
        whole == 0 ? 0.00m : Round(part * 100m / whole);

    public static decimal Round(decimal figure) => Math.Round(figure, 2, MidpointRounding.AwayFromZero);
}

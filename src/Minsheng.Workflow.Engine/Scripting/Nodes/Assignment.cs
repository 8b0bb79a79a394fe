namespace Minsheng.Workflow.Engine.Scripting;

/// <summary>Where an assignment goes; owner and key are evaluated once.</summary>
internal abstract class Target(int position)
{
    public int Position { get; } = position;

    public abstract (object? Owner, object? Key) Locate(Evaluation run, Frame frame);

    public abstract object? Read(Evaluation run, Frame frame, (object? Owner, object? Key) place);

    public abstract void Write(Evaluation run, Frame frame, (object? Owner, object? Key) place, object? value);
}

internal sealed class VariableTarget(Identifier variable) : Target(variable.Position)
{
    public override (object? Owner, object? Key) Locate(Evaluation run, Frame frame) => default;

    public override object? Read(Evaluation run, Frame frame, (object? Owner, object? Key) place) => variable.Evaluate(run, frame);

    public override void Write(Evaluation run, Frame frame, (object? Owner, object? Key) place, object? value) =>
        variable.Assign(run, frame, value);
}

internal sealed class MemberTarget(int position, Expression owner, Expression key) : Target(position)
{
    public override (object? Owner, object? Key) Locate(Evaluation run, Frame frame) =>
        (owner.Evaluate(run, frame), key.Evaluate(run, frame));

    public override object? Read(Evaluation run, Frame frame, (object? Owner, object? Key) place) =>
        Members.GetIndex(run, place.Owner, place.Key);

    public override void Write(Evaluation run, Frame frame, (object? Owner, object? Key) place, object? value) =>
        Members.Set(run, place.Owner, place.Key, value);
}

internal sealed class Assignment(int position, Target target, Operator? sign, Expression value) : Expression(position)
{
    public override object? Evaluate(Evaluation run, Frame frame)
    {
        run.Step(Position);
        var place = target.Locate(run, frame);
        object? current = null;
        if (sign is not null)
        {
            run.At = target.Position;
            current = target.Read(run, frame, place);
        }

        var decides = sign is Operator.And or Operator.Or or Operator.Coalesce;
        if (decides && Operators.IsDecided(sign!.Value, current))
            return current;

        var result = value.Evaluate(run, frame);
        run.Step(Position);
        if (sign is { } calculation && !decides)
            result = Operators.Apply(run, calculation, current, result);
        run.At = target.Position;
        target.Write(run, frame, place, result);
        return result;
    }
}

/// <summary>++ and --; the postfix form answers with the number before.</summary>
internal sealed class Increment(int position, Target target, double by, bool isPostfix) : Expression(position)
{
    public override object? Evaluate(Evaluation run, Frame frame)
    {
        run.Step(Position);
        var place = target.Locate(run, frame);
        run.At = target.Position;
        var before = Conversions.ToNumber(run, target.Read(run, frame, place));
        target.Write(run, frame, place, Values.Number(before + by));
        return Values.Number(isPostfix ? before : before + by);
    }
}

using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>What follows a count: a runoff, or a decision on the seats left over.</summary>
public sealed partial class Ballot
{
    private const string TieTask = "Presidium", ShortfallTask = "Shortfall", SessionTask = "NextSession", SessionTimer = "Session";

    /// <summary>Adopted, or fewer than the seats.</summary>
    private ActivityResult Settle(ActivityContext context, Round round, BallotRules rules, BallotResult result)
    {
        var isFilled = result.Outcome == BallotOutcome.Adopted;
        // Those who missed the seats stay candidates where they may be voted on again.
        var isOver = isFilled || rules.Shortfall == ShortfallPolicy.AcceptFewer;
        round = Record(context, round, result, isOver ? result.Tallies : [.. result.Tallies.Where(tally => result.Adopted.Contains(tally.Candidate))]);
        if (isFilled) return Conclude(context, round with { Seats = 0 }, "Adopted");

        var rest = round with { Seats = result.RemainingSeats, Candidates = [.. round.Candidates.Except(result.Adopted)] };
        return rules.Shortfall switch
        {
            ShortfallPolicy.Revote => Conclude(context, rest, "Shortfall"),
            ShortfallPolicy.AcceptFewer => ConcludeWithFewer(context, rest),
            ShortfallPolicy.NextSession => AskSession(context, rest),
            _ => AskShortfall(context, rest, result.Sentences[^1]),
        };
    }

    private ActivityResult.Waiting Break(ActivityContext context, Round round, BallotRules rules, BallotResult tie)
    {
        round = Record(context, round, tie, [.. tie.Tallies.Where(tally => !tie.Tied.Contains(tally.Candidate))]);
        var next = round with { Number = round.Number + 1, Seats = tie.RemainingSeats, Candidates = tie.Tied, Runoff = true };
        if (rules.Tie == TiePolicy.Revote) return Vote(context, next);

        context.Keep(next);
        var items = Candidates(context, next);
        var presidium = rules.Body.Presidium();
        var form = new Form([
            new Field
            {
                Name = "chosen", Label = $"{presidium}决定列入的 {next.Seats} 个项目", Type = FieldType.MultiChoice, Required = true, Min = next.Seats, Max = next.Seats,
                Options = [.. items.Select(item => new FieldOption(item.Id, $"{item.Number} {item.Title}"))],
            },
            new Field { Name = "minutes", Label = "决定的经过", Type = FieldType.Paragraph }]);
        return new ActivityResult.Waiting(Ask(context, TieTask, new Request($"{TitleAt(context)}：{presidium}决定", context.Get(Chair), form)
        {
            Actions = [new TaskAction(Outcomes.Done, "登记决定")],
            Instructions = tie.Sentences[^1],
            Items = items,
        }));
    }

    private ActivityResult DecideTie(ActivityContext context, Round round, TaskAnswer answer)
    {
        var presidium = context.Get(VotingBody).Presidium();
        var chosen = answer.Choices("chosen").Distinct(StringComparer.Ordinal).Where(id => round.Candidates.Contains(id)).ToList();
        if (chosen.Count != round.Seats)
            throw new StimulusRefusedException($"票数相等的项目中应当恰好确定 {round.Seats} 个，现选了 {chosen.Count} 个，请改正。", "wrong-number");
        round = Decide(context, round, round.Candidates.Select(id => chosen.Contains(id)
            ? new ItemDecision(id, ItemStage.Project, $"{presidium}决定列入", $"票数相等，由{presidium}决定列入。", presidium)
            : new ItemDecision(id, ItemStage.NotChosen, $"{presidium}决定不列入", $"票数相等，由{presidium}决定不列入。", presidium)));
        return Conclude(context, round with { Seats = 0 }, "Adopted");
    }

    private ActivityResult.Waiting AskShortfall(ActivityContext context, Round rest, string sentence)
    {
        context.Keep(rest);
        var presidium = context.Get(VotingBody).Presidium();
        return new ActivityResult.Waiting(Ask(context, ShortfallTask, new Request($"{TitleAt(context)}：{presidium}决定不足的名额", context.Get(Chair),
            new Form([new Field { Name = "minutes", Label = "决定的经过", Type = FieldType.Paragraph }]))
        {
            Actions =
            [
                new TaskAction(nameof(ShortfallPolicy.Revote), "本次会议另行票决"), new TaskAction(nameof(ShortfallPolicy.AcceptFewer), "不再补足"),
                new TaskAction(nameof(ShortfallPolicy.NextSession), "留待下次会议"),
            ],
            Instructions = sentence,
            Items = Candidates(context, rest),
        }));
    }

    private ActivityResult DecideShortfall(ActivityContext context, Round rest, TaskAnswer answer)
    {
        context.Emit(new NoteHistory($"不足的 {rest.Seats} 个名额，{context.Get(VotingBody).Presidium()}决定：{answer.Action.Label}。"));
        switch (answer.Act.Outcome)
        {
            case nameof(ShortfallPolicy.Revote):
                return Vote(context, rest with { Number = rest.Number + 1 });
            case nameof(ShortfallPolicy.NextSession):
                return AskSession(context, rest);
            default:
                DropRest(context, rest, "票决未通过", "不足的名额不再补足。", context.Get(VotingBody).Presidium());
                return ConcludeWithFewer(context, rest);
        }
    }

    private ActivityResult.Waiting AskSession(ActivityContext context, Round rest)
    {
        context.Keep(rest);
        var cycle = context.Cycle();
        return new ActivityResult.Waiting(Ask(context, SessionTask, new Request($"{TitleAt(context)}：登记下次会议日期", Office,
            new Form([
                new Field { Name = "meetingDate", Label = "下次会议日期", Type = FieldType.Date, Required = true, Earliest = cycle.Dates.Today(context.Now) },
                new Field { Name = "note", Label = "说明", Type = FieldType.Paragraph }]))
        {
            Actions = [new TaskAction("Vote", "届时再投票"), new TaskAction("Leave", "先办已通过的项目", NeedsForm: false, NeedsOpinion: true)],
            Instructions = $"还有 {rest.Seats} 个名额留待下次会议票决。登记日期后，到会议当天自动准备表决票、重新冻结名册；选“先办已通过的项目”，其余候选项目由下次会议另行提出。",
            Items = Candidates(context, rest),
        }));
    }

    private ActivityResult ArrangeSession(ActivityContext context, Round rest, TaskAnswer answer)
    {
        if (answer.Act.Outcome == "Leave")
        {
            DropRest(context, rest, "留待下次会议", $"本次会议没有通过，由下次会议另行提出。{answer.Act.Opinion}", context.Get(VotingBody).Name());
            return ConcludeWithFewer(context, rest);
        }
        var day = answer.Date("meetingDate") ?? throw new StimulusRefusedException("没有填写下次会议日期，请补上。", "no-date");
        context.Keep(rest with { Number = rest.Number + 1 });
        context.Emit(new NoteHistory($"还有 {rest.Seats} 个名额，定于{DayWords.Full(day)}的会议上票决。"));
        return new ActivityResult.Waiting(new Wait(WaitKind.Timer, SessionTimer, context.Cycle().Dates.Begin(day)));
    }

    private static void DropRest(ActivityContext context, Round rest, string verdict, string reason, string by)
    {
        var left = Candidates(context, rest);
        if (left.Count > 0)
            context.Emit(new DecideItems([.. left.Select(item => new ItemDecision(item.Id, ItemStage.NotChosen, verdict, reason, by))]));
    }
}

using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>What precedes a vote that would not be differential: the office adds candidates or lowers the seats, and says on what ground.</summary>
public sealed partial class Ballot
{
    private const string CandidatesTask = "Candidates";

    /// <summary>Before the first round nothing has been voted on.</summary>
    protected override bool IsReversible(ActivityContext context) =>
        context.Waits.Any(wait => wait.Name == CandidatesTask) && context.Recall<Unfilled>() is null || base.IsReversible(context);

    private ActivityResult.Waiting AskCandidates(ActivityContext context, Round round)
    {
        context.Keep(round);
        var form = new Form([
            new Field
            {
                Name = "added", Label = "补充为候选项目", Type = FieldType.MultiChoice,
                Options = [.. Left(context, round).Select(item => new FieldOption(item.Id, $"{item.Number} {item.Title}"))],
            },
            new Field { Name = "seats", Label = "应选数", Type = FieldType.Number, Required = true, Min = 1, Max = round.Seats, Default = Math.Clamp(round.Candidates.Count - 1, 1, round.Seats) },
            new Field { Name = "reason", Label = "依据和经过", Type = FieldType.Paragraph, Required = true, Hint = "哪次会议、按什么规定补充或减少" }]);
        return new ActivityResult.Waiting(Ask(context, CandidatesTask, new Request($"{TitleAt(context)}：补充候选项目或减少应选数", Office, form)
        {
            Actions = [new TaskAction(Outcomes.Done, "登记，准备表决票")],
            Instructions = $"候选项目 {round.Candidates.Count} 个，应选 {round.Seats} 个，不构成差额，不能票决。请按规定的程序补充候选项目，或者减少应选数。",
            Items = Candidates(context, round),
        }));
    }

    private ActivityResult.Waiting Supplement(ActivityContext context, Round round, TaskAnswer answer)
    {
        var eligible = Left(context, round).ToDictionary(item => item.Id, StringComparer.Ordinal);
        var added = answer.Choices("added").Distinct(StringComparer.Ordinal).Where(eligible.ContainsKey).ToList();
        var seats = (int)(answer.Number("seats") ?? 0);
        var (count, reason) = (round.Candidates.Count + added.Count, Stated(answer, "reason"));
        if (seats < 1 || seats > round.Seats || count <= seats)
            throw new StimulusRefusedException($"补充后候选项目 {count} 个，应选 {seats} 个，还不构成差额，请多补充几个或再减少应选数。", "no-differential");

        if (added.Count > 0)
            context.Emit(new DecideItems([.. added.Select(id => new ItemDecision(id, ItemStage.Candidate, "补充为候选项目", reason, DecidedBy(null, answer.Act.By)))]));
        var lowered = seats < round.Seats ? $"，应选数由 {round.Seats} 个减为 {seats} 个" : "";
        context.Emit(new NoteHistory($"{answer.Act.By.Name}登记：补充候选项目 {added.Count} 个{lowered}。依据：{reason}"));
        return Vote(context, round with { Seats = seats, Candidates = [.. round.Candidates, .. added] });
    }

    /// <summary>What was proposed and is neither a candidate nor settled otherwise.</summary>
    private static IEnumerable<ItemFact> Left(ActivityContext context, Round round) =>
        context.Cycle().Items(ItemStage.Shortlisted, ItemStage.NotChosen).Where(item => round.Picked?.Any(picked => picked.ItemId == item.Id) != true);
}

using System.Globalization;
using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>A step that puts problems on record and follows each of them: answer, check, then closed, once more or handed up.</summary>
public abstract class RectificationStep : TaskStep
{
    private const string Passed = "Passed", Failed = "Failed", Answering = "answer/", Checking = "check/";

    private protected abstract Terms TermsAt(ActivityContext context);

    /// <summary>Every problem is closed or handed up.</summary>
    private protected abstract ActivityResult Settle(ActivityContext context, Matters matters);

    /// <summary>Puts a problem on record and asks for its rectification.</summary>
    private protected Wait Raise(ActivityContext context, Terms terms, Matter matter, ItemFact item, string issuedBy)
    {
        var task = AskForAnswer(context, terms, matter, item);
        Record(context, terms, matter, item, issuedBy, Units(((TaskSpec)task.Payload!).Participants), task.Due);
        return task;
    }

    /// <summary>Puts a problem on record that is handed up without asking for another rectification.</summary>
    private protected static void RaiseEscalated(ActivityContext context, Terms terms, Matter matter, ItemFact item, string issuedBy, string why)
    {
        Record(context, terms, matter, item, issuedBy, item.LeadUnit ?? Units(context.Cycle().Resolve(AnswerableFor(context, terms.Responsible, item))), null);
        context.Emit(new AdvanceFinding(IdOf(context, matter), FindingState.Escalated, why, issuedBy));
    }

    /// <summary>Takes a rectification or the result of a check.</summary>
    private protected ActivityResult Follow(ActivityContext context, Stimulus stimulus)
    {
        var answer = TaskAnswer.Of(stimulus);
        var (terms, matters, name) = (TermsAt(context), context.Load<Matters>()!, stimulus.Bookmark.Name);
        var matter = matters.Numbered(int.Parse(name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture));
        var next = name.StartsWith(Answering, StringComparison.Ordinal) ? Answered(context, terms, matter, answer) : Checked(context, terms, ref matter, answer);
        matters = matters.With(matter);
        context.Keep(matters);
        return next is not null ? new ActivityResult.Waiting(next)
            : matters.AreSettled ? Settle(context, matters)
            : new ActivityResult.Waiting();
    }

    private Wait Answered(ActivityContext context, Terms terms, Matter matter, TaskAnswer answer)
    {
        var measures = $"{Stated(answer, "measures")}（{DayWords.Full(PastDay(context, answer, "finishedOn"))}完成）";
        context.Emit(new AdvanceFinding(IdOf(context, matter), FindingState.Answered, measures, Units([answer.Act.By])));
        var item = ItemOf(context, matter);
        var form = new Form([
            new Field { Name = "checkedOn", Label = $"{terms.CheckTitle}日期", Type = FieldType.Date, Required = true },
            new Field { Name = "photos", Label = "现场照片", Type = FieldType.Photo }]);
        return Ask(context, $"{Checking}{matter.Number}", new Request($"{terms.CheckTitle}：{Named(item)}", terms.Checker, form)
        {
            Actions = [new TaskAction(Passed, "通过"), new TaskAction(Failed, "不通过", NeedsOpinion: true)],
            Body = $"{matter.Text}\n整改情况：{measures}",
            Items = [item],
        });
    }

    private Wait? Checked(ActivityContext context, Terms terms, ref Matter matter, TaskAnswer answer)
    {
        var day = DayWords.Full(PastDay(context, answer, "checkedOn"));
        var (by, opinion) = (DecidedBy(terms.Checker, answer.Act.By), answer.Act.Opinion);
        if (answer.Act.Outcome == Passed)
        {
            matter = matter with { State = FindingState.Closed };
            context.Emit(new AdvanceFinding(IdOf(context, matter), FindingState.Closed, $"{day}{terms.CheckTitle}通过。{opinion}", by));
            return null;
        }
        matter = matter with { Failures = matter.Failures + 1, LastOpinion = opinion };
        var failed = $"{day}第 {matter.Failures} 次{terms.CheckTitle}不通过：{opinion?.TrimEnd('。')}。";
        if (matter.Failures >= terms.MaxRounds)
        {
            matter = matter with { State = FindingState.Escalated };
            context.Emit(new AdvanceFinding(IdOf(context, matter), FindingState.Escalated, $"{failed}已 {matter.Failures} 次不通过，提请上一级处理。", by));
            return null;
        }
        context.Emit(new AdvanceFinding(IdOf(context, matter), FindingState.Open, failed, by));
        return AskForAnswer(context, terms, matter, ItemOf(context, matter));
    }

    private Wait AskForAnswer(ActivityContext context, Terms terms, Matter matter, ItemFact item)
    {
        var form = new Form([
            new Field { Name = "measures", Label = "整改措施和结果", Type = FieldType.Paragraph, Required = true },
            new Field { Name = "finishedOn", Label = "整改完成日期", Type = FieldType.Date, Required = true },
            new Field { Name = "photos", Label = "整改照片", Type = FieldType.Photo }]);
        return Ask(context, $"{Answering}{matter.Number}", new Request($"{terms.AnswerTitle}：{Named(item)}", AnswerableFor(context, terms.Responsible, item), form)
        {
            Actions = [new TaskAction(Outcomes.Done, "提交整改情况")],
            Due = Limit(context, terms.WorkingDays),
            Body = matter.LastOpinion is { Length: > 0 } opinion ? $"{matter.Text}\n第 {matter.Failures} 次{terms.CheckTitle}不通过：{opinion}" : matter.Text,
            Items = [item],
        });
    }

    private static void Record(ActivityContext context, Terms terms, Matter matter, ItemFact item, string by, string to, DateTimeOffset? due) =>
        context.Emit(new OpenFinding(IdOf(context, matter), terms.Instrument, item.Id, Named(item), matter.Text, by, to, due));

    private static string IdOf(ActivityContext context, Matter matter) =>
        string.Create(CultureInfo.InvariantCulture, $"{context.Instance.Id}.{context.Execution.Id}.{matter.Number}");

    private static ItemFact ItemOf(ActivityContext context, Matter matter)
    {
        var facts = context.Cycle();
        return facts.Project is { } own && own.Id == matter.ItemId ? own : facts.Items(ItemStage.Project).First(item => item.Id == matter.ItemId);
    }

    /// <summary>The step's settings as both kinds of step state them.</summary>
    private protected sealed record Terms(
        string Instrument, string AnswerTitle, string CheckTitle, IReadOnlyList<Assignee>? Responsible, IReadOnlyList<Assignee>? Checker, int WorkingDays, int MaxRounds);

    /// <summary>One problem and how far it has come.</summary>
    /// <param name="Number">From 1, in the order of the projects.</param>
    private protected sealed record Matter(int Number, string ItemId, string Text, int Failures = 0, string? LastOpinion = null, FindingState State = FindingState.Open);

    private protected sealed record Matters(IReadOnlyList<Matter> List)
    {
        public bool AreSettled => List.All(matter => matter.State is FindingState.Closed or FindingState.Escalated);

        public int Escalated => List.Count(matter => matter.State == FindingState.Escalated);

        /// <summary>How they ended, e.g. 销号 2 个，提请上一级处理 1 个.</summary>
        public string Ending => $"销号 {List.Count - Escalated} 个{(Escalated > 0 ? $"，提请上一级处理 {Escalated} 个" : "")}";

        public Matter Numbered(int number) => List.First(matter => matter.Number == number);

        public Matters With(Matter changed) => new([.. List.Select(matter => matter.Number == changed.Number ? changed : matter)]);
    }
}

using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Rehearsal.Shown;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Web.Rehearsals;

namespace Minsheng.Workflow.Web.Components.Pages.Design;

/// <summary>A year of what is drawn, kept or not, played beside the page. Nothing is written.</summary>
/// <param name="told">Something of it is to be shown anew; called from the playing thread too.</param>
public sealed class DesignTrial(DesignSession session, RehearsalQuery query, RehearsalRoom room, Action told) : IDisposable
{
    private static readonly RehearsalSettings AsItIs = new(new Dictionary<string, string>());

    private CancellationTokenSource? _playing;
    private ProcedureDesign? _design;
    private int _changes;

    /// <summary>What came of the last one; null before there was one.</summary>
    public RehearsedCase? Played { get; private set; }

    public RehearsalProgress? Progress { get; private set; }

    /// <summary>Something has been drawn since.</summary>
    public bool IsStale => Played is not null && (_design != session.Design || _changes != session.Design.Changes);

    public async Task PlayAsync()
    {
        Dispose();
        var playing = _playing = new CancellationTokenSource();
        (Progress, _design, _changes) = (new RehearsalProgress(0, "准备试算"), session.Design, session.Design.Changes);
        // What plays must not change while somebody draws on.
        var drawn = ProcedureDesign.Open(session.Design.Write(), session.Open.DefinitionId).Definition;
        told();
        try
        {
            var source = await query.OfAsync(session.Place, drawn, session.Open.MayDraw, playing.Token);
            Played = await room.PlayAsync(source, AsItIs, tryEndings: false, Reached, playing.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (WorkflowException refused)
        {
            session.Say(refused.Message, isRefusal: true);
        }
        finally
        {
            if (_playing == playing)
            {
                Dispose();
                Progress = null;
                told();
            }
        }

        void Reached(RehearsalProgress progress)
        {
            if (_playing != playing) return;
            Progress = progress;
            told();
        }
    }

    public void Dispose()
    {
        _playing?.Cancel();
        _playing?.Dispose();
        _playing = null;
    }
}

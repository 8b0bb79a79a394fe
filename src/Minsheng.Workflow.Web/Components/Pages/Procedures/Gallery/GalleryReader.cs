using Minsheng.Workflow.Runtime.Queries;

namespace Minsheng.Workflow.Web.Components.Pages.Procedures.Gallery;

/// <summary>Reads and draws the shelf a little after the start, so that the first to open the page of procedures need not wait for it.</summary>
internal sealed class GalleryReader(TemplatesQuery templates, TimeProvider clock, ILogger<GalleryReader> logger) : BackgroundService
{
    // What a start has to do goes first.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(Pause, clock, stoppingToken);
            await foreach (var picture in templates.ReadAheadAsync(stoppingToken)) MiniDrawing.Of(picture);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // Whoever opens the page reads it then, or is told why not.
            logger.LogWarning(problem, "The shelf could not be read ahead");
        }
    }
}

using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Runtime.Ballots;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.Files;
using Minsheng.Workflow.Runtime.Items;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Tasks;

namespace Minsheng.Workflow.Runtime.Demo;

/// <summary>The real desks over a scratch database, with a clock of their own.</summary>
internal sealed class DemoOffice : IAsyncDisposable
{
    public DemoOffice(DemoScratch scratch, ActivityCatalog catalog, DemoClock clock)
    {
        Clock = clock;
        Commits = CommitQueue.Open(scratch.Options, clock);
        Library = new DefinitionLibrary(Commits, catalog);
        Desk = new ProcessDesk(Commits, Library, new SignalPump(Commits, Library));
        Items = new ItemDesk(Commits);
        Tasks = new TaskDesk(Desk);
        Ballots = new BallotDesk(Commits, Desk);
        Files = new FileDesk(Commits, new ReadSide(scratch.Open), new FileLimit(1));
        Runs = new RunStore(Library);
    }

    public DemoClock Clock { get; }
    public CommitQueue Commits { get; }
    public DefinitionLibrary Library { get; }
    public ProcessDesk Desk { get; }
    public TaskDesk Tasks { get; }
    public ItemDesk Items { get; }
    public BallotDesk Ballots { get; }
    public FileDesk Files { get; }
    public RunStore Runs { get; }

    public ValueTask DisposeAsync() => Commits.DisposeAsync();
}

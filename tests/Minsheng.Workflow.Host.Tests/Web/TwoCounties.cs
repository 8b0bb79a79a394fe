using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;
using Minsheng.Workflow.Web;

namespace Minsheng.Workflow.Host.Tests.Web;

/// <summary>The whole site in this process, on a port and a SQLite file of its own, as it runs in production: two counties, their people and accounts.</summary>
public sealed class TwoCounties : IAsyncLifetime
{
    public const string Password = "Mima-0123456";
    public const string Here = "zs", There = "lx";

    /// <summary>People here; each has an account of the same name.</summary>
    public const string Clerk = "clerk", Clerk2 = "clerk2", Deputy = "deputy", Deputy2 = "deputy2", Chair = "chair", Scrutineer = "scrutineer", Department = "department";

    /// <summary>The office of the other county.</summary>
    public const string Neighbour = "neighbour";

    private static readonly DateOnly Since = new(2020, 1, 1);
    private readonly string _file = Databases.NewFile();
    private readonly Dictionary<string, Visitor> _signedIn = [];
    private readonly SemaphoreSlim _signingIn = new(1, 1);
    private WebApplication _site = null!;

    public Uri Address => new(_site.Urls.Single());
    public IServiceProvider Services => _site.Services;
    internal ProcessDesk Desk => Services.GetRequiredService<ProcessDesk>();

    public async ValueTask InitializeAsync()
    {
        // The site speaks Chinese from its start on; the test runner goes on in its own language.
        var (culture, language) = (CultureInfo.DefaultThreadCurrentCulture, CultureInfo.DefaultThreadCurrentUICulture);
        _site = Site.Build([
            "--urls", "http://127.0.0.1:0", "--environment", "Production", "--contentRoot", AppContext.BaseDirectory,
            "--Database:Provider", "Sqlite", "--ConnectionStrings:Default", $"Data Source={_file}", "--Clock:Scheduler", "false", "--Logging:LogLevel:Default", "None", "--Logging:LogLevel:Microsoft.AspNetCore", "None",
        ]);
        (CultureInfo.DefaultThreadCurrentCulture, CultureInfo.DefaultThreadCurrentUICulture) = (culture, language);
        await Site.PrepareAsync(_site.Services, demo: false);
        await using (var db = Open()) Seed(db);
        await _site.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var visitor in _signedIn.Values) visitor.Dispose();
        await _site.DisposeAsync();
        using (var connection = new SqliteConnection($"Data Source={_file}")) SqliteConnection.ClearPool(connection);
        Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);
    }

    public DateTimeOffset Now => Services.GetRequiredService<TimeProvider>().GetUtcNow();

    public TService Get<TService>() where TService : notnull => Services.GetRequiredService<TService>();

    public WorkflowDb Open() => Services.GetRequiredService<Func<WorkflowDb>>()();

    public Visitor Stranger() => new(Address);

    /// <summary>The person's own browser, signed in.</summary>
    public async Task<Visitor> AsAsync(string account)
    {
        await _signingIn.WaitAsync();
        try
        {
            if (!_signedIn.TryGetValue(account, out var visitor))
            {
                visitor = Stranger();
                await visitor.SignInAsync(account, Password);
                _signedIn.Add(account, visitor);
            }
            return visitor;
        }
        finally
        {
            _signingIn.Release();
        }
    }

    /// <summary>Another person with an account, here.</summary>
    public async Task AddPersonAsync(string id, string role)
    {
        await using var db = Open();
        Add(db, id, id, Here, role);
        await db.SaveChangesAsync();
    }

    public async Task PublishAsync(byte[] definition)
    {
        var library = Services.GetRequiredService<DefinitionLibrary>();
        await library.PublishAsync((await library.ImportAsync(definition, "test.json", DefinitionLibrary.Shelf, ProcessDesk.System)).VersionId, ProcessDesk.System);
    }

    /// <returns>The only task of a new run of this definition.</returns>
    public async Task<string> TaskAsync(byte[] definition, string definitionId, string place = Here)
    {
        await PublishAsync(definition);
        var run = await Desk.StartAsync(new StartRequest(definitionId, place, place == Here ? Clerk : Neighbour));
        await using var db = Open();
        return db.Tasks.Single(task => task.InstanceId == run).Id;
    }

    /// <returns>Id of a cycle whose window for proposals is open, or never was.</returns>
    public async Task<string> CycleAsync(string definitionId, bool open, string place = Here)
    {
        var clerk = place == Here ? Clerk : Neighbour;
        await PublishAsync(Flows.Sequence(definitionId, Flows.Task("wait", "any", clerk)));
        var cycle = await Desk.StartCycleAsync(definitionId, 2026, place, clerk);
        if (!open) return cycle;
        await Services.GetRequiredService<CommitQueue>().RunAsync(session =>
        {
            var root = session.First($"SELECT root_instance_id FROM cycles WHERE id = {cycle}", reader => reader.GetString(0))!;
            var run = new BurstRunner(Services.GetRequiredService<DefinitionLibrary>()).Load(session, root);
            EffectWriter.Write(session, run, new OpenCollection(session.Now.AddDays(30), ["群众", "代表"], ["交通出行"]), clerk);
        }, CancellationToken.None);
        return cycle;
    }

    private static void Seed(WorkflowDb db)
    {
        db.Add(new JurisdictionRow { Id = Here, Name = "柞水县", Level = JurisdictionLevel.County, Code = "ZS" });
        db.Add(new JurisdictionRow { Id = There, Name = "邻县", Level = JurisdictionLevel.County, Code = "LX" });
        Add(db, Clerk, "周文静", Here, Roles.CountyNpcStaff);
        Add(db, Clerk2, "吴明", Here, Roles.CountyNpcStaff);
        Add(db, Deputy, "代表甲", Here, Roles.Deputy);
        Add(db, Deputy2, "代表乙", Here, Roles.Deputy);
        Add(db, Chair, "郑主持", Here, Roles.SessionChair);
        Add(db, Scrutineer, "孙监票", Here, Roles.ChiefScrutineer);
        Add(db, Department, "股长癸", Here, Roles.LeadDepartment);
        Add(db, Neighbour, "钱邻", There, Roles.CountyNpcStaff);
        db.SaveChanges();
    }

    // Stretching a password takes long; one hash serves all.
    private static readonly string Hash = new PasswordHasher<Account>().HashPassword(new Account(), Password);

    private static void Add(WorkflowDb db, string id, string name, string place, string role)
    {
        db.Add(new PersonRow { Id = id, JurisdictionId = place, Name = name });
        db.Add(new PostRow { Id = $"post-{id}", JurisdictionId = place, PersonId = id, Kind = PostKind.Role, Name = role, From = Since });
        db.Add(new Account
        {
            Id = id, UserName = id, NormalizedUserName = id.ToUpperInvariant(), PersonId = id, PasswordHash = Hash, LockoutEnabled = true, SecurityStamp = id,
        });
    }
}

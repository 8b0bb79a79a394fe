using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;

namespace Minsheng.Workflow.EndToEnd.Tests.Harness;

/// <summary>The real site in a process of its own, with its own folder and its own SQLite file; can be killed and started again.</summary>
/// <param name="peopleOf">A place of the demo whose people are there from the start, its year not begun.</param>
public sealed class Site(string? peopleOf = null) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly StringBuilder _output = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("minsheng-e2e-").FullName;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly int _port = FreePort();
    private Process? _process;

    public Uri Address => new($"http://127.0.0.1:{_port}/");

    public string DatabaseFile => Path.Combine(_folder, "minsheng.db");

    /// <summary>What the site wrote to its console, for messages about failures.</summary>
    public string Output
    {
        get { lock (_output) return _output.ToString(); }
    }

    public async Task StartAsync(CancellationToken ct)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Built("SiteProgram"), "serve", "--urls", Address.ToString(), "--contentRoot", Built("SiteContent") },
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["Demo__Years"] = "false",
                ["Demo__PeopleOf"] = peopleOf,
                ["Database__Provider"] = "Sqlite",
                ["ConnectionStrings__Default"] = $"Data Source={DatabaseFile}",
                // A site that lives for a minute gains nothing from watching its own code run.
                ["DOTNET_TieredPGO"] = "0",
            },
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Remember(line.Data);
        _process.ErrorDataReceived += (_, line) => Remember(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await WaitUntilLiveAsync(_process, ct);
    }

    /// <summary>Ends the process as a power cut would: nothing gets to say goodbye.</summary>
    public async Task KillAsync(CancellationToken ct)
    {
        if (_process is not { } process)
            return;
        _process = null;
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(ct);
        process.Dispose();
    }

    /// <summary>Kill and start on the same port and the same database.</summary>
    public async Task RestartAsync(CancellationToken ct)
    {
        await KillAsync(ct);
        await StartAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync(CancellationToken.None);
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task WaitUntilLiveAsync(Process process, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Patience)
        {
            if (process.HasExited)
                throw new InvalidOperationException($"The site ended with exit code {process.ExitCode} before it answered:{Environment.NewLine}{Output}");
            try
            {
                if ((await _http.GetAsync(new Uri(Address, "health/live"), ct)).IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            await Task.Delay(100, ct);
        }
        throw new TimeoutException($"The site did not answer /health/live within {Patience.TotalSeconds} s:{Environment.NewLine}{Output}");
    }

    private void Remember(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }

    private static string Built(string name) => Path.GetFullPath(typeof(Site).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == name).Value!);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

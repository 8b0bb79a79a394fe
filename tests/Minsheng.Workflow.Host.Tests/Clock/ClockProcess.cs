using System.Diagnostics;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Host.Tests.Clock;

/// <summary>A <see cref="ClockNode"/> as seen from the test.</summary>
internal sealed class ClockProcess : IDisposable
{
    private readonly Process _process;

    private ClockProcess(Process process, string name) => (_process, Name) = (process, name);

    /// <summary>What the scheduler calls it.</summary>
    public string Name { get; }

    public static async Task<ClockProcess> StartAsync(DatabaseOptions options)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        // The test assembly may be run by its own executable or by dotnet.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(ClockProcess).Assembly.Location);
        foreach (var argument in new[] { ClockNode.Argument, options.Provider.ToString(), options.ConnectionString }) start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        var complaint = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            if (line.StartsWith("ready ", StringComparison.Ordinal)) return new ClockProcess(process, line["ready ".Length..]);
        throw new InvalidOperationException($"The node did not start: {await complaint}");
    }

    /// <summary>As when the power goes: nothing is tidied up.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Minsheng.Workflow.Web.CommandLine;

namespace Minsheng.Workflow.Host.Tests.CommandLine;

/// <summary>These tests own the console.</summary>
[CollectionDefinition(nameof(ConsoleTests), DisableParallelization = true)]
public sealed class ConsoleTests;

/// <summary>What a command answered.</summary>
internal sealed record Answered(int Code, string Out, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    /// <summary>Refused with one Chinese sentence that contains these words.</summary>
    public Answered ShouldRefuse(int code, params string[] words)
    {
        Code.ShouldBe(code, Error + Out);
        var line = Error.TrimEnd();
        line.ShouldNotContain("\n");
        line.ShouldMatch(@"\p{IsCJKUnifiedIdeographs}.*(。|--help。?)$");
        foreach (var word in words) line.ShouldContain(word);
        return ShouldBeCalm();
    }

    /// <summary>No trace of the program's insides.</summary>
    public Answered ShouldBeCalm()
    {
        foreach (var text in new[] { Out, Error })
        {
            text.ShouldNotContain("   at ");
            text.ShouldNotContain("Unhandled");
            text.ShouldNotMatch(@"\b\w+Exception\b");
        }
        return this;
    }
}

internal static class Command
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>The command in this process, with a console of its own.</summary>
    public static async Task<Answered> RunAsync(params string[] args)
    {
        var (oldOut, oldError) = (Console.Out, Console.Error);
        var (culture, language) = (CultureInfo.DefaultThreadCurrentCulture, CultureInfo.DefaultThreadCurrentUICulture);
        var (said, complained) = (new StringWriter(), new StringWriter());
        Console.SetOut(TextWriter.Synchronized(said));
        Console.SetError(TextWriter.Synchronized(complained));
        try
        {
            var code = await Task.Run(() => Cli.RunAsync(args)).WaitAsync(Patience, TestContext.Current.CancellationToken);
            return new Answered(code, said.ToString(), complained.ToString());
        }
        finally
        {
            Console.SetOut(oldOut);
            Console.SetError(oldError);
            // The test runner goes on in its own language.
            (CultureInfo.DefaultThreadCurrentCulture, CultureInfo.DefaultThreadCurrentUICulture) = (culture, language);
        }
    }

    /// <summary>The command as a process of its own, started by way of another program when one is named.</summary>
    public static async Task<Answered> ProcessAsync(string folder, string[] args, string[]? by = null, params (string Name, string Value)[] environment)
    {
        using var process = Start(folder, args, by, environment);
        var ct = TestContext.Current.CancellationToken;
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        try
        {
            await process.WaitForExitAsync(ct).WaitAsync(Patience, ct);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        return new Answered(process.ExitCode, await said, await complained);
    }

    public static Process Start(string folder, string[] args, string[]? by = null, params (string Name, string Value)[] environment)
    {
        string[] words = [.. by ?? [], "dotnet", Path.Combine(AppContext.BaseDirectory, "minsheng.dll"), .. args];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}

/// <summary>A folder that goes with its test.</summary>
internal sealed class Folder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("minsheng-cli-").FullName;

    public string Database => System.IO.Path.Combine(Path, "minsheng.db");

    public string[] DatabaseSetting => ["--ConnectionStrings:Default", $"Data Source={Database}"];

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    public string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Path, recursive: true);
    }
}

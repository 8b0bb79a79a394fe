using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Minsheng.Workflow.Runtime.Storage;
using static Minsheng.Workflow.Benchmarks.Sizes.Province;

namespace Minsheng.Workflow.Benchmarks.Sizes;

/// <summary>Asks every list and page for random places and for the biggest.</summary>
internal static class Measuring
{
    private const int Warm = 20, Asked = 150, Fewest = 10;
    private const double Budget = 200;

    /// <summary>What is far over budget need not be asked a hundred times to be known.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    public static async Task MeasureAsync(IServiceProvider services, ReadSide reading, Province province)
    {
        await RawAsync(reading, province);
        Console.WriteLine($"{Load()}；毫秒，CPU 为本进程用掉的");
        Console.WriteLine("| | 随机地区 p50 | p95 | CPU p95 | 最大地区 p50 | p95 | CPU p95 | |\n|---|---:|---:|---:|---:|---:|---:|---|");
        foreach (var (name, ask) in Screens.All)
        {
            try
            {
                var usual = await TimesAsync(at => ask(services, at), province, big: false);
                var big = await TimesAsync(at => ask(services, at), province, big: true);
                Console.WriteLine($"| {name} | {Show(usual)} | {Show(big)} | {(usual.At(0.95) > Budget || big.At(0.95) > Budget ? "超出预算" : "")} |");
            }
            catch (Exception broken) when (broken is not OutOfMemoryException)
            {
                Console.WriteLine($"| {name} | {broken.GetType().Name}: {broken.Message.ReplaceLineEndings(" ")} |");
            }
        }
        Console.WriteLine(Load());

        static string Show(Times times) => string.Create(CultureInfo.InvariantCulture, $"{times.At(0.5):F1} | {times.At(0.95):F1} | {times.Cpu(0.95):F1}");
    }

    /// <summary>Others' work on the machine is in every figure.</summary>
    private static string Load() => File.Exists("/proc/loadavg")
        ? $"load {File.ReadAllText("/proc/loadavg").Split(' ')[0]} on {Environment.ProcessorCount} processors" : $"{Environment.ProcessorCount} processors";

    /// <summary>What the database alone takes for the list asked for most, read with one prepared statement.</summary>
    private static async Task RawAsync(ReadSide reading, Province province)
    {
        await using var db = reading.Everything();
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "SELECT t.id, t.title, t.due, t.created FROM task_participants p JOIN tasks t ON t.id = p.task_id WHERE p.person_id = @person AND p.state = 'Open' ORDER BY p.due LIMIT 30";
        var person = command.CreateParameter();
        person.ParameterName = "@person";
        person.Value = "";
        command.Parameters.Add(person);
        await command.PrepareAsync();
        var times = await TimesAsync(at => ReadAsync(command, person, at.Person), province, big: true);
        Console.WriteLine($"raw SQL of the first 30 open tasks: p50 {times.At(0.5):F2} ms, p95 {times.At(0.95):F2} ms");
    }

    private static async Task ReadAsync(DbCommand command, DbParameter person, string id)
    {
        person.Value = id;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            _ = (reader.GetString(0), reader.GetString(1), reader.GetValue(2), reader.GetValue(3));
    }

    private static async Task<Times> TimesAsync(Func<Asking, Task> ask, Province province, bool big)
    {
        var random = new Random(20261122);
        var times = new Times();
        var all = Stopwatch.StartNew();
        for (var count = -Warm; count < Asked && (count < Fewest || all.Elapsed < Longest); count++)
        {
            var at = Asking.Somewhere(random, province, big);
            var (cpu, watch) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
            await ask(at);
            if (count >= 0) times.Add(watch.Elapsed, Environment.CpuUsage.TotalTime - cpu);
        }
        return times;
    }

    private sealed class Times
    {
        private readonly List<double> _walls = [], _processor = [];

        public void Add(TimeSpan wall, TimeSpan processor)
        {
            _walls.Add(wall.TotalMilliseconds);
            _processor.Add(processor.TotalMilliseconds);
        }

        public double At(double share) => Of(_walls, share);

        public double Cpu(double share) => Of(_processor, share);

        private static double Of(List<double> times, double share) => times.Order().ElementAt(Math.Min(times.Count - 1, (int)(share * times.Count)));
    }
}

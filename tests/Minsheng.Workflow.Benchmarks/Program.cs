using BenchmarkDotNet.Running;
using Minsheng.Workflow.Benchmarks;
using Minsheng.Workflow.Benchmarks.Sizes;

if (args is ["store"]) await StoreBenchmark.RunAsync();
else if (args is ["timers", .. var count]) await TimerBenchmark.RunAsync(count.Length > 0 ? int.Parse(count[0], System.Globalization.CultureInfo.InvariantCulture) : 100_000);
else if (args is ["sizes", .. var rest]) await SizeBenchmark.RunAsync(rest.Length > 0 ? double.Parse(rest[0], System.Globalization.CultureInfo.InvariantCulture) : 1, rest.ElementAtOrDefault(1));
else if (args is ["digests", .. var some]) await DigestBenchmark.RunAsync(some.Length > 0 ? double.Parse(some[0], System.Globalization.CultureInfo.InvariantCulture) : 1, some.ElementAtOrDefault(1));
else BenchmarkSwitcher.FromAssembly(typeof(Sample).Assembly).Run(args);

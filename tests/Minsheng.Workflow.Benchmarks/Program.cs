using BenchmarkDotNet.Running;
using Minsheng.Workflow.Benchmarks;

if (args is ["store"]) await StoreBenchmark.RunAsync();
else BenchmarkSwitcher.FromAssembly(typeof(Sample).Assembly).Run(args);

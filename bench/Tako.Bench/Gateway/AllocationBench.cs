using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Tako.Bench.Gateway;

/// <summary>Bytes that a request allocates on its way through the gateway, by BenchmarkDotNet (target: under 8 KB, pass-through);
/// with <c>--types</c>, and <c>--streamed</c>, what they are.</summary>
internal static class AllocationBench
{
    public static Task RunAsync(string[] args)
    {
        if (args.Contains("--types"))
        {
            AllocatedTypes.Run(streamed: args.Contains("--streamed"));
            return Task.CompletedTask;
        }

        // Everything is in this process, so that the gateway's threads are counted: no other process is built or started.
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(5).WithIterationCount(8);
        BenchmarkRunner.Run<PassThrough>(ManualConfig.Create(DefaultConfig.Instance).AddJob(job)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "tako-benchmarks")), args);
        return Task.CompletedTask;
    }
}

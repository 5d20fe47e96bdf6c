using System.Globalization;
using System.Text.Json;
using Tako.Core.Approvals;
using Tako.Core.Contracts;
using Tako.Core.Identity;
using Tako.Core.Labels;
using Tako.Core.Ledger;
using Tako.Reactor;
using Tako.Reactor.Plans;
using Tako.Reactor.Steps;
using Tako.Storage.Sqlite;
using Engine = Tako.Reactor.Reactor;
using StreamWriter = Tako.Core.Ledger.StreamWriter;

namespace Tako.Bench.Reactor;

/// <summary>
/// What the reactor itself costs: no-op steps beside the bare appends of the very same events, bytes on disk for each step,
/// and the makespan of a plan with one slow branch beside its critical path.
/// </summary>
public static class ReactorBench
{
    private static readonly TimeProvider Time = TimeProvider.System;

    public static async Task<int> RunAsync(string[] args)
    {
        var steps = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1000;
        Console.WriteLine($"reactor: {Environment.ProcessorCount} cores, {Environment.OSVersion.Platform}, " +
            $"chains of {steps} no-op steps, best of 3");
        await NoOpAsync("pure, in memory", steps, EffectKind.Pure, folder => Task.FromResult<ILedger>(new MemoryLedger(Time)));
        await NoOpAsync("pure, SQLite (Relaxed)", steps, EffectKind.Pure, OpenAsync);
        await NoOpAsync("irreversible, SQLite (Durable)", steps / 4, EffectKind.Irreversible, OpenAsync);
        await BytesAsync();
        await SlowBranchAsync();
        return 0;
    }

    private static async Task NoOpAsync(string what, int steps, EffectKind effect, Func<string, Task<ILedger>> open)
    {
        var best = double.MaxValue;
        var bare = double.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            var (milliseconds, events) = await InFolderAsync(open, async ledger =>
            {
                using var journal = Journal(ledger, "task/t-1");
                var start = Time.GetTimestamp();
                await RunAsync(Chain(steps, effect), journal, 8);
                var took = Time.GetElapsedTime(start).TotalMilliseconds;
                return (took, await EventsAsync(ledger));
            });
            best = Math.Min(best, milliseconds);
            bare = Math.Min(bare, await InFolderAsync(open, ledger => AppendsAsync(ledger, events, effect)));
        }

        Console.WriteLine($"  {what,-32} {best * 1000 / steps,9:F1} us/step   bare appends of the same events " +
            $"{bare * 1000 / steps,9:F1} us/step   ratio {best / bare:F2}");
    }

    /// <summary>The same events, in appends of two as the reactor makes them: what ended, and what starts because of it.</summary>
    private static async Task<double> AppendsAsync(ILedger ledger, List<LedgerEvent> events, EffectKind effect)
    {
        using var journal = Journal(ledger, "task/t-1");
        var start = Time.GetTimestamp();
        foreach (var pair in events.Chunk(2))
        {
            NewEvent[] appended =
                [.. pair.Select(entry => new NewEvent
                {
                    Type = entry.Type,
                    Actor = entry.Actor,
                    Cause = entry.Cause,
                    Body = entry.Body,
                })];
            await journal.AppendAsync(appended, effect == EffectKind.Pure ? Durability.Relaxed : Durability.Durable);
        }

        return Time.GetElapsedTime(start).TotalMilliseconds;
    }

    private static async Task BytesAsync()
    {
        foreach (var steps in new[] { 1_000, 10_000 })
        {
            var folder = Directory.CreateTempSubdirectory("tako-bench-").FullName;
            long bodies;
            await using (var ledger = (SqliteLedger)await OpenAsync(folder))
            {
                using var journal = Journal(ledger, "task/t-1");
                await RunAsync(Chain(steps, EffectKind.Pure), journal, 8);
                bodies = (await EventsAsync(ledger)).Sum(entry => (long)entry.Body.Length);
            }

            var disk = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
            Console.WriteLine(
                $"  {steps,6} steps                      {(double)disk / steps,9:F0} bytes/step on disk, " +
                $"{(double)bodies / steps:F0} of them event bodies");
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task SlowBranchAsync()
    {
        const int Branches = 20;
        var steps = new List<PlanStep>();
        for (var branch = 0; branch < Branches; branch++)
        {
            for (var part = 0; part < 3; part++)
            {
                steps.Add(new PlanStep
                {
                    Name = $"b{branch}-{part}",
                    Use = branch == 0 ? "slow" : "quick",
                    After = part == 0 ? [] : [$"b{branch}-{part - 1}"],
                });
            }
        }

        var ledger = new MemoryLedger(Time);
        using var journal = Journal(ledger, "task/t-1");
        var start = Time.GetTimestamp();
        await RunAsync(new Plan { Name = "branches", Steps = steps }, journal, 64);
        var took = Time.GetElapsedTime(start).TotalMilliseconds;
        var lastQuick = (await EventsAsync(ledger)).Where(entry => entry.Type == "step.completed")
            .Where(entry => !JsonDocument.Parse(entry.Body).RootElement.GetProperty("step")
            .GetString()!.StartsWith("b0-", StringComparison.Ordinal))
            .Max(entry => entry.Time);
        var first = (await EventsAsync(ledger))[0].Time;
        Console.WriteLine($"  one slow branch among {Branches}        makespan {took:F0} ms, " +
            $"critical path 1200 ms, ratio {took / 1200:F3}; "
            + $"the other branches (150 ms each) were done after {(lastQuick - first).TotalMilliseconds:F0} ms");
    }

    private static Plan Chain(int steps, EffectKind effect) => new()
    {
        Name = "chain",
        Steps = [.. Enumerable.Range(0, steps).Select(index => new PlanStep
        {
            Name = $"s{index}",
            Use = "noop",
            Effect = effect,
            After = index == 0 ? [] : [$"s{index - 1}"],
        })],
    };

    private static async Task RunAsync(Plan plan, StreamWriter journal, int concurrency)
    {
        var options = new ReactorOptions { Concurrency = concurrency, Limits = new PlanLimits { Steps = plan.Steps.Count } };
        IStepKind[] kinds = [new Wait("noop", 0), new Wait("quick", 50), new Wait("slow", 400)];
        var engine = new Engine(options, kinds, [], new ApprovalBook(journal.Ledger, Tenant.Local, Time), Time, new Random(1));
        if (await engine.RunAsync(plan, new Dictionary<string, Labeled<JsonElement>>(), journal) is not PlanOutcome.Done)
            throw new InvalidOperationException("The plan was not done.");
    }

    private static StreamWriter Journal(ILedger ledger, string stream) =>
        new(ledger, (IBlobStore)ledger, Tenant.Local, new StreamId(stream), 0, 0);

    private static async Task<List<LedgerEvent>> EventsAsync(ILedger ledger)
    {
        var events = new List<LedgerEvent>();
        await foreach (var entry in ledger.ReadAsync(Tenant.Local, new StreamId("task/t-1")))
            events.Add(entry);
        return events;
    }

    private static async Task<T> InFolderAsync<T>(Func<string, Task<ILedger>> open, Func<ILedger, Task<T>> work)
    {
        var folder = Directory.CreateTempSubdirectory("tako-bench-").FullName;
        try
        {
            await using var ledger = await open(folder);
            return await work(ledger);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<ILedger> OpenAsync(string folder) =>
        await SqliteLedger.OpenAsync(new SqliteLedgerOptions { Folder = folder }, Time) is SqliteOpenOutcome.Opened(var opened)
            ? opened
            : throw new InvalidOperationException($"No ledger can be opened in {folder}.");

    private sealed class Wait(string name, int milliseconds) : IStepKind
    {
        private static readonly StepOutcome Done = new StepOutcome.Ok(JsonElement.Parse("null"));

        public string Name => name;

        public async ValueTask<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken)
        {
            if (milliseconds > 0)
                await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), Time, cancellationToken);
            return Done;
        }
    }
}

using System.Diagnostics;
using Microsoft.Extensions.AI;
using Tako.Arms;
using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Core.Identity;
using Tako.Core.Redaction;
using Tako.Core.Schema;
using Tako.Models.Catalog;
using Tako.Reactor.Plans;
using Tako.Reports;
using Tako.Storage.Sqlite;
using Tako.Tasks;
using Tako.Testing.Models;
using Tako.Workspace.Sandbox;

namespace Tako.Bench.Steps;

/// <summary>
/// What Tako itself costs on a plan of ten arm steps, each with one call of a model that answers at once, on a Durable SQLite
/// ledger, against the target of 30 ms a step. The bare fsync of the same disk stands beside it.
/// </summary>
internal static class StepsBench
{
    private const int Steps = 10;
    private const int Rounds = 5;
    private const double Target = 30;

    public static async Task<int> RunAsync(string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("tako-steps-").FullName;
        try
        {
            var repository = Directory.CreateDirectory(Path.Combine(folder, "repository")).FullName;
            await File.WriteAllTextAsync(Path.Combine(repository, "price.py"), "def total(prices):\n    return sum(prices)\n");
            var times = new List<double>();
            var (bytes, events) = (0L, 0L);
            for (var round = 0; round <= Rounds; round++)
            {
                var (took, size, count) = await OnceAsync(repository, Path.Combine(folder, $"{round}"));
                // The first round warms up.
                if (round > 0)
                    times.Add(took.TotalMilliseconds / Steps);
                (bytes, events) = (size, count);
            }

            times.Sort();
            var median = times[times.Count / 2];
            Console.WriteLine($"plan of {Steps} arm steps, one model call each, instant model, no sandbox time, ledger Durable");
            Console.WriteLine(
                $"  {median:0.0} ms a step (median of {Rounds}, best {times[0]:0.0}, worst {times[^1]:0.0}), "
                + $"target {Target} ms");
            Console.WriteLine($"  one write and fsync of 4 KB here takes {Fsync(folder):0.00} ms");
            Console.WriteLine(
                $"  {events / Steps} events and {bytes / Steps / 1024.0:0.0} KB of ledger and blobs a step, "
                + "whole task included");
            return median <= Target ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(TimeSpan Took, long Bytes, long Events)> OnceAsync(string repository, string state)
    {
        var steps = string.Join(',', Enumerable.Range(1, Steps).Select(step =>
            $$"""{"name": "s{{step}}", "use": "arm/asker", "after": [{{(step > 1 ? $"\"s{step - 1}\"" : "")}}]}"""));
        if (PlanReader.Read($$"""{"name": "ten", "steps": [{{steps}}]}""", new PlanLimits()) is not Parsed<Plan>.Ok { Value: var plan }
            || SourceDocument.Parse("""
                providers: { here: { kind: compatible, baseAddress: 'http://127.0.0.1:9' } }
                models: { main: { provider: here, id: main } }
                model: main
                """) is not Parsed<SourceDocument>.Ok { Value: var config }
            || ModelCatalog.Read(new CatalogSources { Config = config, Random = Random.Shared })
                is not Parsed<ModelCatalog>.Ok { Value: var models }
            || await SqliteLedger.OpenAsync(new SqliteLedgerOptions { Folder = Path.Combine(state, "ledger") }, TimeProvider.System)
                is not SqliteOpenOutcome.Opened { Ledger: var ledger })
        {
            throw new InvalidOperationException("The bench cannot be set up.");
        }

        using var model = new ScriptedModel().On("*", "An answer.");
        long events = 0;
        TimeSpan took;
        await using (ledger)
        {
            var animal = new Animal(new AnimalParts
            {
                Arms = [new Asker()],
                Ledger = ledger,
                Blobs = ledger,
                Models = models,
                OpenModel = _ => model,
                Sandboxes = (_, _) => new(new Instant()),
                StateFolder = state,
                Redactor = Redactor.None,
                Random = Random.Shared,
                Owner = "bench",
            });
            var started = Stopwatch.GetTimestamp();
            var outcome = await animal.RunAsync(new TaskRequest
            {
                Contract = new TaskContract { Goal = "Ask ten times.", TestCommand = ["true"] },
                Repository = repository,
                Plan = plan,
            });
            took = Stopwatch.GetElapsedTime(started);
            if (outcome is not TaskOutcome.Done || model.Calls.Count != Steps)
                throw new InvalidOperationException($"The bench's task did not end well: {outcome}");
            await foreach (var _ in ledger.ReadAsync(Tenant.Local, outcome.Task.Stream))
                events++;
        }

        models.Dispose();
        return (took,
            Directory.EnumerateFiles(Path.Combine(state, "ledger"), "*", SearchOption.AllDirectories)
                .Sum(file => new FileInfo(file).Length),
            events);
    }

    private static double Fsync(string folder)
    {
        const int Times = 50;
        using var file = new FileStream(Path.Combine(folder, "fsync"), FileMode.Create, FileAccess.Write, FileShare.None, 0);
        var page = new byte[4096];
        var started = Stopwatch.GetTimestamp();
        for (var time = 0; time < Times; time++)
        {
            file.Write(page);
            file.Flush(flushToDisk: true);
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds / Times;
    }

    private sealed class Asker : IArm
    {
        public string Name => "asker";

        public string Purpose => "Asks its model once.";

        public IReadOnlyList<string> Tools => ["model"];

        public async ValueTask<ArmOutcome> WorkAsync(Assignment assignment, ArmContext context, CancellationToken cancellationToken)
        {
            var answer = await context.Model!.GetResponseAsync("A question.", cancellationToken: cancellationToken);
            return new ArmOutcome.Done(new ArmReport { Arm = Name, Summary = answer.Text, Confidence = 1, Trace = context.Trace.Trace });
        }
    }

    private sealed class Instant : ISandbox
    {
        public IsolationTier Tier => IsolationTier.L1;

        public ValueTask<RunOutcome> RunAsync(SandboxRun run, CancellationToken cancellationToken) =>
            new(new RunOutcome.Exited(new RunReport
            {
                ExitCode = 0,
                StandardOutput = "",
                StandardError = "",
                OutputBytes = 0,
                Truncated = false,
                Duration = TimeSpan.Zero,
                Tier = Tier,
            }));
    }
}

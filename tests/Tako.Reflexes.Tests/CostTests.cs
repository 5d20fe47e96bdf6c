using System.Globalization;
using System.Text;
using Tako.Core.Approvals;
using Tako.Core.Capabilities;
using Tako.Core.Contracts;
using Tako.Core.Identity;
using Tako.Core.Labels;
using Tako.Core.Ledger;
using Tako.Reflexes.Limits;
using Tako.Reflexes.Loops;
using Tako.Reflexes.Paths;
using Tako.Reflexes.Secrets;
using StreamWriter = Tako.Core.Ledger.StreamWriter;

namespace Tako.Reflexes.Tests;

/// <summary>What the way through the gate costs, written to the output; only memory is asserted, since machines differ in time.</summary>
public class CostTests(ITestOutputHelper output)
{
    private readonly string _code = string.Concat(Enumerable.Range(0, 100).Select(line =>
        $"    public int Value{line}(string text, int count) => text.Length + count * {line}; // task-risk: https://example.org/{line}\n"));

    [Fact]
    public void A_text_without_secrets_is_scanned_without_taking_memory()
    {
        var scanner = new SecretScanner(["a-known-value-1", "another known value"]);
        scanner.Scan(_code).ShouldBeEmpty();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
            scanner.Scan(_code);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        Report("scan of 1 KB of code without secrets", 1000, _code.Length / 1024.0, () => scanner.Scan(_code));
        Report("baseline: the same text hashed (SHA-256), 1 KB", 1000, _code.Length / 1024.0, () => CanonicalJson.Hash(_code));
    }

    [Fact]
    public async Task The_way_through_all_reflexes_and_the_gate()
    {
        var ledger = new MemoryLedger(TimeProvider.System);
        var task = new TaskId("t-1");
        using var journal = new StreamWriter(ledger, ledger, Tenant.Local, task.Stream, 0, 0);
        var loops = new LoopsReflex();
        IGateRule[] rules =
        [
            new SizeReflex(), new RateReflex(TimeProvider.System, new RateOptions { Burst = 1_000_000 }),
                new PathsReflex(), new SecretsReflex(new SecretScanner()), loops,
        ];
        var book = new ApprovalBook(ledger, Tenant.Local, TimeProvider.System);
        Capability[] capabilities = [new() { Tool = "write_file", Limits = [new ArgumentLimit.PathPrefix("path", ["src"])] }];
        var grant = Grant.Root(task, "brain", capabilities);
        for (var depth = 0; depth < 3; depth++)
            grant = ((AttenuateOutcome.Granted)grant.Attenuate($"arm{depth}", capabilities)).Grant;
        var passed = 0;
        foreach (var (name, gate) in new[]
        {
            ("gate alone, in memory, 4 grants deep", new Gate(journal, book, [], TimeProvider.System)),
            ("gate with all reflexes", new Gate(journal, book, rules, TimeProvider.System)),
        })
        {
            await gate.PassAsync(Calls.Of("write_file", new { path = "src/warm", content = name }, EffectKind.Idempotent), grant,
                _ => ValueTask.FromResult(new Passage<int>(1, Labels.None, "r")), default);
            var effects = Enumerable.Range(0, 500).Select(number => Calls.Of("write_file",
                new { path = $"src/file{number}.cs", content = _code[..1024] }, EffectKind.Idempotent)).ToList();
            var started = TimeProvider.System.GetTimestamp();
            foreach (var effect in effects)
            {
                var outcome = await gate.PassAsync(
                    effect, grant, _ => ValueTask.FromResult(new Passage<int>(1, Labels.None, "r")), default);
                passed += outcome is GateOutcome<int>.Done ? 1 : 0;
            }

            Write(name, TimeProvider.System.GetElapsedTime(started), effects.Count);
        }

        passed.ShouldBe(1000);
        var one = Calls.Of("write_file", new { path = "src/a.cs", content = _code[..1024] });
        foreach (var rule in rules)
            Report($"{rule.Name} alone", 500, 1, () => rule.Judge(one, grant));
    }

    private void Report(string what, int rounds, double units, Action act)
    {
        // Long enough for the just-in-time compiler to have replaced its first draft.
        for (var warm = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(warm) < TimeSpan.FromMilliseconds(300);)
            act();
        var started = TimeProvider.System.GetTimestamp();
        for (var round = 0; round < rounds; round++)
            act();
        Write(what, TimeProvider.System.GetElapsedTime(started), rounds * units);
    }

    private void Write(string what, TimeSpan elapsed, double count) =>
        output.WriteLine(new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{what}: {elapsed.TotalMicroseconds / count:0.0} µs").ToString());
}

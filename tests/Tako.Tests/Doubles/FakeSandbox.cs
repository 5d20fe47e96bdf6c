using System.Collections.Concurrent;

namespace Tako.Tests.Doubles;

/// <summary>A file's text as the sandboxed command would see it; null where there is none.</summary>
internal delegate string? View(string path);

/// <summary>One test of the pretended repository; null means it passes, else what its assertion says.</summary>
internal sealed record FakeTest(string Name, Func<View, string?> Fails);

/// <summary>
/// A sandbox that runs nothing: it "runs the tests" by looking at the staged files and prints what Python's unittest would.
/// Other commands end as <see cref="Commands"/> says.
/// </summary>
internal sealed class FakeSandbox(params FakeTest[] tests) : ISandbox
{
    private readonly ConcurrentQueue<SandboxRun> _runs = [];

    public IsolationTier Tier => IsolationTier.L1;

    /// <summary>Every run so far.</summary>
    public IReadOnlyList<SandboxRun> Runs => [.. _runs];

    public IReadOnlyList<SandboxRun> TestRuns => [.. _runs.Where(run => run.Command[0] == "python3")];

    /// <summary>What a program other than the tests does: exit code and output.</summary>
    public Func<SandboxRun, (int ExitCode, string Output)> Commands { get; init; } = static _ => (0, "");

    /// <summary>Called before each run, for tests that move a clock.</summary>
    public Action<SandboxRun> Before { get; init; } = static _ => { };

    public ValueTask<RunOutcome> RunAsync(SandboxRun run, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _runs.Enqueue(run);
        Before(run);
        if (run.Command[0] != "python3")
        {
            var (code, output) = Commands(run);
            return Exited(code, output, "");
        }

        var failed = tests
            .Select(test => (test.Name, Why: test.Fails(path => Text(run, path))))
            .Where(test => test.Why is not null)
            .ToArray();
        var text = new StringBuilder();
        foreach (var (name, why) in failed)
        {
            text.Append('=', 70).Append($"\nFAIL: {name} (test_shop.ShopTests.{name})\n").Append('-', 70)
                .Append("\nTraceback (most recent call last):\n")
                .Append($"  File \"{run.Root}/tests/test_shop.py\", line 5, in {name}\n"
                    + "    self.assertTrue(ok)\n")
                .Append($"AssertionError: {why}\n\n");
        }

        text.Append('-', 70)
            .Append($"\nRan {tests.Length} tests in 0.001s\n\n")
            .Append(failed.Length == 0 ? "OK\n" : $"FAILED (failures={failed.Length})\n");
        return Exited(failed.Length == 0 ? 0 : 1, "", text.ToString());
    }

    /// <summary>A file as the run sees it: protected files from the disk, then staged ones, then the disk.</summary>
    public static string? Text(SandboxRun run, string path)
    {
        var disk = File.Exists(Path.Join(run.Root, path)) ? File.ReadAllText(Path.Join(run.Root, path)) : null;
        if (run.ProtectedFromDisk.Contains(path))
            return disk;
        foreach (var change in run.Staged?.Changes ?? [])
        {
            if (change.Path.Value == path)
                return change.Content is { } content ? Encoding.UTF8.GetString(content.Span) : null;
            if (change.From?.Value == path)
                return null;
        }

        return disk;
    }

    private ValueTask<RunOutcome> Exited(int code, string output, string errors) => new(new RunOutcome.Exited(new RunReport
    {
        ExitCode = code,
        StandardOutput = output,
        StandardError = errors,
        OutputBytes = output.Length + errors.Length,
        Truncated = false,
        Duration = TimeSpan.FromMilliseconds(1),
        Tier = Tier,
    }));
}

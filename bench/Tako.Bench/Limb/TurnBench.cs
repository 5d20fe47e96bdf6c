using System.Diagnostics;
using System.Text;
using Tako.Workspace.Overlay;
using Tako.Workspace.Sandbox;
using Tako.Workspace.Senses.CSharp;
using Tako.Workspace.Senses.Ladder;

namespace Tako.Bench.Limb;

/// <summary>
/// One turn of the C# limb on a small repository: stage an edit, parse, semantics, compile, run the impacted tests in the sandbox;
/// beside <c>dotnet test --no-restore</c> on the same repository. Arguments: <c>--rounds N</c>.
/// </summary>
internal static class TurnBench
{
    private const string Edited = "src/Harbour/Tide.cs";
    private static readonly TimeProvider Time = TimeProvider.System;

    public static async Task<int> RunAsync(string[] args)
    {
        var rounds = Array.IndexOf(args, "--rounds") is var at and >= 0 ? int.Parse(args[at + 1]) : 15;
        var folder = Directory.CreateTempSubdirectory("tako-bench-").FullName;
        try
        {
            var root = Path.Join(folder, "harbour");
            Copy(Sample(), root);
            var built = await TakenAsync(() => SpawnAsync(root, "build", "-nodeReuse:false", "-v:q"));
            var sandbox = await SandboxLadder.FindAsync(new SandboxOptions { StateFolder = Path.Join(folder, "state") }, IsolationTier.L4,
                CancellationToken.None) ?? throw new InvalidOperationException("No sandbox works here.");
            Console.WriteLine($"sandbox {sandbox.Tier}; restore and build once: {built:F0} ms; medians of {rounds} turns, no durability");
            await TurnsAsync(root, sandbox, rounds);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task TurnsAsync(string root, ISandbox sandbox, int rounds)
    {
        var start = ((OpenOutcome.Opened)Shadow.Open(root)).Shadow;
        var csharp = CSharpWorkspace.Open(start);
        ISense[] senses = [new CSharpParseSense(csharp), new CSharpSense(csharp), new CSharpImpactedTests(csharp, sandbox)];
        RepoPath.TryParse(Edited, out var path, out _);
        var text = Encoding.UTF8.GetString(start.Read(path)!.Value.Span);
        var times = senses.ToDictionary(sense => sense.Rung, _ => new List<double>());
        var turns = new List<double>();
        for (var round = 0; round <= rounds; round++)
        {
            var turn = Time.GetTimestamp();
            var edited = text.Replace("var risen = 0.0;", $"var risen = {round}.0 - {round};", StringComparison.Ordinal);
            var shadow = ((StageOutcome.Staged)start.Write(path, Encoding.UTF8.GetBytes(edited))).Shadow;
            foreach (var sense in senses)
            {
                var feeling = default(Feeling);
                var took = await TakenAsync(async () => feeling = await sense.FeelAsync(shadow, CancellationToken.None));
                if (round > 0)
                    times[sense.Rung].Add(took);
                if (feeling is Feeling.Numb numb)
                    throw new InvalidOperationException($"{sense.Rung}: {numb.Why}");
            }

            var whole = Time.GetElapsedTime(turn).TotalMilliseconds;
            if (round == 0)
                Console.WriteLine($"{"first turn, cold",-28} {whole,8:F0} ms");
            else
                turns.Add(whole);
        }

        foreach (var (rung, took) in times)
            Console.WriteLine($"{rung,-28} {Median(took),8:F1} ms");
        Console.WriteLine($"{"warm turn",-28} {Median(turns),8:F0} ms   p90 {turns.Order().ElementAt(turns.Count * 9 / 10):F0} ms");
        var baseline = new List<double>();
        for (var round = 0; round < 3; round++)
        {
            File.WriteAllText(path.Under(root), text.Replace("var risen = 0.0;", $"var risen = {round}.0 - {round};",
                StringComparison.Ordinal));
            baseline.Add(await TakenAsync(() => SpawnAsync(root, "test", "--no-restore", "-nodeReuse:false", "-v:q")));
        }

        var ratio = Median(baseline) / Median(turns);
        Console.WriteLine($"{"dotnet test --no-restore",-28} {Median(baseline),8:F0} ms   {ratio:F1} x a warm turn");
    }

    private static string Sample()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.Exists(Path.Join(folder, "samples", "broken-csharp")))
                return Path.Join(folder, "samples", "broken-csharp");
        }

        throw new InvalidOperationException("samples/broken-csharp is not above this program.");
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Join(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static async Task SpawnAsync(string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
    }

    private static async Task<double> TakenAsync(Func<Task> action)
    {
        var started = Time.GetTimestamp();
        await action();
        return Time.GetElapsedTime(started).TotalMilliseconds;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}

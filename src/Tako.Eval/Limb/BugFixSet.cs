using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Tako.Workspace.Overlay;
using Tako.Workspace.Sandbox;

namespace Tako.Eval.Limb;

/// <summary>Functions with a bug, their fix and their tests: fields <c>prompt</c>, <c>buggy_solution</c>,
/// <c>canonical_solution</c>, <c>test</c>.</summary>
internal sealed class BugFixSet : ILimbSet
{
    private const int AtOnce = 2;

    /// <summary>Wrong answers before the right one: none, one, two, one after the other.</summary>
    private const int Scripts = 3;

    /// <summary>The loop runs on so many rows, evenly spread; senses are measured on all.</summary>
    private const int MaxLoops = 42;

    public Measure Missing { get; } = new()
    {
        Suite = "limb", Set = "any with buggy_solution, canonical_solution, test", Name = "missing", Value = null,
            Better = "higher", N = 0,
        Why = "The data folder holds no such set.",
    };

    public bool Takes(JsonElement row) => row.Text("buggy_solution") is not null
        && row.Text("canonical_solution") is not null && row.Text("test") is not null;

    public async IAsyncEnumerable<Measure> MeasureAsync(string set, IReadOnlyList<JsonElement> rows, EvalRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var programs = rows.Select(BugFixProgram.Of).OfType<BugFixProgram>().ToList();
        var options = new SandboxOptions { StateFolder = request.StateFolder, Time = request.Time };
        var ladder = programs.Count == 0 ? null : await SandboxLadder.FindAsync(options, IsolationTier.L4, cancellationToken);
        if (ladder is not { } sandbox)
        {
            yield return Missing with
            {
                Set = set, N = rows.Count,
                Why = programs.Count == 0 ? "No row is in a language that can be run here." : "No sandbox works here; see 'tako doctor'.",
            };
            yield break;
        }

        var began = request.Time.GetTimestamp();
        var senses = new ConcurrentDictionary<int, (bool? Buggy, bool? Fixed, TimeSpan Took)>();
        var loops = new ConcurrentDictionary<int, LoopRun>();
        var folder = Path.Join(request.StateFolder, "eval", $"{set}-{Environment.ProcessId}");
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, programs.Count),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (row, token) =>
                {
                    var repository = Path.Join(folder, $"row{row}");
                    programs[row].Lay(repository);
                    senses[row] = await FeelAsync(sandbox, repository, programs[row], request.Time, token);
                    // Where even the right program is not green (a package that is not here), no loop could end well.
                    if (IsLooped(row, programs.Count) && senses[row].Fixed == true)
                        loops[row] = await new BugFixLoop(sandbox, Path.Join(folder, $"state{row}"), request.Time)
                            .RunAsync(repository, programs[row], Loops(row, programs.Count) % Scripts, token);
                    request.Saying($"{set}: {senses.Count} of {programs.Count}");
                });
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }

        var seconds = request.Time.GetElapsedTime(began).TotalSeconds;
        foreach (var measure in Measures(set, senses, loops))
            yield return measure with { Seconds = seconds, Why = Join(measure.Why, $"sandbox {sandbox.Tier}") };
    }

    private static IEnumerable<Measure> Measures(string set, ConcurrentDictionary<int, (bool? Buggy, bool? Fixed, TimeSpan Took)> senses,
        ConcurrentDictionary<int, LoopRun> loops)
    {
        var felt = senses.OrderBy(entry => entry.Key).Select(entry => entry.Value).ToList();
        var runs = loops.OrderBy(entry => entry.Key).Select(entry => entry.Value).ToList();
        Measure Of(string name, double value, string better, double? target, string? why = null) => new()
        {
            Suite = "limb", Set = set, Name = name, Value = value, Better = better, Target = target, N = felt.Count, Why = why,
        };
        var script = "scripted model: 0, 1 or 2 wrong answers by turns, then the right one; the brain's novelty rule is off"
            + (runs.Count < felt.Count ? $"; {runs.Count} rows evenly spread, none whose fix is not green here" : "");
        // A program of a set may want a package that is not here: one in a hundred is allowed for.
        yield return Of("red_with_bug", Share(felt, each => each.Buggy == false), "higher", 0.98);
        yield return Of("green_with_fix", Share(felt, each => each.Fixed == true), "higher", 0.98);
        yield return Of("false_green", felt.Count(each => each.Buggy == true), "lower", 0);
        yield return Of("ms_per_run_median", Median(felt.Select(each => each.Took.TotalMilliseconds / 2)), "lower", null);
        yield return Of("loop_green", Share(runs, run => run.Green), "higher", 0.98,
            runs.FirstOrDefault(run => !run.Green) is { } failed ? $"{script}; the first that failed: {failed.Summary}"
                : script) with { N = runs.Count };
        yield return Of("turns_median", Median(runs.Select(run => (double)run.Turns)), "lower", 2, script) with { N = runs.Count };
        yield return Of("ms_per_turn_median", Median(runs.Where(run => run.Turns > 0).Select(run =>
            run.Took.TotalMilliseconds / run.Turns)),
            "lower", null, $"{script}; with first look, judge and write-back") with { N = runs.Count };
        yield return Of("brain_calls", runs.Sum(run => run.OtherCalls), "lower", 0,
            $"{script}; calls of any model but the coder's, counted") with { N = runs.Count };
    }

    /// <summary>Whether the program is green as it is on disk and with its fix staged; null when its tests could not be run.</summary>
    private static async ValueTask<(bool? Buggy, bool? Fixed, TimeSpan Took)> FeelAsync(ISandbox sandbox, string repository,
        BugFixProgram program, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Shadow.Open(repository) is not OpenOutcome.Opened { Shadow: var start }
            || !RepoPath.TryParse(program.File, out var file, out _)
            || start.Write(file, System.Text.Encoding.UTF8.GetBytes(program.Fixed)) is not StageOutcome.Staged { Shadow: var mended })
            return (null, null, TimeSpan.Zero);
        var began = time.GetTimestamp();
        var buggy = await BugFixRun.GreenAsync(sandbox, start, cancellationToken);
        var right = await BugFixRun.GreenAsync(sandbox, mended, cancellationToken);
        return (buggy, right, time.GetElapsedTime(began));
    }

    /// <summary>How many of the rows before this one are looped.</summary>
    private static int Loops(int row, int rows) => rows <= MaxLoops ? row : (int)((long)row * MaxLoops / rows);

    private static bool IsLooped(int row, int rows) => Loops(row, rows) != Loops(row + 1, rows);

    private static double Share<T>(IReadOnlyList<T> all, Func<T, bool> holds) => all.Count == 0 ? 0
        : (double)all.Count(holds) / all.Count;

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private static string Join(string? one, string other) => one is null ? other : $"{one}; {other}";
}

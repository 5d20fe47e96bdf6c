using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Tako.Workspace.Repairs.Twitches.CSharp;

namespace Tako.Eval.Limb;

/// <summary>Programs that do not compile, to be mended without a model: fields <c>source</c> and <c>code</c> (the compiler's
/// error).</summary>
internal sealed class CompileRepairSet : ILimbSet
{
    private const double CleanTarget = 0.60;
    private const double CleanBaseline = 0.46;
    private const double EqualTarget = 0.40;
    private const double EqualBaseline = 0.34;

    // A machine with much else to do must not turn a slow repair into none.
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan SdkBudget = TimeSpan.FromSeconds(60);

    public Measure Missing { get; } = new()
    {
        Suite = "limb", Set = "any with source, code", Name = "missing", Value = null, Better = "higher", N = 0,
        Why = "The data folder holds no such set.",
    };

    public bool Takes(JsonElement row) => row.Text("source") is not null && row.Text("code") is not null;

    public async IAsyncEnumerable<Measure> MeasureAsync(string set, IReadOnlyList<JsonElement> rows, EvalRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var started = request.Time.GetTimestamp();
        var own = new CSharpRepairer(new CSharpTwitchOptions { UseSdkFixes = false, Budget = Budget }, request.Time);
        var all = new CSharpRepairer(new CSharpTwitchOptions { Budget = Budget, SdkBudget = SdkBudget }, request.Time);
        var programs = new CompileRepairPrograms(own, all, request.Time);
        // The first program pays for loading the compiler; that is no part of a repair.
        if (rows.Count > 0)
            await programs.MendAsync(rows[0], cancellationToken);
        var mended = new MendedProgram[rows.Count];
        var done = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, rows.Count),
            new ParallelOptions { MaxDegreeOfParallelism = Math.Min(2, Environment.ProcessorCount), CancellationToken =
                cancellationToken },
            async (at, token) =>
            {
                mended[at] = await programs.MendAsync(rows[at], token);
                if (Interlocked.Increment(ref done) % 50 == 0)
                    request.Saying($"{set}: {done} of {rows.Count} programs");
            });
        var seconds = request.Time.GetElapsedTime(started).TotalSeconds;
        foreach (var measure in Report(set, mended, seconds))
            yield return measure;
    }

    private static IEnumerable<Measure> Report(string set, IReadOnlyList<MendedProgram> mended, double seconds)
    {
        var broken = mended.Where(each => !each.CleanBefore).ToList();
        var clean = broken.Where(each => each.Clean).ToList();
        yield return Share(set, "compile_clean", broken.Count(each => each.Clean), broken.Count) with
        {
            Target = CleanTarget, Baseline = CleanBaseline, Seconds = seconds,
            Why = "Baseline: the SDK's code fixes and six token repairs.",
        };
        yield return Share(set, "compile_clean_without_sdk_fixes", broken.Count(each => each.CleanWithoutSdk),
            broken.Count) with { Baseline = CleanBaseline };
        var compared = clean.Where(each => each.EqualsReference is not null).ToList();
        yield return Share(set, "equals_reference", compared.Count(each => each.EqualsReference == true), compared.Count) with
        {
            Target = EqualTarget, Baseline = EqualBaseline,
            Why = compared.Count == 0
                ? "No mended row carries the right program; its field may be called " + string.Join(", ",
                    CompileRepairPrograms.ReferenceFields) + "."
                : "Token for token with literals masked, without comments; of the mended rows.",
        };
        yield return Figure(set, "ms_per_program_median", Percentile(broken, 0.5), broken.Count);
        yield return Figure(set, "ms_per_program_p90", Percentile(broken, 0.9), broken.Count);
        yield return Figure(set, "tokens_changed_median",
            Middle(clean.Select(each => (double)(each.TokensAdded + each.TokensRemoved))), clean.Count);
        yield return Share(set, "removed_tokens_share", clean.Count(each => each.TokensRemoved > each.TokensAdded), clean.Count) with
        {
            Better = "lower", Why = "Share of the mended programs that end with fewer tokens than they had.",
        };
        yield return Share(set, "clean_before", mended.Count - broken.Count, mended.Count) with { Better = "lower",
            Why = "Left out of all other measures." };
        foreach (var code in broken.GroupBy(each => each.Code).OrderBy(each => each.Key, StringComparer.Ordinal))
            yield return Share(set, $"compile_clean.{code.Key}", code.Count(each => each.Clean), code.Count());
    }

    private static Measure Share(string set, string name, int part, int all) => Figure(set, name, all == 0 ? null
        : (double)part / all, all) with { Better = "higher" };

    private static Measure Figure(string set, string name, double? value, int n) => new()
    {
        Suite = "limb", Set = set, Name = name, Value = value is null ? null : Math.Round(value.Value, 4), Better = "lower", N = n,
        Why = value is null ? "There is no row to measure it on." : null,
    };

    private static double? Percentile(IReadOnlyList<MendedProgram> programs, double part)
    {
        var sorted = programs.Select(each => each.Taken.TotalMilliseconds).Order().ToList();
        return sorted.Count == 0 ? null : sorted[Math.Min(sorted.Count - 1, (int)(part * sorted.Count))];
    }

    private static double? Middle(IEnumerable<double> values) => values.Order().ToList() is { Count: > 0 } sorted
        ? sorted[sorted.Count / 2] : null;
}

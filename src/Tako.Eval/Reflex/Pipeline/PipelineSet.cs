using System.Buffers;
using System.Text;
using System.Text.Json;
using Tako.Core.Labels;
using Tako.Reflexes;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Pipeline;
using Tako.Reflexes.Policies;

namespace Tako.Eval.Reflex.Pipeline;

/// <summary>
/// All reflexes together, as they stand around a model: their time on ordinary prompts beside one look at the same letters and a list of
/// patterns, their memory, and whether a stream gives what the whole gives.
/// </summary>
internal sealed class PipelineSet : IReflexSet
{
    private const int Kilobyte = 1024;
    private const int Large = 100 * Kilobyte;
    private const int MostTexts = 400;
    private const int MostSplits = 1000;
    private const int LongestSplit = 4000;
    private const int Rounds = 9;
    private const int Warming = 40;
    private const string About = "every standard scanner but the names, the built-in policy, no cache of verdicts; ";
    private static readonly Label User = Labels.User("prompt");
    private static readonly SearchValues<char> Ascii = SearchValues.Create([.. Enumerable.Range(0, 128).Select(static code => (char)code)]);

    public bool Takes(JsonElement first) => first.Text("text") is not null && first.Text("label") is not null;

    public IEnumerable<Measure> Missing =>
        [New("prompts", "pipeline_us_per_kb_p50", null, "lower", 15, 0, "") with { Why = "no set with texts" }];

    public IEnumerable<Measure> Measure(IReadOnlyList<DataSet> sets, EvalRequest request)
    {
        var prompts = Prompts(sets);
        if (prompts.Count >= 20)
        {
            foreach (var measure in Times(prompts, request.Time))
                yield return measure;
        }

        foreach (var set in sets)
            yield return Splits(set);
    }

    // Ordinary prompts of ASCII one after another, cut into pieces of a kilobyte.
    private static List<string> Prompts(IReadOnlyList<DataSet> sets)
    {
        var all = new StringBuilder();
        foreach (var row in sets.SelectMany(static set => set.Rows))
        {
            if (row.Text("label") == "benign" && row.Text("text") is { Length: > 60 } text && System.Text.Ascii.IsValid(text)
                && all.Length < MostTexts * Kilobyte)
                all.Append(text).Append("\n\n");
        }

        return
        [
            .. all.ToString().Chunk(Kilobyte).Where(static piece => piece.Length == Kilobyte).Select(static piece => new string(piece)),
        ];
    }

    private static IEnumerable<Measure> Times(List<string> prompts, TimeProvider time)
    {
        var inspector = new Inspector(StandardScanners.Incoming(ReflexPolicy.Default), ReflexPolicy.Default, time);
        for (var warm = 0; warm < Warming; warm++)
        {
            foreach (var prompt in prompts)
                inspector.Inspect(prompt, User);
        }

        var scans = prompts.Select(prompt => Least(time, () => inspector.Inspect(prompt, User).Findings.Count)).Order().ToList();
        var looks = prompts.Select(prompt => Least(time, () => prompt.AsSpan().IndexOfAnyExcept(Ascii))).Order().ToList();
        var lists = prompts.Select(prompt => Least(time, () => PlainPatterns.Find(prompt).Count())).Order().ToList();
        var (scan, look, list) = (scans[scans.Count / 2], looks[looks.Count / 2], lists[lists.Count / 2]);
        var how = About + $"pieces of 1,024 characters, the least of {Rounds} rounds each; ";
        yield return New("prompts", "pipeline_us_per_kb_p50", scan, "lower", 15, prompts.Count, how + "baseline: 12 compiled patterns")
            with { Baseline = list };
        yield return New("prompts", "pipeline_us_per_kb_p99", scans[scans.Count * 99 / 100], "lower", null, prompts.Count, how);
        yield return New("prompts", "pipeline_ratio_to_one_look", scan / Math.Max(look, 1e-9), "lower", null, prompts.Count,
            how + $"one IndexOfAnyExcept over the same letters took {look:F3} us");
        yield return New("prompts", "pipeline_ratio_to_patterns", scan / Math.Max(list, 1e-9), "lower", null, prompts.Count,
            how + "12 compiled patterns over the same letters");
        var quiet = prompts.Where(prompt => inspector.Inspect(prompt, User).Findings.Count == 0).ToList();
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var prompt in quiet)
            inspector.Inspect(prompt, User);
        yield return New("prompts", "bytes_allocated_without_findings",
            (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Math.Max(1, quiet.Count), "lower", 0, quiet.Count, About);
        var large = string.Concat(Enumerable.Repeat(string.Concat(prompts), 1 + (Large / (prompts.Count * Kilobyte))))[..Large];
        yield return New("prompts", "pipeline_ms_of_100_kb", Least(time, () => inspector.Inspect(large, User).Findings.Count) / 1000,
            "lower", 1.5, 1, how);
    }

    // Any pieces of an answer must come out as the whole does.
    private static Measure Splits(DataSet set)
    {
        var outgoing = StandardScanners.Inspectors(ReflexPolicy.Default with
        {
            Rules = [new ReflexRule { Action = ReflexAction.Mask }],
        }, TimeProvider.System).Outgoing;
        var random = new Random(9);
        var texts = set.Rows.Select(static row => row.Text("text") ?? "").Where(static text => text.Length is > 0 and <= LongestSplit)
            .Take(MostSplits).ToList();
        var equal = 0;
        foreach (var text in texts)
        {
            var pieces = new List<string>();
            for (var at = 0; at < text.Length;)
            {
                var length = Math.Min(text.Length - at, random.Next(1, 24));
                pieces.Add(text.Substring(at, length));
                at += length;
            }

            equal += Through(outgoing, pieces) == Through(outgoing, [text]) ? 1 : 0;
        }

        return New(set.Name, "pipeline_stream_equals_whole", texts.Count == 0 ? null : (double)equal / texts.Count, "higher", 1,
            texts.Count, "scanners of answers, every finding masked; pieces of 1 to 23 characters, cut at random");
    }

    private static string Through(Inspector inspector, IReadOnlyList<string> pieces)
    {
        var stream = inspector.Open(Labels.Arm("model"), Replacements.Masks);
        return string.Concat(pieces.Select(stream.Next)) + stream.End();
    }

    private static double Least(TimeProvider time, Func<int> work) => ScanTimes.Least(time, work, Rounds);

    private static Measure New(string set, string name, double? value, string better, double? target, int n, string about) => new()
    {
        Suite = "reflex", Set = set, Name = name, Value = value, Better = better, Target = target, N = n, About = about,
        TrainedOn = "the injection model on the sets of its card; all else nothing",
    };
}

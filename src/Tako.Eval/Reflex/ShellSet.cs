using System.Text.Json;
using Tako.Reflexes.Shell;

namespace Tako.Eval.Reflex;

/// <summary>
/// Shell commands that must be denied, must pass, or are ordinary. A row says nothing of where it runs, so none is given: what is
/// below an unknown directory is not known to be expendable. Texts with both labels are counted, and also left out, apart.
/// </summary>
internal sealed class ShellSet : IReflexSet
{
    private static readonly string[] DenyList =
        ["rm -rf", "rm -fr", "sudo", "git reset --hard", "git push --force", "git clean", "dd if=", "mkfs", "chmod -R 777"];

    private static readonly string[] Labels = ["deny", "allow", "unlabelled_ordinary"];

    private static readonly ShellContext Project = new() { WorkingDirectory = "/srv/project" };

    private readonly ShellJudge _judge = new();

    private sealed record Row(string Text, string Label, string Group, ShellLevel Level);

    public bool Takes(JsonElement first) =>
        first.Text("text") is not null && (first.Text("label") is "deny" or "unlabelled_ordinary" || first.Text("kind") is "nl2bash");

    public IEnumerable<Measure> Missing =>
        [Of("shell_commands", "destructive_denied", null, "higher", 0.98, 0) with { Why = "no set of shell commands is there" }];

    public IEnumerable<Measure> Measure(IReadOnlyList<DataSet> sets, EvalRequest request)
    {
        foreach (var set in sets)
        {
            var rows = set.Rows.Where(static row => Array.IndexOf(Labels, row.Text("label")) >= 0).Select(row =>
                new Row(row.Text("text") ?? "",
                row.Text("label")!, row.Text("group") ?? "", _judge.Judge(row.Text("text") ?? "").Level)).ToList();
            foreach (var measure in Labelled(set.Name, rows, "", null))
                yield return measure;
            var contradicted = rows.GroupBy(static row => row.Text).Where(static same => same.Any(static row => row.Label == "deny")
                && same.Any(static row => row.Label == "allow")).Select(static same => same.Key).ToHashSet();
            foreach (var measure in Labelled(set.Name, [.. rows.Where(row => !contradicted.Contains(row.Text))], "_one_label",
                $"without {contradicted.Count} texts that bear both labels"))
                yield return measure;
            foreach (var half in (int[])[0, 1])
            {
                foreach (var measure in Labelled(set.Name, [.. rows.Where(row => Half(row.Group) == half)], half == 0 ? "_half_a"
                    : "_half_b",
                    half == 0 ? "one half of the groups" : "the other half of the groups"))
                    yield return measure;
            }

            foreach (var measure in Labelled(set.Name, [.. rows.Select(row => row with { Level = _judge.Judge(row.Text, Project).Level })],
                "_in_project", "as if run in a project's folder, where build output is expendable"))
                yield return measure with { Target = null };
            var (microseconds, worst) = Time(rows);
            yield return Of(set.Name, "us_per_command_mean", microseconds, "lower", 20, rows.Count);
            yield return Of(set.Name, "us_per_command_worst_percent", worst, "lower", 20, rows.Count) with { About = "99th of 100" };
        }
    }

    private static IEnumerable<Measure> Labelled(string set, IReadOnlyList<Row> rows, string suffix, string? about)
    {
        foreach (var (label, name, better, target) in ((string, string, string, double)[])[("deny", "destructive", "higher", 0.98),
            ("allow", "safe", "lower", 0.02), ("unlabelled_ordinary", "ordinary", "lower", 0.02)])
        {
            var own = rows.Where(row => row.Label == label).ToList();
            if (own.Count == 0)
                continue;
            var verb = label == "deny" ? "denied" : "blocked";
            var prefix = Share(own, static row => Array.Exists(DenyList, entry => row.Text.StartsWith(entry, StringComparison.Ordinal)));
            var substring = Share(own, static row => Array.Exists(DenyList, entry => row.Text.Contains(entry, StringComparison.Ordinal)));
            yield return Of(set, $"{name}_{verb}{suffix}", Share(own, static row => row.Level == ShellLevel.Deny), better, target,
                own.Count)
                with { Baseline = substring, About = about };
            yield return Of(set, $"{name}_{verb}_or_asked{suffix}", Share(own, static row => row.Level > ShellLevel.Allow), better,
                null, own.Count)
                with { Baseline = substring, About = about };
            if (suffix.Length > 0)
                continue;
            yield return Of(set, $"{name}_{verb}_prefix_list", prefix, better, null,
                own.Count) with { About = "a plain list of nine prefixes" };
            yield return Of(set, $"{name}_{verb}_substring_list", substring, better, null,
                own.Count) with { About = "the same list anywhere" };
        }
    }

    private (double Mean, double Worst) Time(List<Row> rows)
    {
        var best = new double[rows.Count];
        Array.Fill(best, double.MaxValue);
        for (var pass = 0; pass < 9; pass++)
        {
            for (var index = 0; index < rows.Count; index++)
            {
                var started = TimeProvider.System.GetTimestamp();
                _judge.Judge(rows[index].Text);
                best[index] = Math.Min(best[index], TimeProvider.System.GetElapsedTime(started).TotalMicroseconds);
            }
        }

        if (best.Length == 0)
            return (0, 0);
        Array.Sort(best);
        return (best.Average(), best[(int)(best.Length * 0.99)]);
    }

    // By the bytes of the group's name: the same on every machine.
    private static int Half(string group)
    {
        var hash = 2166136261u;
        foreach (var letter in group)
            hash = (hash ^ letter) * 16777619u;
        return (int)((hash >> 16) & 1);
    }

    private static double Share(List<Row> rows, Func<Row, bool> counts) => Math.Round(rows.Count(counts) / (double)rows.Count, 4);

    private static Measure Of(string set, string name, double? value, string better, double? target, int n) => new()
    {
        Suite = "reflex",
        Set = set,
        Name = name,
        Value = value,
        Better = better,
        Target = target,
        TrainedOn = "nothing; rules by hand, with such rows in view",
        N = n,
    };
}

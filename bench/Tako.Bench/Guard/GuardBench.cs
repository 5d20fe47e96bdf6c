using System.Text;
using System.Text.RegularExpressions;
using Tako.Reflexes.Secrets;
using Tako.Workspace.Guard;
using Tako.Workspace.Overlay;

namespace Tako.Bench.Guard;

/// <summary>
/// Judging a change of 100 files and 1 MB, secrets and tests included, beside one pass over the same bytes: decode each file
/// and run one expression over it.
/// </summary>
internal static class GuardBench
{
    private const int Files = 100;
    private const int Lines = 220;
    private static readonly TimeProvider Time = TimeProvider.System;
    private static readonly string[] Endings = ["py", "js", "cs", "md", "py"];

    public static Task<int> RunAsync(string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("tako-bench-").FullName;
        try
        {
            foreach (var (name, share) in new[] { ("every line new", 1), ("one line in ten new", 10) })
                Judge(Path.Join(folder, share.ToString(System.Globalization.CultureInfo.InvariantCulture)), name, share);
            return Task.FromResult(0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Judge(string root, string name, int every)
    {
        Directory.CreateDirectory(root);
        var changes = Stage(root, every);
        var scanner = new SecretScanner();
        var guard = new IntentGuard(Constitution.Load(root, new()), text =>
            [.. scanner.Scan(text).Select(found => new SecretHit(found.Kind, found.Start, found.Length))],
                ["a-known-value-of-this-machine"], _ => []);
        var evidence = new Evidence { ChangeSetHash = changes.Hash, TestsGreen = true, Tests = ["test"], Tier = "L1" };
        var word = new Regex("forbidden[0-9]+", RegexOptions.Compiled);
        var judged = Median(() => guard.Judge(changes, evidence, new GuardCapability { ApprovedHash = changes.Hash }));
        var scanned = Median(() => changes.Changes.Sum(change => scanner.Scan(Text(change)).Count));
        var bare = Median(() => changes.Changes.Sum(change => word.Count(Text(change))));
        Console.WriteLine(
            $"{name}: {Files} files, {changes.Changes.Sum(change => change.Content!.Value.Length) / 1024} KiB judged in {judged:F1} ms; "
            + $"of the same bytes: one decoding and one expression {bare:F2} ms (ratio {judged / bare:F1}), "
            + $"decoding and secrets {scanned:F2} ms");
    }

    private static string Text(Change change) => Encoding.UTF8.GetString(change.Content!.Value.Span);

    private static ChangeSet Stage(string root, int every)
    {
        for (var file = 0; file < Files && every > 1; file++)
            Write(root, file, Body(file, 0, every));
        var shadow = Shadow.Open(root) is OpenOutcome.Opened opened ? opened.Shadow : throw new InvalidOperationException("No repository.");
        for (var file = 0; file < Files; file++)
        {
            var path = RepoPath.TryParse(Name(file), out var parsed, out var why) ? parsed : throw new InvalidOperationException(why);
            shadow = shadow.Write(path, Encoding.UTF8.GetBytes(Body(file, 1, every))) is StageOutcome.Staged staged
                ? staged.Shadow
                : throw new InvalidOperationException("It could not be staged.");
        }

        return shadow.Changes;
    }

    private static void Write(string root, int file, string body)
    {
        var path = Path.Join(root, Name(file));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, body);
    }

    // One file in five is a file of tests.
    private static string Name(int file) => file % 5 == 4
        ? $"tests/test_part{file}.py"
        : $"src/part{file % 7}/part{file}.{Endings[file % Endings.Length]}";

    private static string Body(int file, int version, int every) => string.Concat(Enumerable.Range(0, Lines).Select(line =>
        $"    total{line} = compute(alpha, beta{file}, gamma)  {(line % every == 0 ? version : 0)} row {line}\n"));

    private static double Median<T>(Func<T> run)
    {
        for (var warm = 0; warm < 40; warm++)
            run();
        return Enumerable.Range(0, 31).Select(_ =>
        {
            var start = Time.GetTimestamp();
            run();
            return Time.GetElapsedTime(start).TotalMilliseconds;
        }).Order().ElementAt(15);
    }
}

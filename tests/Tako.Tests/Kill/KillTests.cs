using System.Diagnostics;
using Tako.Core.Identity;
using Tako.Tests.Tasks;

namespace Tako.Tests.Kill;

public sealed class KillTests
{
    private static readonly Dictionary<string, string> Wanted = new(World.Shop)
    {
        ["price.py"] = "def total(prices):\n" + World.Right,
        ["tests/test_more.py"] = "import unittest\n",
    };

    [Fact]
    public async Task A_task_whose_process_is_killed_after_any_append_is_finished_by_another_process_with_nothing_done_twice()
    {
        var appends = await CountAsync();
        appends.ShouldBeGreaterThan(50);
        // Spread over the whole run; each third of them as it was about to be written.
        const int Points = 25;
        await EachAsync(Enumerable.Range(0, Points).Select(index => 1 + index * (appends - 2) / (Points - 1))
            .Select((point, index) => index % 3 == 2 ? $"before:{point}" : $"append:{point}"));
    }

    [Fact]
    public async Task A_task_killed_in_the_middle_of_its_write_leaves_the_old_or_the_new_files_and_is_finished() =>
        await EachAsync(Enumerable.Range(0, 8).Select(point => $"commit:{point}"));

    private static Task EachAsync(IEnumerable<string> points) => Parallel.ForEachAsync(points,
        new ParallelOptions { MaxDegreeOfParallelism = 3 },
        async (point, _) =>
        {
            using var place = new Place();
            var exit = await place.RunAsync(point);
            if (exit == 0)
            {
                // Only a write that was quicker than the thread that watches it may get through.
                point.ShouldStartWith("commit");
                place.Check(point);
                return;
            }

            exit.ShouldBe(137, point);
            place.Outcome.ShouldBeNull(point);
            await place.ResumeAsync(point);
            await place.CheckLedgerAsync(point);
        });

    private static async Task<int> CountAsync()
    {
        using var place = new Place();
        (await place.RunAsync("append:100000")).ShouldBe(0);
        place.Check("not killed");
        return int.Parse(await File.ReadAllTextAsync(Path.Combine(place.Folder, "appends")));
    }

    private sealed class Place : IDisposable
    {
        public Place()
        {
            foreach (var (path, text) in World.Shop)
            {
                var full = Path.Combine(Folder, "repository", path);
                Directory.CreateDirectory(Path.GetDirectoryName(full)!);
                File.WriteAllText(full, text);
            }
        }

        public string Folder { get; } = Directory.CreateTempSubdirectory("tako-kill-").FullName;

        public string? Outcome => File.Exists(Path.Combine(Folder, "outcome")) ? File.ReadAllText(Path.Combine(Folder, "outcome")) : null;

        public void Check(string point)
        {
            Outcome.ShouldNotBeNull(point).ShouldStartWith("Done", customMessage: point);
            var root = Path.Combine(Folder, "repository");
            var files = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
                .ToDictionary(file => Path.GetRelativePath(root, file), File.ReadAllText);
            files.OrderBy(file => file.Key).ShouldBe(Wanted.OrderBy(file => file.Key), point);
        }

        /// <summary>Another process than the killed one, once its lease has run out: this one.</summary>
        public async Task ResumeAsync(string point)
        {
            var later = new Victim.Later(TimeSpan.FromMinutes(2));
            await using var ledger = await Victim.OpenAsync(Folder, later);
            var outcome = await Victim.WorkAsync(Folder, ledger, ledger, later);
            await File.WriteAllTextAsync(Path.Combine(Folder, "outcome"), $"{outcome.GetType().Name} {outcome.Summary}");
            Check(point);
        }

        public async Task CheckLedgerAsync(string point)
        {
            await using var ledger = await Victim.OpenAsync(Folder, TimeProvider.System);
            (await ledger.VerifyAsync(Tenant.Local)).Intact.ShouldBeTrue(point);
            var events = new List<LedgerEvent>();
            await foreach (var entry in ledger.ReadAsync(Tenant.Local, (await Victim.FindAsync(ledger))!.Value.Stream))
                events.Add(entry);
            ResumeTests.FinishedOnce(events, point);
            events.Count(entry => entry.Type == "change.written").ShouldBe(1, point);
            events.Count(entry => entry.Type == "artifact.made").ShouldBe(2, point);
            events.Where(entry => entry.Type == "model.answered").Select(entry => JsonDocument.Parse(entry.Body).RootElement)
                .Select(body => $"{body.GetProperty("step")}#{body.GetProperty("ordinal")}").ShouldBeUnique(point);
        }

        /// <summary>Runs the victim; its exit code is 137 when it was killed. What lies on disk then is old or new.</summary>
        public async Task<int> RunAsync(string kill)
        {
            await File.WriteAllTextAsync(Path.Combine(Folder, "kill"), kill);
            using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
            {
                ArgumentList = { Victim.Argument, Folder },
                RedirectStandardError = true,
                Environment = { ["DOTNET_TieredPGO"] = "0" },
            })!;
            var errors = process.StandardError.ReadToEndAsync();
            using var time = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            await process.WaitForExitAsync(time.Token);
            if (process.ExitCode is not (0 or 137))
                throw new InvalidOperationException($"{kill}: exit code {process.ExitCode}: {await errors}");
            return process.ExitCode;
        }

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}

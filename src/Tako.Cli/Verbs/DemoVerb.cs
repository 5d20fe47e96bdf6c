using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Tako.Cli.Composition;
using Tako.Cli.Terminal;
using Tako.Core.Contracts;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Tasks;

namespace Tako.Cli.Verbs;

/// <summary><c>tako demo</c>: the main job on a sample repository, for real but for the model's words.</summary>
internal static class DemoVerb
{
    private sealed record Sample(string Name, string Language, string Needs);

    private static readonly Sample[] Samples = [new("broken-csharp", "C#", "dotnet"), new("broken-python", "Python", "python3")];

    public static Command Command()
    {
        var sample = new Option<string?>("--sample")
        {
            Description = "csharp or python; left out means every one that can run here.",
            CompletionSources = { "csharp", "python" },
        };
        var command = new Command("demo",
            "Copy a sample repository with failing tests into a temporary folder and mend it, "
            + "without a key or a live model.")
        {
            sample,
        };
        command.SetAction((parsed, cancellationToken) => Say.GuardAsync(() => RunAsync(parsed.GetValue(sample), cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string? wanted, CancellationToken cancellationToken)
    {
        var chosen = Samples.Where(sample => wanted is null || sample.Name.EndsWith(wanted, StringComparison.Ordinal)).ToArray();
        if (chosen.Length == 0)
            return Say.Fail($"There is no sample '{wanted}'; take csharp or python.", ExitCode.Usage);
        var worst = ExitCode.Done;
        foreach (var sample in chosen)
        {
            if (!OnPath(sample.Needs))
            {
                Console.WriteLine($"The {sample.Language} sample is left out: {sample.Needs} is not here.");
                continue;
            }

            worst = Math.Max(worst, await MendAsync(sample, cancellationToken));
        }

        Console.WriteLine("""

            What to try next:
              tako show                                    the whole story of the last task
              tako doctor                                  what works on this machine
              OLLAMA_HOST=127.0.0.1:11434 tako run "Make the failing tests pass" --repo path/to/repo
            """);
        return worst;
    }

    private static async Task<int> MendAsync(Sample sample, CancellationToken cancellationToken)
    {
        var source = Path.Combine(AppContext.BaseDirectory, "demo", sample.Name);
        if (!Directory.Exists(source))
            return Say.Fail($"The sample is not beside the program ({source}); build Tako again.", ExitCode.Refused);
        var repository = Directory.CreateTempSubdirectory("tako-demo-").FullName;
        Copy(source, repository);
        await CommitAsync(repository, cancellationToken);
        var script = Path.Combine(AppContext.BaseDirectory, "demo", $"{sample.Name}.yaml");
        Console.WriteLine($"""
            {sample.Language} demo in {repository}
            Everything here is real: contract, plan, sandbox, tests, repair, guard and write-back. Only the model's words come
            from a script that ships with the sample ({Path.GetFileName(script)}); its first attempt at the bug is wrong.
            """);

        await using var view = RunView.For(json: false);
        await using var house = await House.OpenAsync(view.Watch, cancellationToken);
        var request = new TaskRequest
        {
            Contract = house.Settings.Bound(new TaskContract
            {
                Goal = "Make the failing tests pass",
                Constraints = ["do not change the tests"],
                Model = $"recorded:{script}",
                // The sample is Tako's own, so even a machine that isolates nothing may run its tests; the tier is told below.
                Security = new SecurityPolicy { Feeds = ["configured"], Protect = ["tests/**", "test_*.py"], MinimumTier = "L4" },
            }),
            Repository = repository,
        };
        var animal = new Animal(house.Parts(view.Saying, view.Asker(request.Ask), null));
        var code = await TaskEnd.RunAsync(view, json: false, token => animal.RunAsync(request, view.Started, token), cancellationToken);
        if (view.Running is { } task)
            await TellAsync(house, task, cancellationToken);
        return code;
    }

    private static async Task TellAsync(House house, TaskId task, CancellationToken cancellationToken)
    {
        var story = TaskStory.Fold(await TaskChoice.EventsAsync(house.Ledger, task, cancellationToken));
        Console.WriteLine($"What happened: {story.Senses.Count} test runs in the sandbox ({story.Tier}), "
            + $"{story.Senses.Count(sense => !sense.Green)} of them red, {story.Calls.Count} model calls, "
            + $"{(story.Last - story.Started).TotalSeconds:0.0} s.");
        if (story.Tier is "L3" or "L4")
        {
            Console.WriteLine("This machine isolates test runs only weakly; 'tako doctor' says how to mend that. "
                + "Tasks of your own ask for L2 or better.");
        }

        if (story.Spent is { } spent)
            Console.WriteLine(
                $"Had the model been live: about {spent.Settled.Tokens} tokens and ${spent.Settled.Usd:0.0000} "
                + "(estimated from the script's words).");
        if (story.Diff is { } diff && await house.Blobs.GetAsync(Tenant.Local, new BlobRef(diff), cancellationToken) is { } bytes)
            Console.WriteLine(Encoding.UTF8.GetString(bytes.Span));
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private static void Copy(string from, string to)
    {
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }

    // A repository with a first commit is what a user has; without git the demo works all the same.
    private static async Task CommitAsync(string repository, CancellationToken cancellationToken)
    {
        if (!OnPath("git"))
            return;
        string[][] commands =
        [
            ["init", "-q"], ["add", "-A"],
            ["-c", "user.name=tako demo", "-c", "user.email=demo@localhost", "-c", "commit.gpgsign=false",
                "commit", "-q", "-m", "A sample with failing tests"],
        ];
        foreach (var arguments in commands)
        {
            using var git = Process.Start(new ProcessStartInfo("git", arguments)
            {
                WorkingDirectory = repository,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            });
            if (git is not null)
                await git.WaitForExitAsync(cancellationToken);
        }
    }
}

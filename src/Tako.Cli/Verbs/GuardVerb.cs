using System.CommandLine;
using System.Text.Json.Nodes;
using Tako.Cli.Composition;
using Tako.Cli.Terminal;
using Tako.Core.Contracts;
using Tako.Reflexes.Secrets;
using Tako.Workspace.Guard;
using Tako.Workspace.Guard.Checks;
using Tako.Workspace.Overlay;
using Tako.Workspace.Sandbox;

namespace Tako.Cli.Verbs;

/// <summary><c>tako guard</c>: the guard on its own, before a commit or in CI.</summary>
internal static class GuardVerb
{
    private static readonly string[] Formats = ["plain", "json", "sarif", "github"];

    public static Command Command() =>
        new Command("guard", "Judge changes by the constitution, on its own.") { Check(), Test(), Rules() };

    private static Command Check()
    {
        var staged = new Option<bool>("--staged") { Description = "Judge what is staged for a commit instead of the working tree." };
        var @base = new Option<string?>("--base") { Description = "Judge everything since the common ancestor with this revision." };
        var format = new Option<string>("--format")
        {
            Description = string.Join(", ", Formats),
            DefaultValueFactory = _ => "plain",
        };
        format.CompletionSources.Add(_ => Formats.Select(known => new System.CommandLine.Completions.CompletionItem(known)));
        var approved = new Option<string?>("--approved")
        {
            Description = "Hash of the change, as a check prints it, that a person has looked at and approves.",
        };
        var repository = Repository();
        var command = Sub("check", "Judge the working tree's or the index' change against a commit.");
        foreach (var option in new Option[] { staged, @base, repository, format, approved })
            command.Options.Add(option);
        command.SetAction((parsed, token) => Say.GuardAsync(() => CheckAsync(
            new CheckRequest(parsed.GetValue(repository)!, parsed.GetValue(@base), parsed.GetValue(staged)), parsed.GetValue(format)!,
            parsed.GetValue(approved), token)));
        return command;
    }

    private static Command Test()
    {
        var repository = Repository();
        var command = Sub("test", "Run every rule's examples, the repository's rules included.");
        command.Options.Add(repository);
        command.SetAction(parsed => Say.GuardAsync(() => Task.FromResult(RunTests(parsed.GetValue(repository)!))));
        return command;
    }

    private static Command Rules()
    {
        var repository = Repository();
        var json = Options.Json();
        var command = Sub("rules", "List the rules with tier, risk and action.");
        command.Options.Add(repository);
        command.Options.Add(json);
        command.SetAction(parsed => Say.GuardAsync(() => Task.FromResult(List(parsed.GetValue(repository)!, parsed.GetValue(json)))));
        return command;
    }

    private static Command Sub(string name, string purpose) => new(name, purpose);

    private static Option<string> Repository() => new("--repo", "-r")
    {
        Description = "Folder of the repository.",
        DefaultValueFactory = _ => ".",
    };

    private static async Task<int> CheckAsync(CheckRequest request, string format, string? approved, CancellationToken cancellationToken)
    {
        if (!Formats.Contains(format))
            return Say.Fail($"--format takes {string.Join(", ", Formats)}.", ExitCode.Usage);
        if (request.Base?.StartsWith('-') == true)
            return Say.Fail($"'{request.Base}' is no revision.", ExitCode.Usage);
        var read = await GitChanges.ReadAsync(request, cancellationToken);
        if (read is not GitChanges.Found found)
            return Say.Fail(((GitChanges.Refused)read).Why, ExitCode.Refused);
        // Whoever changes the law is judged by the law before the change.
        var law = found.Against is null
            ? Constitution.Load(found.Changes.Root, new SecurityPolicy(), Places.ConstitutionFile)
            : Constitution.Of(found.Law, new SecurityPolicy(), Places.ConstitutionFile);
        if (law.Faults.Count > 0)
            return Faulty(law);
        var guard = Guard(law);
        var capability = new GuardCapability { MayAmendLaw = true };
        var runs = await GuardCommands.RunAsync(guard, law, found.Changes, request.Staged, cancellationToken);
        var review = guard.Review(found.Changes, capability, runs);
        var findings = found.Unjudged.Select(what =>
            new GuardFinding("path.name", Severity.Ask, null, 0, $"A file cannot be judged: {what}.",
            "Give it a plain name and a usual size, or look at it and approve.") { Indeterminate = true }).Concat(review.Findings)
            .OrderByDescending(finding => finding.Severity).ToList();
        var worst = findings.Count == 0 ? Severity.Note : findings[0].Severity;
        var code = worst switch
        {
            Severity.Deny => ExitCode.Denied,
            Severity.Ask when approved != found.Changes.Hash => ExitCode.Halted,
            _ => ExitCode.Done,
        };
        new GuardText(found, guard.Cards, findings, review.Proofs, code).Print(format);
        return code;
    }

    private static int RunTests(string repository)
    {
        if (Load(repository) is not { } law)
            return Say.Fail($"There is no folder '{repository}'.", ExitCode.Refused);
        if (law.Faults.Count > 0)
            return Faulty(law);
        var tested = Guard(law).TestRules();
        var wrong = tested.Where(test => test.Fault is not null).ToList();
        foreach (var (rule, fault) in wrong)
            Console.Error.WriteLine($"tako: {rule.Id}: {fault}");
        Console.WriteLine($"{tested.Count} examples of {tested.Select(test => test.Rule.Id).Distinct().Count()} rules: "
            + (wrong.Count == 0 ? "every rule does what its examples say." : $"{wrong.Count} do not come out as they should."));
        return wrong.Count == 0 ? ExitCode.Done : ExitCode.Usage;
    }

    private static int List(string repository, bool json)
    {
        if (Load(repository) is not { } law)
            return Say.Fail($"There is no folder '{repository}'.", ExitCode.Refused);
        if (law.Faults.Count > 0)
            return Faulty(law);
        GuardText.PrintRules(Guard(law).Cards, json);
        return ExitCode.Done;
    }

    private static Constitution? Load(string repository) => Directory.Exists(repository)
        ? Constitution.Load(Path.GetFullPath(repository), new SecurityPolicy(), Places.ConstitutionFile)
        : null;

    private static IntentGuard Guard(Constitution law)
    {
        var scanner = new SecretScanner();
        return new IntentGuard(law, text =>
            [.. scanner.Scan(text).Where(found => !found.Guessed).Select(found => new SecretHit(found.Kind, found.Start, found.Length))],
            House.KnownSecrets(), _ => []);
    }

    private static int Faulty(Constitution law)
    {
        foreach (var fault in law.Faults)
            Console.Error.WriteLine($"tako: {Constitution.File}: {fault}");
        Console.Error.WriteLine("tako: A constitution that cannot be followed to the letter closes everything. 'tako schema " +
            "constitution' says what may stand in it.");
        return ExitCode.Usage;
    }
}

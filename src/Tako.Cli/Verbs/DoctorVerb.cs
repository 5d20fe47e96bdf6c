using System.CommandLine;
using System.Text.Json.Nodes;
using Tako.Cli.Composition;
using Tako.Cli.Terminal;
using Tako.Core.Identity;
using Tako.Models.Config;
using Tako.Storage.Sqlite.Engine;
using Tako.Workspace.Repairs.Twitches.CSharp;
using Tako.Workspace.Sandbox;

namespace Tako.Cli.Verbs;

/// <summary><c>tako doctor</c>: what works on this machine, and how to mend the rest.</summary>
internal static class DoctorVerb
{
    private static readonly string[] Programs = ["git", "dotnet", "python3", "node", "cc", "unshare"];

    private sealed record Check(string What, bool Well, string Found, string? Mend)
    {
        public IReadOnlyList<Protection> Protections { get; init; } = [];
    }

    public static Command Command()
    {
        var json = Options.Json();
        var command = new Command("doctor", "Check models, sandbox, ledger and tools, and say how to mend what does not work.") { json };
        command.SetAction((parsed, cancellationToken) => Say.GuardAsync(async () =>
        {
            var checks = new List<Check>();
            await LedgerAsync(checks, cancellationToken);
            await ModelsAsync(checks, cancellationToken);
            var ladder = await SandboxLadder.ProbeAsync(
                new SandboxOptions { StateFolder = Path.Combine(Places.State, "sandbox") },
                cancellationToken);
            checks.AddRange(ladder.Reports.Select(report =>
                new Check($"sandbox {report.Tier}", report.Works, report.WhyNot ?? "works", report.HowToMend)
                {
                    Protections = report.Protections,
                }));
            checks.AddRange(Programs.Select(Program));
            checks.Add(CSharpRepairer.InstalledFixes is { } fixes
                ? new Check("C# fixes", true, fixes, null)
                : new Check("C# fixes", true, "none in an installed .NET SDK; Tako's own repairs work alone", null));
            var usable = ladder.Best(IsolationTier.L2) is not null
                && checks.Where(check => check.What is "ledger" or "models" or "configuration")
                    .All(check => check.Well);
            if (parsed.GetValue(json))
                Say.Object(new JsonObject { ["well"] = usable, ["checks"] = new JsonArray([.. checks.Select(ToJson)]) });
            else
                Print(checks, usable);
            return usable ? ExitCode.Done : ExitCode.Refused;
        }));
        return command;
    }

    private static async Task LedgerAsync(List<Check> checks, CancellationToken cancellationToken)
    {
        try
        {
            await using var ledger = await House.OpenStoreAsync(cancellationToken);
            var result = await ledger.VerifyAsync(Tenant.Local, null, cancellationToken);
            checks.Add(new Check("ledger", result.Intact,
                $"{Places.Ledger}: {result.Events} events, {(result.Intact ? "intact" : "broken")} "
                    + $"(SQLite {SqliteEngine.Version}, {SqliteEngine.Source})",
                result.Intact ? null : "Run 'tako verify' for the first bad event of each stream; restore the folder from a copy."));
        }
        catch (SetupException wrong)
        {
            checks.Add(new Check("ledger", false, wrong.Message, "Make the folder writable, or set XDG_STATE_HOME to another."));
        }
    }

    private static async Task ModelsAsync(List<Check> checks, CancellationToken cancellationToken)
    {
        try
        {
            await using var house = await House.OpenAsync(null, cancellationToken);
            var file = File.Exists(Places.ConfigFile) ? Places.ConfigFile : $"{Places.ConfigFile} (not there; not needed)";
            checks.Add(new Check("configuration", true, file, null));
            checks.AddRange(house.Models.Warnings.Select(warning =>
                new Check("configuration", true, $"warning: {warning}", warning.Message)));
            checks.Add(house.Models.Default is { } model
                ? new Check("models", true,
                    $"default {model.Name}; all: {string.Join(", ", house.Models.Names)}",
                    null)
                : new Check("models", false, "none is configured", Animal.NoModel));
            if (house.Models.Providers.FirstOrDefault(provider => provider.Name == house.Models.Default?.Provider) is { } server)
                checks.Add(await ServerAsync(server, cancellationToken));
        }
        catch (SetupException wrong)
        {
            checks.Add(new Check("configuration", false, wrong.Message,
                "Mend the lines that are named; 'tako schema config' shows what may stand there."));
        }
    }

    /// <summary>
    /// Whether the default model's server answers, and takes the key where its protocol has a question that costs nothing.
    /// </summary>
    private static async Task<Check> ServerAsync(ProviderConfig provider, CancellationToken cancellationToken)
    {
        var free = provider.Kind is ProviderKind.OpenAI or ProviderKind.Compatible;
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        using var question = new HttpRequestMessage(HttpMethod.Get,
            provider.BaseAddress.AbsoluteUri.TrimEnd('/') + (free ? "/models" : ""));
        if (free && provider.Key is { } key)
            question.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key.Value}");
        try
        {
            using var answer = await http.SendAsync(question, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return free && (int)answer.StatusCode is 401 or 403
                ? new Check("model server", false, $"{provider.Name} refuses the key", $"Check the key of provider '{provider.Name}'.")
                : new Check("model server", true, $"{provider.Name} answers", null);
        }
        catch (Exception wrong) when (wrong is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return new Check("model server", false, $"{provider.Name} at {provider.BaseAddress} cannot be reached",
                "Start the server, or mend baseAddress; a run would end with the same.");
        }
    }

    private static Check Program(string name)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
        return new Check(name, path is not null, path ?? "not found", path is not null ? null : Mend(name));
    }

    private static string Mend(string name) => name switch
    {
        "cc" => "Install a C compiler (Debian: apt-get install gcc libc6-dev) for the strongest sandbox tier.",
        "unshare" => "Install util-linux for the second sandbox tier.",
        "git" => "Install git; without it Tako cannot tell whether a repository has uncommitted changes.",
        _ => $"Install {name} where repositories that use it are to be worked on.",
    };

    private static void Print(List<Check> checks, bool usable)
    {
        foreach (var check in checks)
        {
            Console.WriteLine($"{(check.Well ? "ok  " : "no  ")} {check.What,-14} {check.Found}");
            if (check.Mend is { } mend)
                Console.WriteLine($"     {"",-14} → {mend}");
        }

        PrintProtections([.. checks.Where(check => check.Protections.Count > 0)]);
        Console.WriteLine(usable
            ? "Tako can work here."
            : "Tako cannot work here yet; mend what is marked 'no' among ledger, models and sandbox L1 or L2.");
    }

    /// <summary>One line for each thing a hostile command could try, one column for each tier.</summary>
    private static void PrintProtections(IReadOnlyList<Check> tiers)
    {
        if (tiers.Count == 0)
            return;
        Console.WriteLine();
        Console.WriteLine($"     {"the sandbox holds against",-44} {string.Join("  ", tiers.Select(tier => tier.What.Split(' ')[^1]))}");
        foreach (var (row, protection) in tiers[0].Protections.Index())
        {
            var cells = tiers.Select(tier => tier.Protections[row].Holds ? "yes" : "no ");
            Console.WriteLine($"     {protection.Against,-44} {string.Join(" ", cells)}");
        }

        Console.WriteLine();
    }

    private static JsonObject ToJson(Check check)
    {
        var json = new JsonObject
        {
            ["what"] = check.What,
            ["well"] = check.Well,
            ["found"] = check.Found,
            ["mend"] = check.Mend,
        };
        if (check.Protections.Count > 0)
        {
            json["protections"] = new JsonArray([.. check.Protections.Select(protection => new JsonObject
            {
                ["against"] = protection.Against,
                ["holds"] = protection.Holds,
                ["by"] = protection.By,
            })]);
        }

        return json;
    }
}

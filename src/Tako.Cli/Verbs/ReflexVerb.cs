using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Tako.Cli.Composition;
using Tako.Cli.Terminal;
using Tako.Core.Faults;
using Tako.Core.Labels;
using Tako.Reflexes;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Pipeline;
using Tako.Reflexes.Policies;

namespace Tako.Cli.Verbs;

/// <summary><c>tako reflex</c>: the reflexes on their own.</summary>
internal static class ReflexVerb
{
    private const int MostShown = 200;
    private static readonly string[] Sources = ["system", "user", "arm", "tool", "web"];

    public static Command Command() => new Command("reflex", "Look at texts as the reflexes do, on their own.") { Check() };

    private static Command Check()
    {
        var policy = new Option<string?>("--policy") { Description = "File with a policy; left out, the built-in one." };
        var source = new Option<string>("--source")
        {
            Description = $"Where the text comes from: {string.Join(", ", Sources)}.", DefaultValueFactory = _ => "user",
        };
        source.CompletionSources.Add(Sources);
        var json = Options.Json();
        var command = Sub("check", "Read a text from standard input and explain what the policy makes of it.");
        foreach (var option in new Option[] { policy, source, json })
            command.Options.Add(option);
        command.SetAction((parsed, _) => Say.GuardAsync(() =>
            Task.FromResult(Check(parsed.GetValue(policy), parsed.GetValue(source)!, parsed.GetValue(json)))));
        return command;
    }

    private static Command Sub(string name, string purpose) => new(name, purpose);

    private static int Check(string? policyFile, string source, bool json)
    {
        if (!Sources.Contains(source))
            return Say.Fail($"--source is '{source}'; take one of {string.Join(", ", Sources)}.", ExitCode.Usage);
        if (policyFile is not null && !File.Exists(policyFile))
            return Say.Fail($"There is no file '{policyFile}'; name one with a policy in --policy.", ExitCode.Usage);
        var read = PolicyReader.Read(policyFile is null ? "" : File.ReadAllText(policyFile));
        if (read is Parsed<ReflexPolicy>.Faulty faulty)
            return Say.Fail($"{policyFile}:\n{string.Join('\n', faulty.Faults)}", ExitCode.Usage);
        var policy = ((Parsed<ReflexPolicy>.Ok)read).Value;
        Inspector inspector;
        try
        {
            inspector = StandardScanners.Inspectors(policy, TimeProvider.System).Incoming;
        }
        catch (ArgumentException wrong)
        {
            return Say.Fail($"{policyFile}: {wrong.Message}", ExitCode.Usage);
        }

        var text = Console.In.ReadToEnd();
        // Twice: the first pays for what is compiled at its first use.
        _ = inspector.Inspect(text + " ", LabelOf(source));
        var (verdict, rewritten) = inspector.Rewrite(text, LabelOf(source), Replacements.Masks);
        if (json)
            Say.Object(Json(verdict, rewritten));
        else
            Print(verdict, text, rewritten);
        return verdict.Decision >= Decision.Escalate ? ExitCode.Denied : ExitCode.Done;
    }

    private static Label LabelOf(string source) => source switch
    {
        "system" => Labels.System("stdin"),
        "arm" => Labels.Arm("stdin"),
        "tool" => Labels.Tool("stdin"),
        "web" => Labels.Web("stdin"),
        _ => Labels.User("stdin"),
    };

    private static void Print(in Verdict verdict, string text, string rewritten)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Word(verdict.Decision)}: {verdict.Findings.Count} finding(s) in {text.Length} characters, ")
            + string.Create(CultureInfo.InvariantCulture, $"{verdict.Elapsed.TotalMicroseconds:F1} us, policy {verdict.PolicyVersion}"));
        foreach (var judged in verdict.Findings.Take(MostShown))
        {
            var finding = judged.Finding;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {Place(text, finding.Start),-9} {finding.Length,4}  {Word(finding.Family),-9} {finding.Kind,-28} ")
                + string.Create(CultureInfo.InvariantCulture, $"{finding.Score:F2}  {Word(judged.Action)} ({judged.Rule})"));
        }

        if (verdict.Findings.Count > MostShown)
            Console.WriteLine($"  … and {verdict.Findings.Count - MostShown} more");
        if (verdict.Decision == Decision.Rewrite)
            Console.WriteLine($"\n{rewritten}");
    }

    private static JsonObject Json(in Verdict verdict, string rewritten)
    {
        var findings = new JsonArray();
        foreach (var judged in verdict.Findings)
        {
            findings.Add((JsonNode)new JsonObject
            {
                ["start"] = judged.Finding.Start,
                ["length"] = judged.Finding.Length,
                ["family"] = Word(judged.Finding.Family),
                ["kind"] = judged.Finding.Kind,
                ["score"] = Math.Round(judged.Finding.Score, 3),
                ["action"] = Word(judged.Action),
                ["rule"] = judged.Rule,
            });
        }

        return new JsonObject
        {
            ["decision"] = Word(verdict.Decision),
            ["policy"] = verdict.PolicyVersion,
            ["microseconds"] = Math.Round(verdict.Elapsed.TotalMicroseconds, 1),
            ["findings"] = findings,
            ["text"] = verdict.Decision == Decision.Rewrite ? rewritten : null,
        };
    }

    // Line and column, from 1.
    private static string Place(string text, int at)
    {
        var before = text.AsSpan(0, at);
        return string.Create(CultureInfo.InvariantCulture, $"{before.Count('\n') + 1}:{at - before.LastIndexOf('\n')}");
    }

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}

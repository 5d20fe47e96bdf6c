using System.CommandLine;
using Tako.Cli.Composition;
using Tako.Cli.Terminal;
using Tako.Core.Faults;
using Tako.Reactor.Plans;
using Tako.Tasks;

namespace Tako.Cli.Verbs;

/// <summary><c>tako run</c>: the main job.</summary>
internal static class RunVerb
{
    public static Command Command()
    {
        var goal = new Argument<string?>("goal") { Description = "What is to be reached, in a sentence.", Arity = ArgumentArity.ZeroOrOne };
        var flags = new ContractFlags();
        var plan = new Option<string?>("--plan") { Description = "A plan in YAML or JSON to run instead of one that a model writes." };
        var record = new Option<string?>("--record")
        {
            Description = "Record the model's answers into this file, to be played with --model recorded:FILE.",
        };
        var dry = new Option<bool>("--dry-run")
        {
            Description = "Show the plan, the arms, the models and the expected cost, and do nothing.",
        };
        var ask = Options.Ask();
        var json = Options.Json();
        var command = new Command("run", """
            Turn a goal into a verified change in a repository.

            Examples:
              tako run "Make the failing tests pass" --repo path/to/repo
              tako run "Add a --quiet flag" --usd 0.50 --time 15m
              tako run --contract fix.yaml --ask never --json
            """) { goal, plan, record, dry, ask, json };
        flags.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Say.GuardAsync(async () =>
        {
            if (!TryAsk(parsed.GetValue(ask)!, out var mode))
                return Say.Fail("--ask takes 'person' or 'never'.", ExitCode.Usage);
            var (contract, faults) = await flags.ReadAsync(parsed, parsed.GetValue(goal), cancellationToken);
            var (given, planFaults) = await ReadPlanAsync(parsed.GetValue(plan), cancellationToken);
            if (contract is null || planFaults.Count > 0)
                return Faulty([.. faults, .. planFaults]);
            await using var view = RunView.For(parsed.GetValue(json));
            await using var house = await House.OpenAsync(view.Watch, cancellationToken);
            var request = new TaskRequest
            {
                Contract = house.Settings.Bound(contract),
                Repository = parsed.GetValue(flags.Repository)!,
                Plan = given,
                Ask = mode,
            };
            var animal = new Animal(house.Parts(view.Saying, view.Asker(mode), parsed.GetValue(record)));
            if (parsed.GetValue(dry))
                return PreviewText.Print(await animal.PreviewAsync(request, cancellationToken), parsed.GetValue(json));
            return await TaskEnd.RunAsync(view, parsed.GetValue(json),
                token => animal.RunAsync(request, view.Started, token),
                cancellationToken);
        }));
        return command;
    }

    public static bool TryAsk(string text, out AskMode mode) =>
        Enum.TryParse(text, ignoreCase: true, out mode) && !int.TryParse(text, out _);

    public static async Task<(Plan? Plan, IReadOnlyList<string> Faults)> ReadPlanAsync(string? file, CancellationToken cancellationToken)
    {
        if (file is null)
            return (null, []);
        if (!File.Exists(file))
            return (null, [$"There is no plan file '{file}'."]);
        return PlanReader.Read(await File.ReadAllTextAsync(file, cancellationToken), new PlanLimits { Inputs = ["sense"] }) switch
        {
            Parsed<Plan>.Ok ok => (ok.Value, []),
            Parsed<Plan>.Faulty faulty => (null, [.. faulty.Faults.Select(fault => $"{file}: {fault}")]),
            _ => throw new InvalidOperationException("A parsed value is ok or faulty."),
        };
    }

    private static int Faulty(IReadOnlyList<string> faults)
    {
        foreach (var fault in faults)
            Console.Error.WriteLine($"tako: {fault}");
        return ExitCode.Usage;
    }
}

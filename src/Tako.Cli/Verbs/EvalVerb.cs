using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tako.Cli.Composition;
using Tako.Cli.Terminal;
using Tako.Eval;
using Tako.Eval.Cost;
using Tako.Eval.Failover;
using Tako.Eval.Limb;
using Tako.Eval.Reflex;

namespace Tako.Cli.Verbs;

/// <summary><c>tako eval</c>: measures one part of Tako, beside its target and its baseline.</summary>
internal static class EvalVerb
{
    // A suite is made, and its assembly loaded, only when it is asked for: help comes at once.
    private static readonly (string Name, string Purpose)[] Known =
    [
        ("limb", "Repairs of code without a model, and red and green of tests in the shadow."),
        ("cost", "Usage blocks of providers read into tokens, and the prices made from them."),
        ("reflex", "What the reflexes find and wrongly find, and their time."),
        (Failover, "A gateway between clients and a provider that breaks in sixteen ways."),
    ];

    private const string Failover = "failover";

    public static Command Command()
    {
        var suite = new Argument<string>("suite")
        {
            Description = string.Join(" ", Known.Select(static one => $"{one.Name}: {one.Purpose}")),
        };
        suite.CompletionSources.Add([.. Known.Select(static one => one.Name)]);
        var data = new Option<string?>("--data")
        {
            Description = "Folder with the data sets (JSON lines), searched with its subfolders; failover needs none.",
        };
        var rows = new Option<int?>("--rows") { Description = "At most so many rows of each set, evenly spread." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object a line for machines." };
        var failover = new FailoverFlags();
        var command = new Command("eval", "Measure a part of Tako on data sets or by its traffic.") { suite, data, rows, json };
        failover.AddTo(command);
        command.SetAction((parsed, token) => Say.GuardAsync(() =>
        {
            var name = parsed.GetValue(suite)!;
            if (!Known.Any(one => one.Name == name))
                return Wrong($"There is no suite '{name}'; take one of {string.Join(", ", Known.Select(static one => one.Name))}.");
            if (name != Failover && failover.FirstGiven(parsed) is { } foreign)
                return Wrong($"{foreign} is for the suite failover; '{name}' does not take it.");
            return RunAsync(Suite(name, failover.Read(parsed)), parsed.GetValue(data), parsed.GetValue(rows), parsed.GetValue(json), token);
        }));
        return command;
    }

    private static IEvalSuite Suite(string name, FailoverOptions failover) => name switch
    {
        "limb" => new LimbSuite(),
        "cost" => new CostSuite(),
        "reflex" => new ReflexSuite(),
        _ => new FailoverSuite(new OwnGateway(House.NewRandom()).StartAsync, failover),
    };

    private static Task<int> Wrong(string message) => Task.FromResult(Say.Fail(message, ExitCode.Usage));

    private static async Task<int> RunAsync(IEvalSuite suite, string? data, int? rows, bool json, CancellationToken cancellationToken)
    {
        if (suite.NeedsData && data is null)
            return Say.Fail($"The suite '{suite.Name}' works on data sets; name their folder in --data.", ExitCode.Usage);
        if (data is not null && !Directory.Exists(data))
            return Say.Fail($"There is no folder '{data}'; name one with data sets in --data.", ExitCode.Usage);
        if (rows is <= 0)
            return Say.Fail("--rows must be at least 1.", ExitCode.Usage);
        var request = new EvalRequest
        {
            DataFolder = data is null ? "" : Path.GetFullPath(data),
            StateFolder = Places.State,
            Rows = rows,
            Saying = Console.IsErrorRedirected ? static _ => { } : text => Console.Error.Write($"\r\e[K{text}"),
        };
        var all = new List<Measure>();
        var measured = 0;
        try
        {
            await foreach (var measure in suite.RunAsync(request, cancellationToken))
            {
                measured += measure.Value is null ? 0 : 1;
                if (json)
                    Console.Out.WriteLine(JsonSerializer.Serialize(measure, MeasureJson.Default.Measure));
                else
                    all.Add(measure);
            }
        }
        catch (InvalidDataException wrong)
        {
            return Say.Fail(wrong.Message, ExitCode.Usage);
        }

        if (!Console.IsErrorRedirected)
            Console.Error.Write("\r\e[K");
        if (!json && all.Any(measure => measure.Verdict is not null))
            ScorecardTable.Write(Console.Out, all);
        else if (!json)
            EvalTable.Write(Console.Out, all);
        return measured > 0
            ? ExitCode.Done
            : Say.Fail($"'{data}' holds no set that the suite '{suite.Name}' knows.", ExitCode.Partial);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Measure))]
internal sealed partial class MeasureJson : JsonSerializerContext;

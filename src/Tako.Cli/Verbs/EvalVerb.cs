using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tako.Cli.Composition;
using Tako.Cli.Terminal;
using Tako.Eval;
using Tako.Eval.Cost;
using Tako.Eval.Limb;

namespace Tako.Cli.Verbs;

/// <summary><c>tako eval</c>: measures one part of Tako on data, beside its target and its baseline.</summary>
internal static class EvalVerb
{
    private static readonly IReadOnlyList<IEvalSuite> Suites = [new LimbSuite(), new CostSuite()];

    public static Command Command()
    {
        var suite = new Argument<string>("suite")
        {
            Description = string.Join("; ", Suites.Select(known => $"{known.Name}: {known.Purpose}")),
        };
        suite.CompletionSources.Add(_ => Suites.Select(known => new System.CommandLine.Completions.CompletionItem(known.Name)));
        var data = new Option<string>("--data")
        {
            Description = "Folder with the data sets (JSON lines), searched with its subfolders.", Required = true,
        };
        var rows = new Option<int?>("--rows") { Description = "At most so many rows of each set, evenly spread." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object a line for machines." };
        var command = new Command("eval", "Measure a part of Tako on data sets.") { suite, data, rows, json };
        command.SetAction((parsed, token) => Say.GuardAsync(() => RunAsync(parsed.GetValue(suite)!, parsed.GetValue(data)!,
            parsed.GetValue(rows), parsed.GetValue(json), token)));
        return command;
    }

    private static async Task<int> RunAsync(string name, string data, int? rows, bool json, CancellationToken cancellationToken)
    {
        if (Suites.FirstOrDefault(known => known.Name == name) is not { } suite)
            return Say.Fail($"There is no suite '{name}'; take one of {string.Join(", ", Suites.Select(known => known.Name))}.",
                ExitCode.Usage);
        if (!Directory.Exists(data))
            return Say.Fail($"There is no folder '{data}'; name one with data sets in --data.", ExitCode.Usage);
        if (rows is <= 0)
            return Say.Fail("--rows must be at least 1.", ExitCode.Usage);
        var request = new EvalRequest
        {
            DataFolder = Path.GetFullPath(data),
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
        if (!json)
            EvalTable.Write(Console.Out, all);
        return measured > 0
            ? ExitCode.Done
            : Say.Fail($"'{data}' holds no set that the suite '{name}' knows.", ExitCode.Partial);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Measure))]
internal sealed partial class MeasureJson : JsonSerializerContext;

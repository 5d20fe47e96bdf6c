using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Tako.Cli.Terminal;
using Tako.Core.Text;
using Tako.Reflexes.Injection;
using Tako.Reflexes.Injection.Training;
using Tako.Reflexes.Names.Training;

namespace Tako.Cli.Verbs;

/// <summary><c>tako train</c>: trains the models of reflexes from labelled rows.</summary>
internal static class TrainVerb
{
    private const string Reflex = "reflex";
    private const string Names = "names";
    private const int MaxName = 64;

    public static Command Command()
    {
        var what = new Argument<string>("what")
        {
            Description = $"What to train: {Reflex}, a linear model over n-grams of texts, or {Names}, a tagger.",
        };
        what.CompletionSources.Add(Reflex, Names);
        var data = new Option<string?>("--data")
        {
            Description = "Folder with rows (JSON lines: text, label, group; for names: text, spans, group), searched with its subfolders.",
        };
        var output = new Option<string?>("--out")
        {
            Description = "File for the model; without it the figures are printed and nothing is written.",
        };
        var head = new Option<string?>("--head") { Description = $"Name of the head; '{InjectionModel.Head}' unless another is given." };
        var positive = new Option<string?>("--positive")
        {
            Description = "For a head of your own: the labels it says yes to, with commas; all others are no.",
        };
        var sentences = new Option<int?>("--sentences")
        {
            Description = $"Only for {Names}: how many built-in sentences it learns from beside the rows, 0 to {TrainNames.MostSentences}; "
                + $"{NameTraining.UsualSentences} unless given.",
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object for machines." };
        var command = new Command("train", "Train a model of the reflexes from labelled rows.")
        {
            what, data, output, head, positive, sentences, json,
        };
        command.SetAction((parsed, _) => Say.GuardAsync(() => Task.FromResult(parsed.GetValue(what) switch
        {
            Reflex when parsed.GetValue(sentences) is not null => Say.Fail($"--sentences is for '{Names}'; leave it out.", ExitCode.Usage),
            Reflex => Run(parsed.GetValue(data), parsed.GetValue(output), parsed.GetValue(head) ?? InjectionModel.Head,
                parsed.GetValue(positive), parsed.GetValue(json)),
            Names when (parsed.GetValue(head) ?? parsed.GetValue(positive)) is not null =>
                Say.Fail($"--head and --positive are for '{Reflex}': rows for names say their kinds themselves.", ExitCode.Usage),
            Names => RunNames(parsed.GetValue(data), parsed.GetValue(output), parsed.GetValue(sentences), parsed.GetValue(json)),
            var other => Say.Fail($"There is no model '{other}' to train; take {Reflex} or {Names}.", ExitCode.Usage),
        })));
        return command;
    }

    private static int RunNames(string? data, string? output, int? sentences, bool json)
    {
        if (Fault(data, output) is { } fault)
            return Say.Fail(fault, ExitCode.Usage);
        return sentences is < 0 or > TrainNames.MostSentences
            ? Say.Fail($"--sentences is {sentences}; take 0 to {TrainNames.MostSentences}.", ExitCode.Usage)
            : TrainNames.Run(data!, output, sentences ?? NameTraining.UsualSentences, json);
    }

    private static int Run(string? data, string? output, string head, string? positive, bool json)
    {
        if (Fault(data, output, head, positive) is { } fault)
            return Say.Fail(fault, ExitCode.Usage);
        var labels = positive is null ? TrainingLabels.Injection : new TrainingLabels(Split(positive));
        try
        {
            var (model, report) = ReflexTraining.Run(Path.GetFullPath(data!), head, labels);
            var bytes = LinearHeadsFile.Write(model);
            if (output is not null)
                File.WriteAllBytes(output, bytes);
            if (json)
                Say.Object(Json(report, bytes.Length, output));
            else
                Print(report, bytes.Length, output);
            return ExitCode.Done;
        }
        catch (Exception wrong) when (wrong is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return Say.Fail(wrong.Message, ExitCode.Usage);
        }
    }

    private static string? Fault(string? data, string? output, string head, string? positive)
    {
        if (Fault(data, output) is { } fault)
            return fault;
        if (head.Length is 0 or > MaxName || head.Any(static letter => !char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter)
            && letter != '_'))
            return $"'{head}' is no name for a head; take up to {MaxName} lower case letters, digits and underscores.";
        if (head != InjectionModel.Head && positive is null)
            return $"The head '{head}' is yours: name the labels it says yes to in --positive.";
        return positive is not null && Split(positive).Length == 0
            ? "--positive names no label; give at least one, with commas between them."
            : null;
    }

    private static string? Fault(string? data, string? output)
    {
        if (data is null)
            return "Training needs labelled rows; name their folder in --data.";
        if (!Directory.Exists(data))
            return $"There is no folder '{data}'; name one with .jsonl files in --data.";
        return output is not null && Path.GetDirectoryName(Path.GetFullPath(output)) is { } folder && !Directory.Exists(folder)
            ? $"There is no folder '{folder}' for the model; make it or name another file in --out."
            : null;
    }

    private static string[] Split(string labels) => labels.Split(',',
        StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static void Print(HeadReport report, int bytes, string? output)
    {
        var line = report.Threshold.ToString("F4", CultureInfo.InvariantCulture);
        Console.Out.WriteLine($"head {report.Head}: says yes from {line} on; measured on groups not seen:");
        foreach (var source in report.Sources)
        {
            var share = (100.0 * source.Flagged / source.Texts).ToString("F2", CultureInfo.InvariantCulture);
            var found = source.Positive ? "found" : "wrongly flagged";
            Console.Out.WriteLine($"  {found,-16} {share,7} % of {source.Texts,6}  {source.Source}");
        }

        Console.Out.WriteLine(output is null
            ? $"{bytes} bytes, not written: name a file in --out." : $"{bytes} bytes written to {output}");
    }

    private static JsonObject Json(HeadReport report, int bytes, string? output) => new()
    {
        ["head"] = report.Head,
        ["threshold"] = report.Threshold,
        ["bytes"] = bytes,
        ["out"] = output,
        ["sources"] = new JsonArray([.. report.Sources.Select(static source => new JsonObject
        {
            ["source"] = source.Source, ["positive"] = source.Positive, ["texts"] = source.Texts, ["flagged"] = source.Flagged,
        })]),
    };
}

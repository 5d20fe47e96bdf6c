using System.Globalization;
using System.Text.Json.Nodes;
using Tako.Cli.Terminal;
using Tako.Reflexes.Names;
using Tako.Reflexes.Names.Training;

namespace Tako.Cli.Verbs;

/// <summary><c>tako train names</c>: trains a tagger of names, and prints its card.</summary>
internal static class TrainNames
{
    public const int MostSentences = 1_000_000;

    public static int Run(string folder, string? output, int sentences, bool json)
    {
        var training = new NameTraining { Sentences = sentences };
        try
        {
            var (model, report) = NameReport.Run(training, LabelledRows.Under(Path.GetFullPath(folder)));
            using var stream = new MemoryStream();
            model.Write(stream);
            if (output is not null)
                File.WriteAllBytes(output, stream.ToArray());
            if (json)
                Say.Object(Json(model, report, training, stream.Length, output));
            else
                Print(model, report, training, stream.Length, output);
            return ExitCode.Done;
        }
        catch (Exception wrong) when (wrong is InvalidDataException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            return Say.Fail(wrong.Message, ExitCode.Usage);
        }
    }

    private static void Print(NameModel model, NameReport report, NameTraining training, long bytes, string? output)
    {
        Console.Out.WriteLine($"names: {string.Join(", ", model.Kinds)}");
        Console.Out.WriteLine($"trained on {report.Rows} rows in {report.Groups} groups and {training.Sentences} built-in sentences, "
            + $"{training.Rounds} rounds, seed {training.Seed}; the same rows give the same bytes");
        Console.Out.WriteLine("measured on groups not seen, each half by a model of the other:");
        foreach (var kind in report.Kinds)
        {
            var share = (100.0 * kind.Found / Math.Max(1, kind.Labelled)).ToString("F2", CultureInfo.InvariantCulture);
            Console.Out.WriteLine($"  found {share,7} % of {kind.Labelled,6}, {kind.Wrong,5} wrong  {kind.Kind}");
        }

        Console.Out.WriteLine("limits: it guesses from words and their neighbours, and knows texts of other kinds less well.");
        Console.Out.WriteLine(output is null
            ? $"{bytes} bytes, not written: name a file in --out." : $"{bytes} bytes written to {output}");
    }

    private static JsonObject Json(NameModel model, NameReport report, NameTraining training, long bytes, string? output) => new()
    {
        ["kinds"] = new JsonArray([.. model.Kinds.Select(static kind => (JsonNode)kind)]),
        ["rows"] = report.Rows,
        ["groups"] = report.Groups,
        ["sentences"] = training.Sentences,
        ["seed"] = training.Seed,
        ["bytes"] = bytes,
        ["out"] = output,
        ["unseen"] = new JsonArray([.. report.Kinds.Select(static kind => (JsonNode)new JsonObject
        {
            ["kind"] = kind.Kind, ["labelled"] = kind.Labelled, ["found"] = kind.Found, ["wrong"] = kind.Wrong,
        })]),
    };
}

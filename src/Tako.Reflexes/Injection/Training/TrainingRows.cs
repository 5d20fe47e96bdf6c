using System.Text.Json;
using Tako.Core.Text;

namespace Tako.Reflexes.Injection.Training;

/// <summary>Reads labelled rows: one JSON object a line with <c>text</c>, <c>label</c> and, where rows are alike, <c>group</c>.</summary>
public static class TrainingRows
{
    private const long MaxBytes = 1L << 30;

    /// <summary>
    /// All rows of the <c>.jsonl</c> files of a folder and its subfolders that say something to a head; a file is a source.
    /// </summary>
    /// <exception cref="InvalidDataException">There is no such row, or a line is no JSON object.</exception>
    public static IReadOnlyList<TrainingText> Under(string folder, TrainingLabels labels)
    {
        var texts = new List<TrainingText>();
        var files = Directory.EnumerateFiles(folder, "*.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        foreach (var path in files)
            texts.AddRange(Of(path, labels));
        return texts.Count > 0
            ? texts
            : throw new InvalidDataException($"'{folder}' holds {files.Count} .jsonl files, but no row with a text and a label that "
                + "this head knows; rows look like {\"text\": \"...\", \"label\": \"...\", \"group\": \"...\"}, "
                + "and --positive names the labels of a head of your own.");
    }

    /// <summary>What one row says to a head: its text, and as a negative the harmless twin that it may carry.</summary>
    public static IEnumerable<TrainingText> Of(JsonElement row, string source, TrainingLabels labels)
    {
        if (row.ValueKind != JsonValueKind.Object || Field(row, "text") is not { Length: > 0 } text || Field(row,
            "label") is not { } label
            || labels.IsPositive(label) is not { } positive)
            yield break;
        var group = source + "/" + (row.TryGetProperty("group", out var named) ? named.ToString() : text);
        yield return new TrainingText(text, positive, group, positive ? source : $"{source}/{label}");
        if (Field(row, "benign_twin") is { Length: > 0 } twin)
            yield return new TrainingText(twin, false, group, $"{source}/benign_twin");
    }

    private static IEnumerable<TrainingText> Of(string path, TrainingLabels labels)
    {
        if (new FileInfo(path).Length > MaxBytes)
            throw new InvalidDataException($"{path} is larger than 1 GiB; cut it into smaller files.");
        var source = Path.GetFileNameWithoutExtension(path);
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.AsSpan().Trim().IsEmpty)
                continue;
            JsonElement row;
            try
            {
                using var document = JsonDocument.Parse(line);
                row = document.RootElement.Clone();
            }
            catch (JsonException wrong)
            {
                throw new InvalidDataException($"{path}, line {number}: {wrong.Message}", wrong);
            }

            foreach (var text in Of(row, source, labels))
                yield return text;
        }
    }

    private static string? Field(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

using System.Text.Json;
using Tako.Core.Text;
using Tako.Reflexes.Training;

namespace Tako.Reflexes.Injection.Training;

/// <summary>Reads labelled rows: one JSON object a line with <c>text</c>, <c>label</c> and, where rows are alike, <c>group</c>.</summary>
public static class TrainingRows
{
    /// <summary>
    /// All rows of the <c>.jsonl</c> files of a folder and its subfolders that say something to a head; a file is a source.
    /// </summary>
    /// <exception cref="InvalidDataException">There is no such row, or a line is no JSON.</exception>
    public static IReadOnlyList<TrainingText> Under(string folder, TrainingLabels labels)
    {
        var files = RowFiles.Under(folder);
        var texts = files.SelectMany(path => RowFiles.Read(path, row => Of(row, Path.GetFileNameWithoutExtension(path), labels))).ToList();
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

    private static string? Field(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

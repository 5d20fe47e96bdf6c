using System.Text.Json;

namespace Tako.Reflexes.Training;

/// <summary>Reads the rows of a folder: one JSON value a line, in files that end in <c>.jsonl</c>.</summary>
internal static class RowFiles
{
    private const long MaxBytes = 1L << 30;

    /// <summary>The files of a folder and its subfolders, in order.</summary>
    public static IReadOnlyList<string> Under(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>What the rows of a file give, empty lines left out.</summary>
    /// <exception cref="InvalidDataException">The file is too large, or a line is no JSON or holds what no row may hold.</exception>
    public static IReadOnlyList<T> Read<T>(string path, Func<JsonElement, IEnumerable<T>> read)
    {
        if (new FileInfo(path).Length > MaxBytes)
            throw new InvalidDataException($"{path} is larger than 1 GiB; cut it into smaller files.");
        var all = new List<T>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.AsSpan().Trim().IsEmpty)
                continue;
            try
            {
                using var document = JsonDocument.Parse(line);
                all.AddRange(read(document.RootElement));
            }
            catch (Exception wrong) when (wrong is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
            {
                throw new InvalidDataException($"{path}, line {number}: {wrong.Message}", wrong);
            }
        }

        return all;
    }
}

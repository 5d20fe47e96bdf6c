using System.Text.Json;

namespace Tako.Eval;

/// <summary>Reads data sets of one JSON object a line.</summary>
internal static class DataFiles
{
    private const long MaxBytes = 1L << 30;

    /// <summary>The data sets under a folder: name and path, in order.</summary>
    public static IEnumerable<(string Set, string Path)> Under(string folder) => Directory
        .EnumerateFiles(folder, "*.jsonl", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(path => (Path.GetFileNameWithoutExtension(path), path));

    /// <summary>Documents that hold a list of rows: path below the folder without the ending, and path, in order.</summary>
    public static IEnumerable<(string Set, string Path)> Lists(string folder) => Directory
        .EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(path => (Path.ChangeExtension(Path.GetRelativePath(folder, path), null).Replace('\\', '/'), path));

    /// <summary>The first row, to see what kind of set it is; null for an empty file or one that is none.</summary>
    public static JsonElement? First(string path)
    {
        try
        {
            if (IsList(path))
                return Rows(path, 1).FirstOrDefault() is { ValueKind: JsonValueKind.Object } row ? row : null;
            return File.ReadLines(path).FirstOrDefault(line => line.Trim().Length > 0) is { } line ? Parse(line) : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>All rows, or so many of them evenly spread. A line that is no JSON object is named in the exception.</summary>
    /// <exception cref="InvalidDataException">The file is too large, or a line is no JSON object.</exception>
    public static IReadOnlyList<JsonElement> Rows(string path, int? most)
    {
        if (new FileInfo(path).Length > MaxBytes)
            throw new InvalidDataException($"{path} is larger than 1 GiB; cut it into smaller sets.");
        if (IsList(path))
            return List(path, most);
        var rows = new List<JsonElement>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Trim().Length == 0)
                continue;
            try
            {
                rows.Add(Parse(line));
            }
            catch (JsonException wrong)
            {
                throw new InvalidDataException($"{path}, line {number}: {wrong.Message}", wrong);
            }
        }

        return Spread(rows, most);
    }

    public static string? Text(this JsonElement row, string field) =>
        row.ValueKind == JsonValueKind.Object && row.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static bool IsList(string path) => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    private static IReadOnlyList<JsonElement> List(string path, int? most)
    {
        try
        {
            // Values whose numbers and names matter are kept as they are written.
            using var document = JsonDocument.Parse(File.ReadAllText(path), new JsonDocumentOptions { MaxDepth = 1_000 });
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? Spread([.. document.RootElement.Clone().EnumerateArray()], most)
                : [];
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"{path}: {wrong.Message}", wrong);
        }
    }

    private static IReadOnlyList<JsonElement> Spread(List<JsonElement> rows, int? most) => most is { } limit && limit < rows.Count
        ? [.. Enumerable.Range(0, limit).Select(index => rows[(int)((long)index * rows.Count / limit)])]
        : rows;

    private static JsonElement Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? document.RootElement.Clone()
            : throw new JsonException("a row must be a JSON object");
    }
}

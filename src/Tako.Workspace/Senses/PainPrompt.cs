using System.Globalization;
using System.Text;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses;

/// <summary>What a model is shown of pains: the roots, the lines around, what was expected, and nothing else.</summary>
public static class PainPrompt
{
    private const int MaxPains = 3;
    private const int Around = 5;
    private const int MaxPlaces = 2;
    private const int MaxLine = 240;
    private const int MaxCharacters = 12_000;

    /// <summary>At most <c>12,000</c> characters about at most three pains; pains of another snapshot than
    /// <paramref name="shadow"/> are stale and left out.</summary>
    public static string Write(IReadOnlyList<Pain> pains, Shadow shadow)
    {
        var fresh = pains.Where(pain => pain.WorkspaceHash.Length == 0 || pain.WorkspaceHash == shadow.Hash).ToList();
        // A build that failed explains every red test after it.
        var roots = fresh.Any(pain => pain.Rung == "build") ? fresh.Where(pain => pain.Rung == "build").ToList() : fresh;
        var text = new StringBuilder();
        var different = roots.DistinctBy(pain => pain.Fingerprint).ToList();
        foreach (var pain in different.Take(MaxPains))
            Write(text, pain, shadow);
        var hidden = roots.Count - Math.Min(different.Count, MaxPains);
        if (hidden > 0)
            text.Append(CultureInfo.InvariantCulture, $"({hidden} more failures are not shown; mend these first.)\n");
        return text.Length <= MaxCharacters ? text.ToString() : text.ToString(0, MaxCharacters) + "\n(cut)\n";
    }

    private static void Write(StringBuilder text, Pain pain, Shadow shadow)
    {
        text.Append("## ").Append(pain.Rung).Append(": ").Append(pain.Code);
        if (pain.Test is not null)
            text.Append(" in ").Append(Cut(pain.Test));
        if (pain.File is { } file)
            text.Append(" at ").Append(file.Value).Append(pain.Line is { } line ? ":" + line.ToString(CultureInfo.InvariantCulture) : "");
        text.Append('\n');
        foreach (var line in pain.Message.Split('\n'))
            text.Append(Cut(line)).Append('\n');
        if (pain.Expected is not null)
            text.Append("expected: ").Append(Cut(pain.Expected)).Append('\n');
        if (pain.Actual is not null)
            text.Append("actual: ").Append(Cut(pain.Actual)).Append('\n');
        IEnumerable<SourcePlace> places = pain is { File: { } at, Line: { } number }
            ? [new SourcePlace(at, number), .. pain.Trace]
            : pain.Trace;
        foreach (var place in places.Distinct().Take(MaxPlaces))
            Show(text, place, shadow);
        text.Append('\n');
    }

    private static void Show(StringBuilder text, SourcePlace place, Shadow shadow)
    {
        if (shadow.Read(place.File) is not { } content || !TextLines.TryDecode(content, out var source))
            return;
        var lines = TextLines.Split(source);
        if (place.Line < 1 || place.Line > lines.Count + 1)
            return;
        text.Append("--- ").Append(place.File.Value).Append('\n');
        var end = Math.Min(lines.Count, place.Line + Around);
        for (var line = Math.Max(1, place.Line - Around + 1); line <= end; line++)
            text.Append(CultureInfo.InvariantCulture, $"{(line == place.Line ? '>' : ' ')}{line,5} ")
                .Append(Cut(lines[line - 1].TrimEnd('\r', '\n'))).Append('\n');
    }

    private static string Cut(string line) => line.Length <= MaxLine ? line : line[..MaxLine] + "…";
}

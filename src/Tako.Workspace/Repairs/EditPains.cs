using System.Globalization;
using Tako.Workspace.Overlay;
using Tako.Workspace.Senses;

namespace Tako.Workspace.Repairs;

/// <summary>Says why an edit did not fit in a way that lets its author mend it.</summary>
internal static class EditPains
{
    private const long MaxWork = 4_000_000;
    private const int MaxShown = 200;

    public static Pain Refused(RepoPath path, string why) => Make(path, "refused", null, why);

    public static Pain TwoPlaces(RepoPath path, IReadOnlyList<int> lines) => Make(path, "two-places", lines[0], string.Create(
        CultureInfo.InvariantCulture, $"The text to replace stands at {lines.Count} places (lines " +
            $"{string.Join(", ", lines.Take(8))}); quote more lines around it."));

    public static Pain NoPlace(RepoPath path, string text, string find)
    {
        var (lines, wanted) = (TextLines.Split(text), TextLines.Split(find));
        if (Nearest(lines, wanted) is not { } at)
            return Make(path, "no-match", null, "Nothing in the file resembles the text to replace; read the file again.");
        for (var index = 0; index < wanted.Count; index++)
        {
            var have = at + index < lines.Count ? lines[at + index].TrimEnd() : null;
            if (have == wanted[index].TrimEnd())
                continue;
            return Make(path, "no-match", at + index + 1, string.Create(CultureInfo.InvariantCulture,
                $"The text to replace does not stand in the file; the nearest place is line {at + 1}, " +
                $"and line {at + index + 1} is the first that differs.")) with
            {
                Expected = Shown(wanted[index].TrimEnd()),
                Actual = have is null ? "(end of file)" : Shown(have),
            };
        }

        return Make(path, "no-match", at + 1, "The text to replace differs from the file in its spaces alone; quote the lines exactly.");
    }

    private static int? Nearest(List<string> lines, List<string> wanted)
    {
        if ((long)lines.Count * wanted.Count > MaxWork)
            return null;
        var (best, place) = (0, (int?)null);
        for (var at = 0; at < lines.Count; at++)
        {
            var score = 0;
            for (var index = 0; index < wanted.Count && at + index < lines.Count; index++)
                score += Score(lines[at + index].AsSpan().Trim(), wanted[index].AsSpan().Trim());
            if (score > best)
                (best, place) = (score, at);
        }

        return place;
    }

    // A blank line says little, an equal one much, one with the same start something.
    private static int Score(ReadOnlySpan<char> have, ReadOnlySpan<char> want)
    {
        if (have.IsEmpty || want.IsEmpty)
            return have.Length == want.Length ? 1 : 0;
        if (have.SequenceEqual(want))
            return 10;
        var shared = have.CommonPrefixLength(want);
        return shared * 2 >= want.Length ? 5 : shared >= 4 ? 2 : 0;
    }

    private static string Shown(string line) => line.Length <= MaxShown ? line : line[..MaxShown] + "…";

    private static Pain Make(RepoPath path, string code, int? line, string message) =>
        new() { Rung = "edit", Tool = "edit", Code = code, File = path, Line = line, Message = message };
}

using System.Text;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Repairs;

/// <summary>White space that every line of a block has more, or less, than a model wrote.</summary>
/// <param name="Add">To put in front of each line that is not blank.</param>
/// <param name="Cut">To take away from the front of each line first.</param>
internal readonly record struct IndentShift(string Add, string Cut);

/// <summary>Compares blocks that differ by their indentation alone.</summary>
internal static class Indentation
{
    /// <summary>The shift that turns <paramref name="wanted"/> into the lines at a place; null when none does.</summary>
    public static IndentShift? ShiftOf(List<string> lines, List<string> wanted, int at)
    {
        IndentShift? shift = null;
        for (var index = 0; index < wanted.Count; index++)
        {
            var (have, want) = (lines[at + index].TrimEnd(), wanted[index].TrimEnd());
            if (have.TrimStart() != want.TrimStart())
                return null;
            if (want.Length == 0)
                continue;
            var (mine, theirs) = (Lead(have), Lead(want));
            IndentShift here;
            if (mine.EndsWith(theirs, StringComparison.Ordinal))
                here = new IndentShift(mine[..^theirs.Length], "");
            else if (theirs.EndsWith(mine, StringComparison.Ordinal))
                here = new IndentShift("", theirs[..^mine.Length]);
            else
                return null;
            if (shift is { } known && known != here)
                return null;
            shift = here;
        }

        return shift;
    }

    public static string Apply(string text, IndentShift shift)
    {
        var result = new StringBuilder();
        foreach (var line in TextLines.Split(text))
        {
            if (string.IsNullOrWhiteSpace(line))
                result.Append(line);
            else
                result.Append(shift.Add).Append(line.StartsWith(shift.Cut, StringComparison.Ordinal) ? line[shift.Cut.Length..] : line);
        }

        return result.ToString();
    }

    private static string Lead(string line) => line[..(line.Length - line.TrimStart().Length)];
}

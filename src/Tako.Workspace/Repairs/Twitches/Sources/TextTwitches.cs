using System.Text;
using Tako.Workspace.Overlay;
using Tako.Workspace.Senses.Workers;

namespace Tako.Workspace.Repairs.Twitches.Sources;

/// <summary>Turns changes of a text into forks of a shadow.</summary>
internal static class TextTwitches
{
    /// <summary>The fork and what it did, or null where the shadow does not take the text.</summary>
    public static Twitch? On(Shadow shadow, RepoPath file, SourceText source, string language, string text,
        IReadOnlyList<TextRepair> repairs)
    {
        if (text == source.Text || shadow.Write(file, source.Encode(text)) is not StageOutcome.Staged staged)
            return null;
        var line = source.Text.AsSpan(0, Math.Min(repairs[0].Start, source.Text.Length)).Count('\n') + 1;
        return new Twitch($"{language}.{repairs[0].Name}",
            string.Join(", then ", repairs.Select(repair => repair.What)) + $" in line {line} of {file}", staged.Shadow);
    }

    /// <summary>A name in a line, as a whole word: where it stands, nearest to the column first.</summary>
    public static IEnumerable<int> Words(string text, string word, int? line, int? column)
    {
        var found = new List<(int Place, int Far)>();
        var (number, start) = (1, 0);
        for (var at = 0; at <= text.Length - word.Length; at++)
        {
            if (string.CompareOrdinal(text, at, word, 0, word.Length) == 0 && !IsPart(text, at - 1) && !IsPart(text, at + word.Length)
                && (line is null || line == number))
                found.Add((at, column is { } wanted ? Math.Abs(at - start + 1 - wanted) : 0));
            if (text[at] == '\n')
                (number, start) = (number + 1, at + 1);
        }

        return found.OrderBy(each => each.Far).Select(each => each.Place);
    }

    /// <summary>One use of a name written as another; the one nearest to where it hurts.</summary>
    public static TextRepair? Rename(string text, NamePain pain, string name) => Words(text, pain.Name, pain.Line, pain.Span?.Column)
        .Take(1)
        .Select(place => new TextRepair("name", $"write {name} for {pain.Name}", place, pain.Name.Length, name))
        .FirstOrDefault();

    /// <summary>Every use of a name written as another.</summary>
    public static TextRepair? RenameAll(string text, string old, string name)
    {
        var places = Words(text, old, null, null).Order().ToList();
        if (places.Count == 0)
            return null;
        var (mended, at) = (new StringBuilder(), places[0]);
        foreach (var place in places)
        {
            mended.Append(text, at, place - at).Append(name);
            at = place + old.Length;
        }

        return new TextRepair("name", $"write {name} for {old}", places[0], at - places[0], mended.ToString());
    }

    private static bool IsPart(string text, int at) => at >= 0 && at < text.Length && (char.IsLetterOrDigit(text[at])
        || text[at] is '_' or '$');
}

using System.Globalization;

namespace Tako.Core.Labels;

/// <summary>
/// Texts from outside as one bounded line that is safe to show in a terminal and takes at most three bytes a character in an
/// event: whatever would be escaped or is invisible becomes a question mark.
/// </summary>
internal static class PlainLine
{
    public static string Of(string text, int most)
    {
        if (text.Length > most)
            text = string.Concat(text.AsSpan(0, most - 1), "…");
        return text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? string.Create(text.Length, text, Replace) : text;
    }

    private static void Replace(Span<char> line, string text)
    {
        for (var index = 0; index < line.Length; index++)
        {
            line[index] = text[index] is '\r' or '\n' or '\t' ? ' ' : char.GetUnicodeCategory(text[index]) switch
            {
                UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
                    or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => '?',
                _ => text[index],
            };
        }
    }
}

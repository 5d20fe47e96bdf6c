using System.Text;

namespace Tako.Core.Schema.Repairing;

/// <summary>Undoes the escaping of a whole document, as when JSON was written into a text and taken out of its quotes.</summary>
internal static class Escapes
{
    /// <summary>Whether an escaped quote comes first here, blanks and escaped lines aside.</summary>
    public static bool AreAt(string text, int at)
    {
        while (at < text.Length && (char.IsWhiteSpace(text[at])
            || (text[at] == '\\' && at + 1 < text.Length && text[at + 1] is 'n' or 't')))
            at += text[at] == '\\' ? 2 : 1;
        var slash = at;
        while (at < text.Length && text[at] == '\\')
            at++;
        return at > slash && at < text.Length && text[at] == '"';
    }

    /// <summary>One level less; a quote in front loses every slash, so that each call brings the document nearer.</summary>
    public static string Undone(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] != '\\')
            {
                result.Append(text[index]);
                continue;
            }

            index++;
            if (index < text.Length)
            {
                _ = text[index] switch
                {
                    'n' => result.Append('\n'),
                    't' => result.Append('\t'),
                    '"' or '\\' => result.Append(text[index]),
                    var letter => result.Append('\\').Append(letter),
                };
            }
        }

        return result.ToString();
    }
}

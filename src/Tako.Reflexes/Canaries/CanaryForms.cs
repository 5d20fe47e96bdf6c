using System.Text;

namespace Tako.Reflexes.Canaries;

/// <summary>A way in which a word may be written, as its letters and digits alone.</summary>
/// <param name="Exact">Whether case matters, as it does in base64.</param>
internal readonly record struct CanaryForm(string Letters, bool Exact);

/// <summary>
/// The ways in which a word may come out. Spacing, escapes of URLs and HTML and the two alphabets of base64 need no form of their
/// own: the scanner reads escapes and passes over what is no letter or digit.
/// </summary>
internal static class CanaryForms
{
    public static IEnumerable<CanaryForm> Of(string word)
    {
        var letters = Letters(word);
        var forms = new List<CanaryForm>
        {
            new(letters, false),
            new(new string([.. letters.Reverse()]), false),
            new(string.Concat(letters.Select(Rotated)), false),
        };
        foreach (var cased in new[] { word, word.ToLowerInvariant(), word.ToUpperInvariant() })
        {
            var bytes = Encoding.UTF8.GetBytes(cased);
            forms.Add(new CanaryForm(Convert.ToHexStringLower(bytes), false));
            for (var before = 0; before < 3; before++)
                forms.Add(new CanaryForm(Letters(Base64(bytes, before)), true));
        }

        return forms.Distinct();
    }

    public static string Letters(string word) => string.Concat(word.Where(char.IsAsciiLetterOrDigit));

    /// <summary>The digits of base64 that are the word's alone when it begins so many bytes into a group of three.</summary>
    private static string Base64(byte[] bytes, int before)
    {
        var text = Convert.ToBase64String([.. new byte[before], .. bytes]);
        return text[((before * 8 + 5) / 6)..((before + bytes.Length) * 8 / 6)];
    }

    private static char Rotated(char letter) => letter switch
    {
        >= 'a' and <= 'z' => (char)('a' + ((letter - 'a' + 13) % 26)),
        >= 'A' and <= 'Z' => (char)('A' + ((letter - 'A' + 13) % 26)),
        _ => letter,
    };
}

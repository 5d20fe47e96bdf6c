using System.Text;

namespace Tako.Models.Strategies;

/// <summary>
/// Guesses the language of a text: by its script where that says it, else by how many of its words are among the commonest of a
/// language. A guess, for choosing a model and nothing more: short or mixed texts give none.
/// </summary>
internal static class LanguageGuess
{
    private const int MostLetters = 4000;
    private const int FewestHits = 2;
    private static readonly char[] Breaks = [.. " \t\r\n.,;:!?\"'()[]{}<>/\\|*_-–—«»„“”‚’…¿¡0123456789"];

    private static readonly (string Language, HashSet<string> Words)[] Stops =
    [
        ("en", Words("the of and to in is that it for was with as his on be at by this had not are but from or have an they which you were "
            + "what how can please there would should write when where who")),
        ("de", Words("der die das und ist nicht ein eine zu den von mit sich des auf für im dem dass wie wir ich sie es auch bitte kann "
            + "wird sind war noch nach bei aus aber oder wenn einen einer was warum")),
        ("fr", Words("le la les de des et est un une que qui dans en pour pas sur avec ce il elle nous vous je au aux du plus par sont "
            + "mais ou comment pourquoi être cette ces")),
        ("es", Words("el la los las de y que en un una es no se por con para su al del lo como más pero sus le ya este sí porque esta "
            + "son cuando muy sin sobre también qué cómo está")),
        ("it", Words("il lo la gli le di e che in un una è non per con si da del della al dei come più ma sono questo questa anche "
            + "perché quando molto nel alla cosa puoi")),
        ("pt", Words("o a os as de e que em um uma é não se por com para do da no na ao dos das mais como mas foi são também você "
            + "isso esta está quando muito porque eu")),
        ("nl", Words("de het een en van in is dat op te niet met voor zijn er aan die ook als maar om bij naar dan nog wat hoe kan "
            + "wordt deze zij heeft waarom ik je")),
        ("pl", Words("i w na z do to się nie że jest jak o od po za ale co przez tak dla są czy przy może tylko być ten które proszę "
            + "jaki dlaczego")),
        ("sv", Words("och att det som en på är av för med till den har de inte om ett jag men var sig så från kan när vi hur vad ska "
            + "eller också varför")),
        ("tr", Words("ve bir bu için ile da de ne çok gibi daha olarak var mı olan ama ya sonra kadar nasıl neden ben sen değil")),
    ];

    /// <summary>An ISO 639-1 code, or null.</summary>
    public static string? Of(string text)
    {
        if (text.Length > MostLetters)
            text = text[..MostLetters];
        return OfScript(text) ?? OfWords(text);
    }

    private static string? OfScript(string text)
    {
        int letters = 0, han = 0, kana = 0, hangul = 0, cyrillic = 0, ukrainian = 0, arabic = 0, persian = 0, hebrew = 0, greek = 0,
            devanagari = 0, thai = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsLetter(rune))
                continue;
            letters++;
            switch (rune.Value)
            {
                case >= 0x4E00 and <= 0x9FFF or >= 0x3400 and <= 0x4DBF: han++; break;
                case >= 0x3040 and <= 0x30FF: kana++; break;
                case >= 0xAC00 and <= 0xD7A3: hangul++; break;
                case 'і' or 'ї' or 'є' or 'ґ': ukrainian++; cyrillic++; break;
                case >= 0x0400 and <= 0x04FF: cyrillic++; break;
                case 0x067E or 0x0686 or 0x0698 or 0x06AF: persian++; arabic++; break;
                case >= 0x0600 and <= 0x06FF: arabic++; break;
                case >= 0x0590 and <= 0x05FF: hebrew++; break;
                case >= 0x0370 and <= 0x03FF: greek++; break;
                case >= 0x0900 and <= 0x097F: devanagari++; break;
                case >= 0x0E00 and <= 0x0E7F: thai++; break;
            }
        }

        // Prompts in any language hold code and names in Latin letters.
        var most = letters * 3 / 10;
        return letters == 0 ? null
            : kana > 0 && kana + han > most ? "ja"
            : han > most ? "zh"
            : hangul > most ? "ko"
            : cyrillic > most ? ukrainian > 0 ? "uk" : "ru"
            : arabic > most ? persian > 0 ? "fa" : "ar"
            : hebrew > most ? "he"
            : greek > most ? "el"
            : devanagari > most ? "hi"
            : thai > most ? "th"
            : null;
    }

    private static string? OfWords(string text)
    {
        var words = text.ToLowerInvariant().Split(Breaks, StringSplitOptions.RemoveEmptyEntries);
        var (first, second, language) = (0, 0, (string?)null);
        foreach (var (name, stops) in Stops)
        {
            var hits = words.Count(stops.Contains);
            if (hits > first)
                (first, second, language) = (hits, first, name);
            else if (hits > second)
                second = hits;
        }

        return first >= FewestHits && first > second ? language : null;
    }

    private static HashSet<string> Words(string words) => [.. words.Split(' ')];
}

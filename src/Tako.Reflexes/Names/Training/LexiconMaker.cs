using System.Text;

namespace Tako.Reflexes.Names.Training;

/// <summary>Gathers the words that a tagger knows, with the lists that hold them.</summary>
internal sealed class LexiconMaker
{
    // Letters with marks, each followed by what many write instead.
    private const string Bare =
        "áaàaâaäaãaåaāaăaąaçcćcčcďdđdéeèeêeëeēeėeęeěeğgģg"
        + "íiìiîiïiīiįiıiķkļlłlñnńnņnňnóoòoôoöoõoøoőoōořr"
        + "śsšsşsșsťtțtţtúuùuûuüuūuůuűuųuýyÿyžzźzżz";

    private static readonly Dictionary<char, char> WithoutMark = MakeBare();

    private readonly Dictionary<string, NameLists> _words = [];

    /// <param name="own">Rows of a user: their words outside of spans are common ones.</param>
    public static Lexicon Make(NameFacts facts, IReadOnlyList<LabelledText> own)
    {
        var made = new LexiconMaker();
        foreach (var culture in facts.Cultures)
        {
            made.Add(culture.First, NameLists.First);
            made.Add(culture.Last, NameLists.Last);
        }

        made.Add(facts.Cities.Values.SelectMany(static cities => cities), NameLists.City);
        made.Add(facts.Countries, NameLists.Country);
        made.Add(facts.Groups, NameLists.Group);
        made.Add(facts.Streets.Values.SelectMany(static streets => streets.Patterns), NameLists.Street);
        made.Add(facts.Street["unit"].Concat(facts.Street["box"]), NameLists.Unit);
        made.Add(facts.Street["state"], NameLists.State);
        foreach (var part in new[] { "suffix", "tail", "known" })
            made.Add(facts.Organisation[part], NameLists.Organisation);
        made.Add(facts.Title["honorific"], NameLists.Honorific);
        made.Add(facts.Title["occupation"].Concat(facts.Title["role"]), NameLists.Occupation);
        made.Add(NumberMaker.Months.Concat(NumberMaker.Months.Select(static month => month[..3])), NameLists.Month);
        made.Add(NumberMaker.Days, NameLists.Weekday);
        made.Add(facts.Words.Concat(facts.Products), NameLists.Common);
        made.Add(facts.Words.Where(static word => word.Length > 2).SelectMany(Inflected), NameLists.Common);
        made.Add(facts.Templates.Concat(facts.Plain).Select(SentenceMaker.WithoutSlots), NameLists.Common);
        made.Add(own.Select(Outside), NameLists.Common);
        return made.Whole();
    }

    private Lexicon Whole()
    {
        var words = new Dictionary<uint, NameLists>();
        foreach (var (word, lists) in _words)
        {
            // The shortest common words stand on too many lists to tell anything.
            var kept = (lists & NameLists.Common) == 0 || word.Length > 3 ? lists
                : word.Length < 3 ? NameLists.Common
                : lists & (NameLists.Common | NameLists.First | NameLists.Last | NameLists.Honorific | NameLists.Unit | NameLists.Month);
            words[Lexicon.Hash(word)] = words.GetValueOrDefault(Lexicon.Hash(word)) | kept;
        }

        return new(words);
    }

    private void Add(IEnumerable<string> values, NameLists list)
    {
        foreach (var value in values)
        {
            foreach (var part in Parts(value))
            {
                var word = part.ToLowerInvariant();
                _words[word] = _words.GetValueOrDefault(word) | list;
                if ((list & (NameLists.First | NameLists.Last | NameLists.City)) == 0)
                    continue;
                var bare = string.Concat(word.Select(static letter => WithoutMark.GetValueOrDefault(letter, letter)));
                _words[bare] = _words.GetValueOrDefault(bare) | list;
            }
        }
    }

    // Words of English with their commonest endings; some that do not exist do no harm.
    private static string[] Inflected(string word) => word[^1] switch
    {
        'e' => [word + "s", word + "d", word[..^1] + "ing", word + "r", word + "ly"],
        'y' => [word[..^1] + "ies", word[..^1] + "ied", word + "ing", word + "s"],
        _ => [word + "s", word + "ed", word + "ing", word + "er", word + "ly", word + "es"],
    };

    private static IEnumerable<string> Parts(string value)
    {
        var from = -1;
        for (var index = 0; index <= value.Length; index++)
        {
            var inside = index < value.Length && (char.IsLetter(value[index])
                || (value[index] == '\'' && from >= 0 && index + 1 < value.Length && char.IsLetter(value[index + 1])));
            if (inside && from < 0)
                from = index;
            if (inside || from < 0)
                continue;
            yield return value[from..index];
            from = -1;
        }
    }

    private static string Outside(LabelledText row)
    {
        var letters = row.Text.ToCharArray();
        foreach (var span in row.Spans)
            letters.AsSpan(span.Start, span.Length).Fill(' ');
        return new(letters);
    }

    private static Dictionary<char, char> MakeBare()
    {
        var bare = new Dictionary<char, char>();
        for (var index = 0; index + 1 < Bare.Length; index++)
        {
            if (Bare[index] > 127 && Bare[index + 1] < 128)
                bare[Bare[index]] = Bare[index + 1];
        }

        return bare;
    }
}

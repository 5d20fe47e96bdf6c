using System.Text;

namespace Tako.Reflexes.Names.Training;

/// <summary>Makes words that look like those of a list: each letter follows from the two before it.</summary>
internal sealed class WordMaker
{
    private const char End = '\0';
    private readonly Dictionary<(char, char), StringBuilder> _next = [];

    public WordMaker(IEnumerable<string> words)
    {
        foreach (var word in words)
        {
            var (before, last) = (End, End);
            foreach (var letter in word.ToLowerInvariant() + End)
            {
                if (!_next.TryGetValue((before, last), out var followers))
                    _next[(before, last)] = followers = new StringBuilder();
                followers.Append(letter);
                (before, last) = (last, letter);
            }
        }
    }

    public string Make(Seeded chance)
    {
        var word = new StringBuilder();
        for (var tries = 0; tries < 20; tries++)
        {
            var (before, last) = (End, End);
            word.Clear();
            while (word.Length < 14)
            {
                var followers = _next[(before, last)];
                var letter = followers[chance.Below(followers.Length)];
                if (letter == End)
                    break;
                word.Append(letter);
                (before, last) = (last, letter);
            }

            if (word.Length is > 3 and < 14)
                break;
        }

        return Capital(word.ToString());
    }

    public static string Capital(string word)
    {
        var letters = word.ToCharArray();
        for (var index = 0; index < letters.Length; index++)
        {
            if (index == 0 || letters[index - 1] is ' ' or '-' or '\'')
                letters[index] = char.ToUpperInvariant(letters[index]);
        }

        return new(letters);
    }
}

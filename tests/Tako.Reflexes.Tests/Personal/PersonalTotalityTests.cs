using FsCheck;
using FsCheck.Fluent;
using Tako.Reflexes.Personal;

namespace Tako.Reflexes.Tests.Personal;

/// <summary>No text makes the scanner fail, and what it finds lies in the text.</summary>
public class PersonalTotalityTests
{
    private const string Alphabet = "0123456789 abcdefxyzABCDEFGHXZ@.:-/()+_,#\"'\n%&=?٣é電\ud83d";

    [Fact]
    public void Random_text_is_scanned_at_any_floor()
    {
        var random = new Random(7);
        var (low, high) = (new PersonalSearch(0), new PersonalSearch());
        for (var round = 0; round < 3000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(120)).Select(_ =>
                Alphabet[random.Next(round % 2 == 0 ? Alphabet.Length : 14)]));
            Sound(low, text);
            Sound(high, text);
        }
    }

    [Fact]
    public void Any_text_is_scanned()
    {
        var search = new PersonalSearch(0);
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => Sound(search, text ?? "")).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Values_with_a_letter_changed_or_cut_are_scanned()
    {
        var random = new Random(8);
        var search = new PersonalSearch(0);
        string[] values =
        [
            "GB82 WEST 1234 5698 7654 32", "+44 (0)20 7946 0958", "2001:db8::192.0.2.1/64", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
            "010594Y9032",
            "27ABCDE1234F1Z5", "May 17th, 1983", "2024-12-31T23:59:59.123+01:00", "https://u:p@example.org/x",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        ];
        for (var round = 0; round < 4000; round++)
        {
            var value = values[random.Next(values.Length)].ToCharArray();
            value[random.Next(value.Length)] = Alphabet[random.Next(Alphabet.Length)];
            Sound(search, new string(value, 0, random.Next(value.Length + 1)));
        }
    }

    [Theory]
    [InlineData("1 ")]
    [InlineData("a.")]
    [InlineData("@a.")]
    [InlineData("1:")]
    [InlineData("A1-")]
    [InlineData("9")]
    [InlineData("http://a")]
    [InlineData("may 1 ")]
    public void Long_repetitions_are_scanned_in_linear_time(string piece)
    {
        // A quadratic scan of these would outlast any patience.
        var text = string.Concat(Enumerable.Repeat(piece, 120_000 / piece.Length));
        Sound(new PersonalSearch(), text);
    }

    private static bool Sound(PersonalSearch search, string text)
    {
        foreach (var one in search.Find(text))
        {
            if (one.Start < 0 || one.Length <= 0 || one.End > text.Length || one.Score is not (>= 0 and <= 1))
                throw new ShouldAssertException($"{one} of a text of {text.Length} characters");
        }

        return true;
    }
}

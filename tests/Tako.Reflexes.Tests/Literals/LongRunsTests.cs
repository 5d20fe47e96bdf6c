using FsCheck;
using FsCheck.Fluent;
using Tako.Reflexes.Literals;

namespace Tako.Reflexes.Tests.Literals;

public class LongRunsTests
{
    [Fact]
    public void The_first_long_run_is_found_as_one_finds_it_letter_by_letter()
    {
        var texts = Gen.Elements('a', '!', '~', 'Z', '9', ' ', '\u007f', 'é').ArrayOf();
        Prop.ForAll(texts.ToArbitrary(), Gen.Choose(0, 30).ToArbitrary(), Gen.Choose(1, 6).ToArbitrary(), (letters, from, least) =>
        {
            from = Math.Min(from, letters.Length);
            var first = Enumerable.Range(from, letters.Length - from).FirstOrDefault(place => place + least <= letters.Length
                && letters.AsSpan(place, least).IndexOfAnyExceptInRange('!', '~') < 0, letters.Length);
            return LongRuns.Next(letters, from, least) == first;
        }).QuickCheckThrowOnFailure();
    }
}

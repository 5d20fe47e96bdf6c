using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tako.Models.Calls;
using Tako.Models.Config;
using Tako.Models.Wire;

namespace Tako.Models.Tests.Calls;

/// <summary>Wherever an answer breaks off and however a model goes on, the caller has the whole answer or an error.</summary>
public sealed class SeamTests
{
    private static readonly string[] Vocabulary =
    [
        "arm", "beak", "coral", "deep", "eel", "fin", "gill", "harbour", "ink", "jelly", "kelp", "lagoon", "mantle",
            "net", "ocean", "pearl",
        "quay", "reef", "shell", "tide", "urchin", "vent", "wave", "yawl", "zone", "Größe", "海の", "мир", "ha", "that",
    ];

    private static readonly string[] Blanks = [" ", " ", " ", " ", " ", "\n", ", ", ".\n\n", " - "];

    private enum Manner { FromStart, FromStartWithBlanks, FromTail, FromSeam, FromSeamWithoutBlanks, Unrelated,
        AlmostTheSame, Nothing, Truncated }

    private sealed record Case(string Text, int Cut, Manner Manner, bool Prefills, int Piece);

    [Fact]
    public void The_whole_answer_or_an_error_and_never_anything_else()
    {
        var texts = from words in Gen.Elements(Vocabulary).ArrayOf(60)
                    from blanks in Gen.Elements(Blanks).ArrayOf(60)
                    select string.Concat(words.Zip(blanks, (word, blank) => word + blank)).TrimEnd();
        var cases = from text in texts
                    from cut in Gen.Choose(1, text.Length - 1)
                    from manner in Gen.Elements(Enum.GetValues<Manner>())
                    from prefills in Gen.Elements(true, false)
                    from piece in Gen.Choose(1, 12)
                    select new Case(text, cut, manner, prefills, piece);
        var outcomes = new Dictionary<(Manner, bool), int>();
        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var (shown, whole) = GoOn(one);
            if (whole)
            {
                // Blanks that a model writes otherwise at the seam are its own.
                if (one.Manner is Manner.FromStart or Manner.FromTail or Manner.FromSeam or Manner.FromStartWithBlanks)
                    shown.TrimEnd().ShouldBe(one.Text);
                else
                    Squeezed(shown).ShouldBe(Squeezed(one.Text));
            }

            if (one is not { Manner: Manner.Unrelated, Prefills: true })
                outcomes[(one.Manner, whole)] = outcomes.GetValueOrDefault((one.Manner, whole)) + 1;
            return true;
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(4000));
        // Whoever begins anew, or does as asked, is always understood.
        outcomes.GetValueOrDefault((Manner.FromStart, false)).ShouldBe(0);
        outcomes.GetValueOrDefault((Manner.FromStartWithBlanks, false)).ShouldBe(0);
        outcomes.GetValueOrDefault((Manner.FromTail, true)).ShouldBeGreaterThan(10);
        outcomes.GetValueOrDefault((Manner.FromSeam, true)).ShouldBeGreaterThan(10);
        outcomes.GetValueOrDefault((Manner.Unrelated, true)).ShouldBe(0);
        outcomes.GetValueOrDefault((Manner.AlmostTheSame, true)).ShouldBe(0);
        outcomes.GetValueOrDefault((Manner.Nothing, true)).ShouldBe(0);
        outcomes.GetValueOrDefault((Manner.Truncated, true)).ShouldBe(0);
    }

    [Theory]
    [InlineData("one two three four five six seven eight nine", "one two three four five six seven eight nine ten", " ten")]
    [InlineData("one two three four five six seven eight nine ", "one two three four five six seven eight nine ten", "ten")]
    [InlineData("one two three four five six seven eight nine ", "\none two three four five six seven eight nine\nten", "ten")]
    [InlineData("one two three four five six seven eight ni", "two three four five six seven eight nine ten", "ne ten")]
    public void Words_that_repeat_what_was_said_give_what_is_new(string said, string words, string expected) =>
        Lay(new Seam(said, SeamMode.Repeat), words, 3).ShouldBe(expected);

    [Theory]
    [InlineData("one two three four five six seven eight nine", " ten eleven")]
    [InlineData("one two three four five six seven eight nine", "eight nine ten")]
    [InlineData("one two three four five six seven eight nine", "one two three four five six seven eight new ten")]
    [InlineData("one two three four five six seven eight nine", "one two three")]
    [InlineData("one two three four five six seven eight nine", "")]
    public void Words_that_belong_nowhere_for_sure_fail(string said, string words) =>
        Lay(new Seam(said, SeamMode.Repeat), words, 3).ShouldBeNull();

    [Fact]
    public void Words_that_could_belong_to_two_places_fail()
    {
        var said = string.Concat(Enumerable.Repeat("the same verse again and again and again, ", 4));
        Lay(new Seam(said, SeamMode.Repeat), "the same verse again and again and again, and an end.", 5).ShouldBeNull();
    }

    [Fact]
    public void A_prefill_that_begins_anew_in_other_words_fails() =>
        Lay(new Seam("one two three four five six seven eight nine ten eleven", SeamMode.Onward),
            "one two three four five six seven eight nine TEN eleven", 4).ShouldBeNull();

    // Asks in each of the ways in turn, as the engine does, until one can be laid.
    private static (string Shown, bool Whole) GoOn(Case one)
    {
        var said = one.Text[..one.Cut];
        foreach (var way in GoingOn.Ways(Link(one.Prefills), said, thinks: false))
        {
            if (Lay(new Seam(said, way.Mode), Reply(one, said, way), one.Piece) is { } rest)
                return (said + rest, true);
        }

        return (said, false);
    }

    private static string Reply(Case one, string said, GoingOn way)
    {
        var rest = one.Text[said.TrimEnd().Length..];
        // Whoever was told what was said may go on from there, whatever was asked; else there is only the beginning.
        var isTold = way.Turns.Count > 0;
        // A prefill is gone on with by the protocol itself.
        var isPrefill = way.Mode == SeamMode.Onward;
        return one.Manner switch
        {
            Manner.FromStartWithBlanks => "\n\n " + one.Text + "\n",
            Manner.FromTail when way.Mode == SeamMode.Repeat => way.Turns[^1].Text.Split('\n', 2)[1] + rest,
            Manner.FromTail or Manner.FromSeam when isTold => rest,
            Manner.FromSeamWithoutBlanks when isTold => rest.TrimStart(),
            Manner.Unrelated => isPrefill ? rest : "I am afraid that I have never heard of anything like it.",
            Manner.AlmostTheSame => Altered(one.Text, said.Trim().Length / 2),
            Manner.Nothing => "",
            Manner.Truncated => one.Text[..(one.Cut / 2)],
            _ => one.Text,
        };
    }

    // What is new, or null when it cannot be laid.
    private static string? Lay(Seam seam, string words, int piece)
    {
        var shown = new StringBuilder();
        for (var at = 0; at < words.Length; at += piece)
            shown.Append(seam.Take(words[at..Math.Min(words.Length, at + piece)]));
        shown.Append(seam.Finish());
        return seam.Failed ? null : shown.ToString();
    }

    private static string Altered(string text, int at) => $"{text[..at]}\u0001{text[(at + 1)..]}";

    private static string Squeezed(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));

    private static PlanLink Link(bool prefills)
    {
        var provider = new ProviderConfig { Name = "p", Kind = ProviderKind.Compatible, BaseAddress = new Uri("http://127.0.0.1:1/v1") };
        var model = new ModelConfig { Name = "m", Provider = "p", UpstreamId = "u", Prefill = prefills };
        return new PlanLink(new ProviderEndpoint(provider, model), WireProtocol.Of(WireKind.Chat))
        {
            Limits = new CallLimits(),
            Http = null!,
            Health = null!,
        };
    }
}

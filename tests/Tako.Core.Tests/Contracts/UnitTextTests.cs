using FsCheck;
using FsCheck.Fluent;
using Tako.Core.Contracts;
using Tako.Core.Faults;

namespace Tako.Core.Tests.Contracts;

public class UnitTextTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("15m", 900)]
    [InlineData("1h30m", 5400)]
    [InlineData("1.5h", 5400)]
    [InlineData("250ms", 0.25)]
    [InlineData(" 2d ", 172800)]
    public void Durations_are_read_with_their_units(string text, double seconds) =>
        DurationText.Parse(text).ShouldBe(new Parsed<TimeSpan>.Ok(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("")]
    [InlineData("15")]
    [InlineData("15 m")]
    [InlineData("-5m")]
    [InlineData("1m1h")]
    [InlineData("1h1h")]
    [InlineData("1,5h")]
    [InlineData("99999999999d")]
    [InlineData("m")]
    public void Other_texts_are_no_durations(string text) =>
        DurationText.Parse(text).ShouldBeOfType<Parsed<TimeSpan>.Faulty>().Faults[0].Message.ShouldContain("15m");

    [Fact]
    public void A_written_duration_reads_back_exactly() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll(Gen.Choose(0, int.MaxValue).Two().Select(pair => new TimeSpan(pair.Item1 * (pair.Item2 % 1000L))).ToArbitrary(),
            span => DurationText.Parse(DurationText.Write(span)).Equals(new Parsed<TimeSpan>.Ok(span))));

    [Theory]
    [InlineData("50000", 50_000)]
    [InlineData("200k", 200_000)]
    [InlineData("200K", 200_000)]
    [InlineData("1.5M", 1_500_000)]
    public void Tokens_are_read_with_their_units(string text, long tokens) => TokenText.Parse(text).ShouldBe(new Parsed<long>.Ok(tokens));

    [Theory]
    [InlineData("")]
    [InlineData("k")]
    [InlineData("1.5")]
    [InlineData("-1k")]
    [InlineData("1e5")]
    [InlineData("9999999999999M")]
    public void Other_texts_are_no_tokens(string text) => TokenText.Parse(text).ShouldBeOfType<Parsed<long>.Faulty>();

    [Theory]
    [InlineData("1.5", 1.5)]
    [InlineData("$1.50", 1.5)]
    [InlineData("$ 2", 2)]
    [InlineData("1.5 usd", 1.5)]
    [InlineData("3USD", 3)]
    [InlineData("3$", 3)]
    public void Dollars_are_read_with_or_without_their_sign(string text, double usd) =>
        MoneyText.Parse(text).ShouldBe(new Parsed<decimal>.Ok((decimal)usd));

    [Theory]
    [InlineData("")]
    [InlineData("$")]
    [InlineData("1,50")]
    [InlineData("-1")]
    [InlineData("1.5 eur")]
    [InlineData("$1.5 usd")]
    public void Other_texts_are_no_dollars(string text) => MoneyText.Parse(text).ShouldBeOfType<Parsed<decimal>.Faulty>();

    [Theory]
    [InlineData("dotnet test", new[] { "dotnet", "test" })]
    [InlineData("  a   b ", new[] { "a", "b" })]
    [InlineData("a 'b c' \"d e\"", new[] { "a", "b c", "d e" })]
    [InlineData("a b\\ c", new[] { "a", "b c" })]
    [InlineData("a ''", new[] { "a", "" })]
    [InlineData("a x'y'\"z\"", new[] { "a", "xyz" })]
    [InlineData("a '$HOME | *'", new[] { "a", "$HOME | *" })]
    [InlineData("a \"\\\"q\\\" \\n\"", new[] { "a", "\"q\" \\n" })]
    [InlineData("a b#c ~x", null)]
    [InlineData("make test > log", null)]
    [InlineData("a && b", null)]
    [InlineData("a $(b)", null)]
    [InlineData("a \"$HOME\"", null)]
    [InlineData("ls *.cs", null)]
    [InlineData("X=1 make", null)]
    [InlineData("a 'b", null)]
    [InlineData("a \\", null)]
    [InlineData("a\nb", null)]
    [InlineData("", null)]
    [InlineData("''", null)]
    public void A_command_line_is_split_as_a_shell_would_or_refused(string text, string[]? words)
    {
        var parsed = CommandText.Split(text);

        if (words is null)
            parsed.ShouldBeOfType<Parsed<IReadOnlyList<string>>.Faulty>();
        else
            parsed.ShouldBeOfType<Parsed<IReadOnlyList<string>>.Ok>().Value.ShouldBe(words);
    }
}

using Tako.Models.Strategies;

namespace Tako.Models.Tests.Strategies;

public sealed class RefusalPhrasesTests
{
    [Theory]
    [InlineData("I’m sorry, but I can’t help with that.")]
    [InlineData("I cannot assist with this request.")]
    [InlineData("Es tut mir leid, aber dabei kann ich nicht helfen.")]
    [InlineData("Je suis désolé, mais je ne peux pas vous aider.")]
    [InlineData("Lo siento, pero no puedo ayudarte con eso.")]
    [InlineData("申し訳ありませんが、お手伝いできません。")]
    public void A_refusal_is_known_by_how_it_begins(string answer) => RefusalPhrases.Begin(answer).ShouldBeTrue();

    [Theory]
    [InlineData("The octopus cannot help but be curious; it can open a jar from the inside.")]
    [InlineData("Sure. Here is the list of eight arms.")]
    [InlineData("")]
    public void An_answer_is_none(string answer) => RefusalPhrases.Begin(answer).ShouldBeFalse();

    [Fact]
    public void What_comes_later_in_an_answer_is_about_something() =>
        RefusalPhrases.Begin(new string('x', 200) + " they said: I cannot assist with this").ShouldBeFalse();
}

using Tako.Models.Strategies;

namespace Tako.Models.Tests.Strategies;

public sealed class LanguageGuessTests
{
    [Theory]
    [InlineData("Please explain what the difference between a squid and an octopus is.", "en")]
    [InlineData("Bitte erkläre mir, was der Unterschied zwischen einem Kalmar und einer Krake ist.", "de")]
    [InlineData("Explique-moi la différence entre un calmar et une pieuvre, et pourquoi elle est importante.", "fr")]
    [InlineData("Explícame la diferencia entre un calamar y un pulpo, y por qué es importante para el mar.", "es")]
    [InlineData("Spiegami qual è la differenza tra un calamaro e un polpo, e perché è importante.", "it")]
    [InlineData("Explique a diferença entre uma lula e um polvo, e também por que isso não é o mesmo.", "pt")]
    [InlineData("Leg uit wat het verschil is tussen een inktvis en een octopus, en waarom dat zo is.", "nl")]
    [InlineData("Wyjaśnij, jaka jest różnica i dlaczego to nie jest to samo, co się mówi o ośmiornicy.", "pl")]
    [InlineData("Объясни, чем кальмар отличается от осьминога.", "ru")]
    [InlineData("Поясни, чим кальмар відрізняється від восьминога, і які є їхні види.", "uk")]
    [InlineData("请解释一下鱿鱼和章鱼有什么区别。", "zh")]
    [InlineData("イカとタコの違いを説明してください。", "ja")]
    [InlineData("오징어와 문어의 차이를 설명해 주세요.", "ko")]
    [InlineData("اشرح الفرق بين الحبار والأخطبوط.", "ar")]
    [InlineData("Fix this: public static async Task<int> MainAsync() { return 0; }", null)]
    [InlineData("octopus", null)]
    [InlineData("", null)]
    public void The_language_of_a_prompt_is_guessed_or_left_open(string text, string? expected) =>
        LanguageGuess.Of(text).ShouldBe(expected);
}

namespace Tako.Reflexes.Injection.Rules;

/// <summary>A phrase as it is looked for.</summary>
/// <param name="Text">In lower case.</param>
/// <param name="Senses">What it may stand for.</param>
internal sealed record Lexeme(string Text, Sense[] Senses);

/// <summary>One meaning of a phrase and where the phrase must stand to have it.</summary>
/// <param name="Opens">Only at the beginning of a sentence, a line or a quoted value.</param>
/// <param name="GoesOn">Also where the word goes on.</param>
internal readonly record struct Sense(Concept Concept, bool Opens, bool GoesOn);

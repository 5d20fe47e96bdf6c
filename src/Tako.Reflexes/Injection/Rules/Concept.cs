namespace Tako.Reflexes.Injection.Rules;

/// <summary>What a phrase of the lexicon stands for; rules are made of these.</summary>
internal enum Concept
{
    Ignore, Prior, Above, Instruction, Reveal, Prompt, YourSecret, Ask, Persona, Unbound, Vice, Obey, Delimiter, Border, Region, Template,
    FakeTurn, Mode, ToModel, NewOrders, First, Conceal, Please, Act, Mine, Target, Amend, YourAnswer, InYourAnswer, SnippetBelow,
        OpenWith, Emphasis, Grant, Mail, Recital, YourCode, SendTo, OfUser, Fact, Wanted, Verse, Secret, Parts, PartOne, AnswerAs, Cipher,
}

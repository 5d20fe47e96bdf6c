using static Tako.Reflexes.Injection.Rules.Concept;

namespace Tako.Reflexes.Injection.Rules;

/// <summary>The rules, and the phrases they are made of in the form in which they are looked for.</summary>
internal static class RuleBook
{
    public static readonly IReadOnlyList<Rule> Rules =
    [
        new("override", 0.97, 0.99, [(Ignore, 0), (Prior, 30), (Instruction, 45)]),
        new("override", 0.97, 0.99, [(Ignore, 0), (Above, 12)]),
        new("override", 0.97, 0.99, [(Prior, 0), (Instruction, 25), (Ignore, 25)]),
        new("override", 0.97, 0.99, [(Above, 0), (Ignore, 25)]),
        new("prompt_leak", 0.97, 0.97, [(Reveal, 0), (Prompt, 40)]),
        new("prompt_leak", 0.97, 0.97, [(Recital, 0)]),
        new("secret_request", 0.95, 0.97, [(Ask, 0), (YourSecret, 40)]),
        new("secret_request", 0.95, 0.97, [(YourSecret, 0), (Ask, 25)]),
        new("secret_request", 0.8, 0.9, [(Wanted, 0), (OfUser, 40), (Fact, 30)]),
        new("secret_request", 0.8, 0.9, [(OfUser, 0), (Fact, 30), (Wanted, 30)]),
        new("secret_request", 0.9, 0.95, [(Verse, 0), (Secret, 30)]),
        new("secret_request", 0.9, 0.95, [(Secret, 0), (Verse, 12)]),
        new("split_payload", 0.9, 0.95, [(Parts, 0), (PartOne, 40)]),
        new("role_forgery", 0.97, 0.99, [(Template, 0)]),
        new("role_forgery", 0.95, 0.99, [(FakeTurn, 0)]),
        new("role_forgery", 0.97, 0.99, [(Delimiter, 0), (Border, 14), (Region, 30)]),
        new("fake_mode", 0.8, 0.9, [(Mode, 0)]),
        new("concealment", 0.97, 0.99, [(Conceal, 0)]),
        new("forced_answer", 0.97, 0.97, [(OpenWith, 0), (Emphasis, 120)]),
        new("forced_answer", 0, 0.9, [(OpenWith, 0)]),
        new("forced_grant", 0.97, 0.97, [(Grant, 0)]),
        new("speaks_to_model", 0, 0.97, [(ToModel, 0)]),
        new("new_orders", 0, 0.99, [(First, 0), (NewOrders, 80)]),
        new("new_orders", 0, 0.95, [(First, 0), (Act, 40)]),
        new("tool_action", 0, 0.97, [(Please, 0), (Act, 12)]),
        new("tool_action", 0, 0.97, [(Act, 0), (Mine, 60), (Target, 80)]),
        new("tool_action", 0, 0.97, [(Act, 0), (SendTo, 100), (Mail, 40)]),
        new("answer_change", 0, 0.97, [(Amend, 0), (YourAnswer, 60)]),
        new("answer_change", 0, 0.9, [(InYourAnswer, 0)]),
        new("answer_change", 0, 0.9, [(AnswerAs, 0), (Cipher, 30)]),
        new("answer_change", 0, 0.97, [(Amend, 0), (SnippetBelow, 50), (YourCode, 80)]),
        new("answer_change", 0, 0.97, [(SnippetBelow, 0), (YourCode, 60)]),
    ];

    /// <summary>How much a concept tells of a persona without limits; enough of it close together is one.</summary>
    public static readonly IReadOnlyDictionary<Concept, int> PersonaPoints = new Dictionary<Concept, int>
    {
        [Persona] = 1, [Vice] = 1, [Obey] = 2, [Unbound] = 2,
    };

    public const int PersonaNeeded = 5;
    public const int PersonaSpan = 220;

    public static readonly IReadOnlyList<Lexeme> Lexemes = Read();

    private static List<Lexeme> Read()
    {
        var senses = new SortedDictionary<string, List<Sense>>(StringComparer.Ordinal);
        foreach (var (concept, phrases) in Lexicon.Phrases)
        {
            foreach (var phrase in phrases.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
            {
                var opens = phrase[0] == '^';
                var goesOn = phrase.Length > 1 && phrase[^1] == '*' && phrase[^2] != '*';
                var text = phrase[(opens ? 1 : 0)..(goesOn ? ^1 : ^0)].ToLowerInvariant();
                // What forges a turn or a border may hold the sign for a blank itself.
                if (concept is Concept.Delimiter or Concept.Template or Concept.FakeTurn)
                    Add(senses, text, new Sense(concept, opens, goesOn));
                if (concept != Concept.Delimiter)
                    Add(senses, text.Replace('_', ' '), new Sense(concept, opens, goesOn));
            }
        }

        return [.. senses.Select(static pair => new Lexeme(pair.Key, [.. pair.Value]))];
    }

    private static void Add(SortedDictionary<string, List<Sense>> senses, string text, Sense sense)
    {
        if (!senses.TryGetValue(text, out var list))
            senses.Add(text, list = []);
        if (!list.Contains(sense))
            list.Add(sense);
    }
}

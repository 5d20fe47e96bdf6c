namespace Tako.Models.Strategies;

/// <summary>Knows an answer that begins by refusing to help, in a handful of languages.</summary>
internal static class RefusalPhrases
{
    // A refusal comes first; the same words later in an answer are about something.
    private const int Beginning = 160;

    private static readonly string[] Phrases =
    [
        "i can't help with", "i cannot help with", "i can't assist", "i cannot assist", "i'm unable to", "i am unable to",
        "i'm not able to", "i am not able to", "i can't provide", "i cannot provide", "i can't do that", "i cannot do that",
        "i can't fulfill", "i cannot fulfill", "i can't comply", "i cannot comply", "i won't be able to", "i must decline",
        "i have to decline", "as an ai language model, i can", "i'm sorry, but i can", "i am sorry, but i can", "i can't answer",
        "sorry, i can't", "sorry, but i can't", "i cannot answer",
        "ich kann dabei nicht helfen", "ich kann ihnen dabei nicht", "ich kann dir dabei nicht", "das kann ich nicht",
            "es tut mir leid, aber",
        "leider kann ich", "dabei kann ich nicht helfen",
        "je ne peux pas", "je suis désolé, mais", "je suis désolée, mais", "désolé, mais je ne",
        "no puedo ayudar", "lo siento, pero no", "lo siento, no puedo", "no puedo proporcionar",
        "non posso aiutar", "mi dispiace, ma non", "não posso ajudar", "desculpe, mas não", "sinto muito, mas não",
        "ik kan je daar niet", "ik kan u daar niet", "het spijt me, maar",
        "przepraszam, ale nie", "nie mogę pomóc", "извините, но я не", "я не могу помочь", "к сожалению, я не могу",
        "申し訳ありませんが", "申し訳ございませんが", "抱歉，我无法", "抱歉，我不能", "对不起，我不能", "很抱歉，我无法", "죄송하지만",
    ];

    public static bool Begin(string text)
    {
        var start = text.TrimStart();
        start = (start.Length > Beginning ? start[..Beginning] : start).Replace('’', '\'');
        return Phrases.Any(phrase => start.Contains(phrase, StringComparison.OrdinalIgnoreCase));
    }
}

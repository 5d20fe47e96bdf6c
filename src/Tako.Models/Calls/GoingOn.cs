namespace Tako.Models.Calls;

/// <summary>How a model is asked to go on with an answer that another one began.</summary>
/// <param name="Turns">What is added to the conversation.</param>
/// <param name="Mode">How its words are laid to those that were said.</param>
internal sealed record GoingOn(IReadOnlyList<Turn> Turns, SeamMode Mode)
{
    // Fewer letters say too little: the words after them could as well be a beginning.
    private const int FewestToGoOn = 2 * Seam.Overlap;
    private const int FewestToTell = 16;
    private const int TailLetters = 48;

    /// <summary>The ways to ask this link, the best first; the last one asks the same as before, which models of little
    /// chance answer in the same words.</summary>
    public static IEnumerable<GoingOn> Ways(PlanLink link, string said, bool thinks)
    {
        var text = said.Trim();
        if (text.Length < FewestToTell)
        {
            // Words that come twice could be meant to: only a model that knows none of them must begin anew.
        }
        else if (text.Length < FewestToGoOn)
        {
            yield return new([new Turn("user", $"Your answer to this began with exactly these words:\n{text}\n"
                + "Write the whole answer once more from its beginning, and begin with exactly these words.")], SeamMode.Restart);
        }
        else
        {
            if (link.Endpoint.Model.Prefill == true && !thinks)
                yield return new([new Turn("assistant", said.TrimEnd())], SeamMode.Onward);
            yield return new(
            [
                new Turn("assistant", said.TrimEnd()),
                new Turn("user", "Your answer was cut off. Go on exactly where it ends, without any remark. Begin by repeating its last "
                    + $"words letter by letter, then go on:\n{Tail(text)}"),
            ], SeamMode.Repeat);
        }

        yield return new([], SeamMode.Restart);
    }

    // The last words that stand nowhere else in the text, so that there is one place where they belong.
    private static string Tail(string text)
    {
        for (var start = text.Length - TailLetters; start > 0; start--)
        {
            if (char.IsWhiteSpace(text[start - 1]) && !char.IsWhiteSpace(text[start])
                && text.IndexOf(text[start..], StringComparison.Ordinal) == start)
                return text[start..];
        }

        return text;
    }
}

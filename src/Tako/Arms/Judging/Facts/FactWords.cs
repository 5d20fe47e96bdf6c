using System.Collections.Frozen;

namespace Tako.Arms.Judging.Facts;

/// <summary>The words that a check must know: those that carry no content, those that turn a sentence around or weaken it.</summary>
internal static class FactWords
{
    private static readonly FrozenSet<string> Empty = Set("""
        a an the is are was were be been being am has have had do does did of in on at by for with to as that which who whose this these
        those it its and or but so than then there also their his her our your my we they he she you i from into very just such per while
        whereas through between s
        """);

    private static readonly FrozenSet<string> Negating = Set("not no never cannot neither nor none nobody nothing without");

    // What somebody plans, supposes or denies is not what is.
    private static readonly FrozenSet<string> Weakening = Set("""
        may might could would should will shall if unless planned plans proposed proposes expected expects reportedly allegedly supposedly
        claims claimed believes believed denied denies false falsely wrong incorrect incorrectly myth rumour rumor rumoured rumored
        hypothetically formerly previously perhaps possibly probably maybe unlikely unclear disputed untrue whether outdated deprecated
        """);

    private static readonly FrozenSet<string> Verbs = Set("""
        is are was were has have had does do did can cannot will would should could may might must isn't aren't wasn't weren't hasn't
        haven't doesn't don't didn't can't won't
        takes took costs cost weighs weighed runs ran uses used needs needed holds held reads writes wrote
        gives gave makes made becomes became began begins starts started ends ended lies lay stands stood contains contained includes
        included supports supported requires required returns returned allows allowed keeps kept shows showed says said sells sold rose
        fell grew comes came goes went lasts lasted measures measured opens opened closes closed stops stopped calls called sends sent
        """);

    private static readonly FrozenSet<string> Numbering = Set("""
        version release issue step chapter section page figure table line phase round item appendix article rfc iso number build rule
        """);

    public static bool IsEmpty(string word) => Empty.Contains(word);

    public static bool IsVerb(string word) => Verbs.Contains(word);

    /// <summary>Whether a word weakens every clause of its sentence and not just its own.</summary>
    public static bool WeakensAll(string word) => word is not ("may" or "might" or "could" or "would" or "should" or "will" or "shall");

    public static bool Weakens(string word) => Weakening.Contains(word);

    public static bool Negates(string word) => Negating.Contains(word) || word.EndsWith("n't", StringComparison.Ordinal);

    /// <summary>Whether a number after this word names a thing and counts nothing: version 2, issue 5.</summary>
    public static bool Numbers(string word) => Numbering.Contains(word);

    /// <summary>A word without the endings that change nothing for a comparison; <paramref name="word"/> is lower-case.</summary>
    public static string Stem(string word)
    {
        if (word.EndsWith("'s", StringComparison.Ordinal))
            word = word[..^2];
        if (word.Length < 4 || !char.IsAsciiLetter(word[^1]) || word.AsSpan().ContainsAny('.', '_'))
            return word;
        if (word.EndsWith("ies", StringComparison.Ordinal) && word.Length > 4)
            return word[..^3] + "y";
        if (word[^1] == 's' && word[^2] is not 's' and not 'u' and not 'i')
            word = word[..^1];
        if (word.Length > 5 && word.EndsWith("ing", StringComparison.Ordinal))
            word = word[..^3];
        else if (word.Length > 4 && word.EndsWith("ed", StringComparison.Ordinal))
            word = word[..^2];
        return word.Length > 3 && word[^1] == 'e' ? word[..^1] : word;
    }

    private static FrozenSet<string> Set(string words) =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}

namespace Tako.Reflexes.Hidden;

/// <summary>Letters of other scripts and forms that are read as Latin ones. From Unicode's tables of confusables and of
/// compatibility (UTS 39, UAX 15): the ones that occur in words.</summary>
internal static class LookAlikes
{
    // Pairs of a look-alike and the letter that is read.
    private const string Pairs =
        "аaеeоoрpсcуyхxіiјjѕsһhԁdԛqԝwАAВBЕEКKМMНHОOРPСCТTХXУYІIЈJ"
        + "ЅSοoαaεeιiκkνvρpτtυuχxΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXıiɡgℓl";

    private static readonly Dictionary<char, char> Table = Enumerable.Range(0, Pairs.Length / 2)
        .ToDictionary(static pair => Pairs[2 * pair], static pair => Pairs[(2 * pair) + 1]);

    /// <summary>The Latin letter that is read, or the letter itself.</summary>
    public static char Of(char letter) => letter switch
    {
        < '\u0080' => letter,
        // Full-width forms stand in the order of ASCII.
        >= '\uFF01' and <= '\uFF5E' => (char)(letter - 0xFEE0),
        _ => Table.GetValueOrDefault(letter, letter),
    };
}

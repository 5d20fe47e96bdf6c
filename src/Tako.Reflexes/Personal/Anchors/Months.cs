using System.Collections.Frozen;

namespace Tako.Reflexes.Personal.Anchors;

/// <summary>Names of months in the languages of western Europe, full and cut.</summary>
internal static class Months
{
    /// <summary>Length of the longest name.</summary>
    public const int Longest = 10;

    private const string Names =
        "january jan january's february feb march mar april apr may june jun july jul august aug september sept sep october oct "
        + "november nov december dec "
        + "januar februar märz mai juni juli oktober dezember dez okt mrz janvier février fevrier mars avril juin juillet août aout "
        + "septembre octobre "
        + "novembre décembre decembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre gennaio "
        + "febbraio aprile "
        + "maggio giugno luglio settembre ottobre dicembre janeiro fevereiro março maio junho julho setembro outubro novembro dezembro "
        + "januari februari "
        + "maart mei augustus maj";

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Known =
        Names.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a word before a number is a month: <c>may</c> and <c>march</c> in small letters are verbs more often.</summary>
    public static bool Leads(ReadOnlySpan<char> word) => Is(word) && word is not ("may" or "march");

    public static bool Is(ReadOnlySpan<char> word) => word.Length is >= 3 and <= Longest && Known.Contains(word);
}

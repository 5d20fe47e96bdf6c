namespace Tako.Reflexes.Names;

/// <summary>
/// What the tagger looks at: a token, its two neighbours on either side, and their combinations, each as one hash.
/// </summary>
internal static class NameFeatures
{
    /// <summary>Tokens of context on either side.</summary>
    public const int Context = 2;

    /// <summary>Most features of a token.</summary>
    public const int Most = 24;

    private static readonly NameToken Edge = MakeEdge();

    /// <summary>Tokens that need no weighing: a common word or sign between such.</summary>
    public static bool IsPlain(ReadOnlySpan<NameToken> tokens, int index)
    {
        var first = index == 0 || tokens[index - 1].EndsSentence;
        return (tokens[index].IsPlain || (first && tokens[index].IsPlainStart))
            && (first || tokens[index - 1].IsPlain || tokens[index - 1].IsPlainStart)
            && (index + 1 == tokens.Length || tokens[index + 1].IsPlain);
    }

    /// <summary>Writes the features of a token; returns how many they are.</summary>
    public static int Of(ReadOnlySpan<NameToken> tokens, int index, Span<uint> into)
    {
        ref readonly var here = ref tokens[index];
        ref readonly var left = ref At(tokens, here.Gap == NameTokens.Far ? -1 : index - 1);
        ref readonly var left2 = ref At(tokens, here.Gap == NameTokens.Far || left.Gap == NameTokens.Far ? -1 : index - 2);
        ref readonly var right = ref Near(tokens, index + 1);
        ref readonly var right2 = ref Near(tokens, right.Shape == NameShapes.Edge ? -1 : index + 2);
        var shape = (uint)here.Shape;
        var count = 0;
        into[count++] = Hash(1, here.Word, 0);
        into[count++] = Hash(2, here.Class, 0);
        into[count++] = Hash(3, left.Word, 0);
        into[count++] = Hash(4, right.Word, 0);
        into[count++] = Hash(5, left2.Word, 0);
        into[count++] = Hash(6, right2.Word, 0);
        into[count++] = Hash(7, left.Class, here.Class);
        into[count++] = Hash(8, here.Class, right.Class);
        into[count++] = Hash(9, left.Word, here.Class);
        into[count++] = Hash(10, here.Class, right.Word);
        into[count++] = Hash(11, left2.Word * 31 + left.Word, shape);
        into[count++] = Hash(12, right.Word * 31 + right2.Word, shape);
        into[count++] = Hash(13, left2.Coarse * 1024u + left.Coarse, here.Coarse);
        into[count++] = Hash(14, here.Coarse, right.Coarse * 1024u + right2.Coarse);
        into[count++] = Hash(15, left.Coarse * 1024u + right.Coarse, here.Coarse);
        into[count++] = Hash(16, ((uint)here.Gap << 16) | ((uint)right.Gap << 8) | left.Shape, shape);
        if ((here.Lists & NameLists.Common) == 0 && here.Prefix + here.Suffix2 != 0)
        {
            into[count++] = Hash(17, here.Prefix, 0);
            into[count++] = Hash(18, here.Suffix2, shape);
            into[count++] = Hash(19, here.Suffix3, 0);
            into[count++] = Hash(20, here.Suffix4, 0);
        }

        return count;
    }

    private static ref readonly NameToken At(ReadOnlySpan<NameToken> tokens, int index)
    {
        if ((uint)index >= (uint)tokens.Length)
            return ref Edge;
        return ref tokens[index];
    }

    // A token on the right, unless it stands far away.
    private static ref readonly NameToken Near(ReadOnlySpan<NameToken> tokens, int index)
    {
        if ((uint)index >= (uint)tokens.Length || tokens[index].Gap == NameTokens.Far)
            return ref Edge;
        return ref tokens[index];
    }

    private static uint Hash(uint kind, uint first, uint second)
    {
        var hash = (first * 0x85EBCA6Bu) ^ (second * 0xC2B2AE35u + kind * 0x9E3779B1u);
        hash = (hash ^ (hash >> 15)) * 0x27D4EB2Fu;
        return hash ^ (hash >> 13);
    }

    private static NameToken MakeEdge()
    {
        var edge = new NameToken { Shape = NameShapes.Edge, Hash = 0x51ED270Bu };
        edge.Settle();
        return edge;
    }
}

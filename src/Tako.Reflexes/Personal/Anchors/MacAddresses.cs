namespace Tako.Reflexes.Personal.Anchors;

/// <summary>Hardware addresses: six pairs with colons or hyphens, or three groups of four with dots.</summary>
internal static class MacAddresses
{
    /// <summary>Looks around the first separator of an address.</summary>
    public static void Scan(in Scene scene, int separator)
    {
        var text = scene.Text;
        var mark = text[separator];
        var (group, length) = mark == '.' ? (4, 14) : (2, 17);
        var start = separator - group;
        if (start < 0 || start + length > text.Length || Letters.WordAt(text, start - 1) || Letters.WordAt(text, start + length))
            return;
        var value = text.Slice(start, length);
        for (var index = 0; index < length; index++)
        {
            if ((index + 1) % (group + 1) == 0 ? value[index] != mark : !Letters.IsHex(value[index]))
                return;
        }

        // Part of something longer with the same mark, or nobody's address.
        if (Letters.At(text, start - 1) == mark
            || (Letters.At(text, start + length) == mark && Letters.AlnumAt(text, start + length + 1)))
            return;
        if (value.IndexOfAnyExcept("fF:-.") < 0 || value.IndexOfAnyExcept("0:-.") < 0
            || (mark == '-' && value.IndexOfAnyExcept("0123456789-") < 0
            && !scene.Near(start, start + length, CommonKinds.Mac.Cues)))
            return;
        scene.Add(start, start + length, CommonKinds.Mac);
    }
}

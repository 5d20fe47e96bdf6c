using Tako.Reflexes.Inspection;
using Tako.Reflexes.Personal.Anchors;

namespace Tako.Reflexes.Personal;

/// <summary>Drops what is only a part of something surer: the numbers of a telephone inside a card's.</summary>
internal static class Overlaps
{
    // Findings come nearly in the order of their places: what can cover one stands near it in the list.
    private const int Window = 48;

    public static void Drop(FindingList into, int from)
    {
        var findings = into.Writable;
        Span<bool> dropped = findings.Length - from <= 512 ? stackalloc bool[findings.Length - from] : new bool[findings.Length - from];
        dropped.Clear();
        for (var index = from; index < findings.Length; index++)
        {
            for (var other = Math.Max(from, index - Window); other < findings.Length && other <= index + Window; other++)
                dropped[index - from] |= other != index && Covers(findings[other], findings[index]);
        }

        var kept = from;
        for (var index = from; index < findings.Length; index++)
        {
            if (!dropped[index - from])
                findings[kept++] = findings[index];
        }

        into.Cut(kept);
    }

    private static bool Covers(in Finding whole, in Finding part)
    {
        if (whole.Start > part.Start || whole.End < part.End || ReferenceEquals(whole.Kind, CommonKinds.Url.Name))
            return false;
        var vague = ReferenceEquals(part.Kind, CommonKinds.Phone.Name);
        if (whole.Length == part.Length)
            return vague && !ReferenceEquals(whole.Kind, part.Kind) && whole.Score >= 0.6 && whole.Score > part.Score
                && !IsPhone(whole.Kind);
        return whole.Score > part.Score || (whole.Score == part.Score && ReferenceEquals(whole.Kind, part.Kind));
    }

    private static bool IsPhone(string kind) =>
        ReferenceEquals(kind, CommonKinds.TurkishPhone.Name) || ReferenceEquals(kind, CommonKinds.PhilippineMobile.Name);
}

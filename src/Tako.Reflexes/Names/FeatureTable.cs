namespace Tako.Reflexes.Names;

/// <summary>
/// The features that a model knows, by the slot of their hash with a check of 16 more bits: one that was never learnt has no slot, and so
/// says nothing. Rows of weights are kept by slot.
/// </summary>
internal sealed class FeatureTable
{
    public const int Slots = 1 << 16;
    private const int Probes = 4;
    private readonly ushort[] _checks;

    public FeatureTable(ushort[] checks) => _checks = checks;

    /// <summary>Takes features in order as long as there is room near their slot.</summary>
    public FeatureTable(IEnumerable<uint> features)
    {
        _checks = new ushort[Slots + Probes];
        foreach (var feature in features)
        {
            var slot = (int)(feature >> 16);
            for (var probe = 0; probe < Probes; probe++)
            {
                if (_checks[slot + probe] != 0)
                    continue;
                _checks[slot + probe] = Check(feature);
                break;
            }
        }
    }

    /// <summary>By slot, 0 for an empty one; a few more than <see cref="Slots"/>.</summary>
    public ReadOnlySpan<ushort> Checks => _checks;

    /// <summary>Slots with room for the last ones to run over.</summary>
    public static int Rows => Slots + Probes;

    /// <summary>The slot of a feature, or -1.</summary>
    public int Find(uint feature)
    {
        var (slot, check) = ((int)(feature >> 16), Check(feature));
        var near = _checks.AsSpan(slot, Probes);
        for (var probe = 0; probe < near.Length; probe++)
        {
            if (near[probe] == check)
                return slot + probe;
            if (near[probe] == 0)
                return -1;
        }

        return -1;
    }

    private static ushort Check(uint feature) => (ushort)Math.Max(1u, feature & 0xFFFF);
}

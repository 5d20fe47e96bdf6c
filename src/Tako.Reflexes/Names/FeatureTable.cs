using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tako.Reflexes.Names;

/// <summary>
/// The features that a model knows, by the slot of their hash with a check of 16 more bits: one that was never learnt has no slot, and so
/// says nothing. Rows of weights are kept by slot.
/// </summary>
internal sealed class FeatureTable
{
    public const int Slots = 1 << 16;
    private const int Probes = 8;
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
        var slot = feature >> 16;
        // Eight places at once; the table runs over by as many, so that the last slots have theirs.
        var near = Vector128.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_checks), slot);
        var same = Vector128.Equals(near, Vector128.Create(Check(feature))).ExtractMostSignificantBits();
        return same == 0 ? -1 : (int)slot + BitOperations.TrailingZeroCount(same);
    }

    private static ushort Check(uint feature) => (ushort)(feature | 1);
}

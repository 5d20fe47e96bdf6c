using System.Collections.Frozen;

namespace Tako.Core.Ledger;

/// <summary>
/// All upcasters of a program, applied one after the other when events are read. Unknown types pass unchanged.
/// </summary>
public sealed class Upcasters
{
    /// <summary>No event has an older version.</summary>
    public static readonly Upcasters None = new([]);

    private readonly FrozenDictionary<(string Type, int From), Upcaster> _steps;

    /// <exception cref="ArgumentException">Two upcasters read the same version of the same type.</exception>
    public Upcasters(IEnumerable<Upcaster> steps)
    {
        var known = new Dictionary<(string, int), Upcaster>();
        foreach (var step in steps)
        {
            if (step.From < 1)
                throw new ArgumentException($"The upcaster of {step.Type} reads version {step.From}; versions start at 1.", nameof(steps));
            if (!known.TryAdd((step.Type, step.From), step))
                throw new ArgumentException($"Two upcasters read version {step.From} of {step.Type}.", nameof(steps));
        }

        _steps = known.ToFrozenDictionary();
    }

    /// <summary>The event in its newest version.</summary>
    public LedgerEvent Read(LedgerEvent entry)
    {
        // Ends: every step raises the version and the set is finite.
        while (_steps.Count > 0 && _steps.TryGetValue((entry.Type, entry.Version), out var step))
            entry = entry with { Version = entry.Version + 1, Body = step.Body(entry.Body) };
        return entry;
    }
}

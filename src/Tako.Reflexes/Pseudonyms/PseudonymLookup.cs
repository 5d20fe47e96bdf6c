using Tako.Core.Labels;

namespace Tako.Reflexes.Pseudonyms;

/// <summary>What a vault says about a token.</summary>
public abstract record PseudonymLookup
{
    private PseudonymLookup() { }

    public sealed record Value(string Text) : PseudonymLookup
    {
        public override string ToString() => "a value";
    }

    /// <summary>The vault never gave it, or has forgotten it.</summary>
    public sealed record Unknown : PseudonymLookup;

    /// <summary>The receiver may not see the value.</summary>
    /// <param name="Needs">What the receiver must be cleared for.</param>
    public sealed record Withheld(Confidentiality Needs) : PseudonymLookup;
}

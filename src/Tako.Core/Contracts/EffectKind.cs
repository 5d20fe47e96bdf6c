namespace Tako.Core.Contracts;

/// <summary>What may be done about an effect whose result was lost in a crash.</summary>
public enum EffectKind
{
    /// <summary>Changes nothing: run again.</summary>
    Pure,

    /// <summary>Running it twice equals running it once: run again.</summary>
    Idempotent,

    /// <summary>Whether it happened can be looked up: probe, then decide.</summary>
    Probeable,

    /// <summary>Neither: a person decides.</summary>
    Irreversible,
}

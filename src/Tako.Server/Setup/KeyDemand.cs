namespace Tako.Server.Setup;

/// <summary>Whether a call needs a virtual key.</summary>
public enum KeyDemand
{
    /// <summary>Off while only this machine can reach the gateway and no key exists; required otherwise.</summary>
    Auto,

    Required,

    /// <summary>A call without a key is taken; one with an unknown key is not.</summary>
    Optional,

    /// <summary>Keys are not looked at.</summary>
    Off,
}

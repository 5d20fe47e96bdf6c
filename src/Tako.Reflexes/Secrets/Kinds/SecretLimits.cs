namespace Tako.Reflexes.Secrets.Kinds;

/// <summary>How far the matchers look, so that a stream can be judged piece by piece.</summary>
internal static class SecretLimits
{
    /// <summary>Characters from the start of a secret within which it is decided that it is one.</summary>
    public const int Window = 240;

    /// <summary>Characters before the start of a secret that decide on it, twice decoded text included.</summary>
    public const int Before = 140;

    /// <summary>Longest private key block, in characters.</summary>
    public const int Block = 16 * 1024;

    /// <summary>Longest secret of another kind.</summary>
    public const int Token = 8 * 1024;

    /// <summary>How often encoded text is decoded and looked through.</summary>
    public const int Depth = 2;

    /// <summary>Of a longer run of encoded text the rest is not looked at.</summary>
    public const int Decoded = 32 * 1024;

    /// <summary>The window inside text that was decoded so often: four letters carry three.</summary>
    public static int WindowAt(int depth) => depth switch { 0 => Window, 1 => 176, _ => 128 };
}

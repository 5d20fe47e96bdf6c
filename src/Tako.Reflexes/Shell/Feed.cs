namespace Tako.Reflexes.Shell;

/// <summary>What is known about a command's standard input.</summary>
/// <param name="Text">All of it, where the script itself says so.</param>
/// <param name="Network">Whether it comes from another machine.</param>
/// <param name="Secret">Whether it holds keys, passwords or the environment.</param>
internal sealed record Feed(string? Text, bool Given, bool Network, bool Secret, bool Decoded = false)
{
    public static readonly Feed Nothing = new(null, false, false, false);

    public static readonly Feed Unknown = new(null, true, false, false);

    public static Feed Of(string text) => new(text, true, false, false);
}

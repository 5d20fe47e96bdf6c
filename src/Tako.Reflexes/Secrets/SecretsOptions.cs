namespace Tako.Reflexes.Secrets;

/// <summary>What happens to a secret where it does not belong, and what is none.</summary>
public sealed record SecretsOptions
{
    /// <summary>Tools whose arguments may hold secrets.</summary>
    public IReadOnlySet<string> Exempt { get; init; } = new HashSet<string>();

    /// <summary>Whether a prompt with a secret is refused; otherwise the secret is replaced and the prompt is sent.</summary>
    public bool BlockPrompts { get; init; }

    /// <summary>
    /// Values that are no secrets, for a <see cref="SecretScanner"/> or a <see cref="SecretTextScanner"/>: each as it stands, with
    /// <c>*</c> for any letters and <c>?</c> for one.
    /// </summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>The SHA-256 of values that are no secrets, in hexadecimal digits, where the value is not to be written down.</summary>
    public IReadOnlyList<string> AllowedHashes { get; init; } = [];
}

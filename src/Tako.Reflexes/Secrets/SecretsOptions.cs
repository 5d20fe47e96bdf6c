namespace Tako.Reflexes.Secrets;

/// <summary>What happens to a secret where it does not belong.</summary>
public sealed record SecretsOptions
{
    /// <summary>Tools whose arguments may hold secrets.</summary>
    public IReadOnlySet<string> Exempt { get; init; } = new HashSet<string>();

    /// <summary>Whether a prompt with a secret is refused; otherwise the secret is replaced and the prompt is sent.</summary>
    public bool BlockPrompts { get; init; }
}

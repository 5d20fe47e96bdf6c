namespace Tako.Reflexes.Secrets.Kinds;

/// <summary>How a kind of secret is told from other text.</summary>
internal enum SecretForm
{
    /// <summary>By a literal of its own.</summary>
    Prefix,

    /// <summary>By the name it is assigned to.</summary>
    Name,

    /// <summary>By a matcher written by hand.</summary>
    Code,
}

/// <summary>One kind of secret, as a line of the table tells it.</summary>
internal sealed record SecretKind
{
    /// <summary>Such as <c>github-token</c>.</summary>
    public required string Id { get; init; }

    public required string Provider { get; init; }

    public required SecretForm Form { get; init; }

    /// <summary>Words of which one stands in or shortly before the name of the value.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    public IReadOnlyList<SecretShape> Shapes { get; init; } = [];

    /// <summary>The matcher written by hand.</summary>
    public string Code { get; init; } = "";

    /// <summary>Bits of a letter at least.</summary>
    public double Entropy { get; init; }

    /// <summary>Letters and digits without a separator that must stand together, where words with dashes look alike.</summary>
    public int Dense { get; init; }

    public bool Checked { get; init; }

    /// <summary>Words of which one must stand at most <see cref="Within"/> characters before; empty where none must.</summary>
    public IReadOnlyList<string> Context { get; init; } = [];

    public int Within { get; init; }

    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>The kind of a finding.</summary>
    public string Reason => Id.Replace('-', '_');
}

namespace Tako.Arms.Guarding;

/// <summary>What the guardian thinks of a change.</summary>
internal sealed record Objections
{
    public required string Changes { get; init; }

    /// <summary><c>allow</c>, <c>ask</c> or <c>deny</c>.</summary>
    public required string Verdict { get; init; }

    public IReadOnlyList<string> Findings { get; init; } = [];

    /// <summary>A command of the law ran over this change and said no: nobody can read from it what would please it.</summary>
    public bool ByCommand { get; init; }

    /// <summary>The gravest risk of what is asked: <c>moderate</c> or <c>dangerous</c>; null where nothing is.</summary>
    public string? Risk { get; init; }
}

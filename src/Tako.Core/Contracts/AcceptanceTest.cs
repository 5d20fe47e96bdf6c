namespace Tako.Core.Contracts;

/// <summary>Something that must hold before a task counts as done. Each kind really runs.</summary>
public abstract record AcceptanceTest
{
    private AcceptanceTest() { }

    public required string Name { get; init; }

    /// <summary>A command in the sandbox that must end with <see cref="ExitCode"/>.</summary>
    public sealed record Command : AcceptanceTest
    {
        /// <summary>Program and arguments; null means the repository's own test command.</summary>
        public IReadOnlyList<string>? Run { get; init; }

        public int ExitCode { get; init; }

        public TimeSpan? Timeout { get; init; }
    }

    /// <summary>A JSON or YAML file of the result that must satisfy a JSON schema.</summary>
    public sealed record Schema : AcceptanceTest
    {
        public required string File { get; init; }

        /// <summary>Repository path of the schema, or the schema itself as JSON text.</summary>
        public required string SchemaText { get; init; }
    }

    /// <summary>A statement about a file of the result.</summary>
    public sealed record Check : AcceptanceTest
    {
        public required string File { get; init; }

        /// <summary>Regular expression that must match (or, with <see cref="Absent"/>, must not).</summary>
        public string? Matches { get; init; }

        public bool Absent { get; init; }
    }
}

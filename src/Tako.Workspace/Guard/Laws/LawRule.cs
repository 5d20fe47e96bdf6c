using Tako.Workspace.Guard.Rules;

namespace Tako.Workspace.Guard.Laws;

/// <summary>What violates a rule that is written down as data.</summary>
internal abstract record Violation
{
    private Violation() { }

    /// <summary>An added line that matches.</summary>
    public sealed record ByPattern(string Expression) : Violation;

    /// <summary>An added line that uses one of these: symbols of .NET, or dotted names in other languages.</summary>
    public sealed record ByApi(IReadOnlyList<string> Names) : Violation;

    /// <summary>A file that does not begin with this text.</summary>
    public sealed record ByHeader(string Text) : Violation;

    /// <summary>A command that does not end with 0 over the change.</summary>
    public sealed record ByCommand(IReadOnlyList<string> Command, TimeSpan Timeout) : Violation;

    /// <summary>Whatever change it applies to.</summary>
    public sealed record ByChange : Violation;
}

/// <summary>A rule as a constitution writes it down.</summary>
internal sealed record LawRule
{
    public required string Id { get; init; }

    public required RuleTier Tier { get; init; }

    public required RiskClass Risk { get; init; }

    public required Severity Action { get; init; }

    public required bool Opens { get; init; }

    public required string Origin { get; init; }

    public required IReadOnlyList<string> Paths { get; init; }

    public required IReadOnlyList<string> Except { get; init; }

    /// <summary>Kinds of changes; empty for all.</summary>
    public required IReadOnlyList<string> Changes { get; init; }

    public required Violation ViolatedBy { get; init; }

    public required string Message { get; init; }

    public required string WayOut { get; init; }

    public required IReadOnlyList<RuleExample> Examples { get; init; }

    /// <summary>All of it but the examples, to be hashed.</summary>
    public string Text => string.Join('\0',
    [
        Id, $"{Tier} {Risk} {Action} {Opens} {Origin}", string.Join('\u0001', Paths), string.Join('\u0001', Except),
            string.Join('\u0001', Changes),
        ViolatedBy switch
        {
            Violation.ByPattern pattern => $"pattern {pattern.Expression}",
            Violation.ByApi api => $"api {string.Join('\u0001', api.Names)}",
            Violation.ByHeader header => $"header {header.Text}",
            Violation.ByCommand command => $"command {command.Timeout} {string.Join('\u0001', command.Command)}",
            _ => "change",
        },
        Message, WayOut,
    ]);
}

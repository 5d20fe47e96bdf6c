using Tako.Core.Labels;
using Tako.Reflexes.Inspection;

namespace Tako.Reflexes.Policies;

/// <summary>What is looked for, and what becomes of it. Data: read from YAML by <see cref="PolicyReader"/>, or made in code.</summary>
public sealed record ReflexPolicy
{
    /// <summary>Stands in every verdict and in every key of a cache; a policy that was changed has another one.</summary>
    public string Version { get; init; } = "built-in";

    /// <summary>Scanners that are left out, by name.</summary>
    public IReadOnlySet<string> Off { get; init; } = new HashSet<string>();

    /// <summary>Look for names of persons, places and organisations too: a tagger that costs more than all else together.</summary>
    public bool Names { get; init; }

    /// <summary>Looked at in order; the first that applies to a finding decides.</summary>
    public IReadOnlyList<ReflexRule> Rules { get; init; } = [];

    /// <summary>Values that are passed over, whatever finds them; a star stands for any characters.</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];

    /// <summary>Words that are found as <see cref="FindingFamily.Listed"/>, kind <c>denied</c>.</summary>
    public IReadOnlyList<string> Deny { get; init; } = [];

    /// <summary>Patterns of the user's own kinds.</summary>
    public IReadOnlyList<ReflexPattern> Patterns { get; init; } = [];

    /// <summary>Words that must not come out of a prompt; found as <see cref="FindingFamily.Canary"/>.</summary>
    public IReadOnlyList<string> Canaries { get; init; } = [];

    /// <summary>Buckets of calls at the tool gate, on top of the built-in one for each arm and tool.</summary>
    public IReadOnlyList<RateLimit> Rates { get; init; } = [];

    /// <summary>Buckets of money at the tool gate.</summary>
    public IReadOnlyList<CostLimit> Costs { get; init; } = [];

    /// <summary>Who and what may come in at all.</summary>
    public AccessLists Access { get; init; } = AccessLists.Open;

    /// <summary>Without a file: canaries, denied words and what is surely an injection block; secrets are masked, unseen sentences taken
    /// out; all else is only told of.</summary>
    public static ReflexPolicy Default { get; } = new()
    {
        Rules =
        [
            new ReflexRule { Families = [FindingFamily.Canary], Action = ReflexAction.Block },
            new ReflexRule { Families = [FindingFamily.Secret], Action = ReflexAction.Mask },
            new ReflexRule { Families = [FindingFamily.Injection], Above = 0.9, AtMost = Integrity.Tool, Action = ReflexAction.Block },
            new ReflexRule { Families = [FindingFamily.Injection], Above = 0.98, Action = ReflexAction.Block },
            new ReflexRule { Families = [FindingFamily.Hidden], Kinds = ["tag_characters"], Action = ReflexAction.Remove },
            new ReflexRule { Families = [FindingFamily.Listed], Kinds = ["denied"], Action = ReflexAction.Block },
            new ReflexRule { Action = ReflexAction.Flag },
        ],
    };
}

/// <summary>One line of a policy.</summary>
public sealed record ReflexRule
{
    /// <summary>Empty takes every family.</summary>
    public IReadOnlyList<FindingFamily> Families { get; init; } = [];

    /// <summary>Empty takes every kind.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>Least score of a finding, 0 to 1.</summary>
    public double Above { get; init; }

    /// <summary>Only texts of this integrity or less.</summary>
    public Integrity AtMost { get; init; } = Integrity.System;

    public required ReflexAction Action { get; init; }

    internal bool Applies(in Finding finding, Label source) => finding.Score >= Above && source.Integrity <= AtMost
        && (Families.Count == 0 || Families.Contains(finding.Family)) && (Kinds.Count == 0 || Kinds.Contains(finding.Kind));
}

/// <summary>A kind of the user's own.</summary>
/// <param name="Pattern">A regular expression without look-around and back references: it runs without backtracking.</param>
public sealed record ReflexPattern(string Kind, string Pattern, double Score = 0.9);

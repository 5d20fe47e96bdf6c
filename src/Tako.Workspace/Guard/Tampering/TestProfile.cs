namespace Tako.Workspace.Guard.Tampering;

/// <summary>What a file of tests holds, in numbers that a weakened one cannot keep.</summary>
internal sealed record TestProfile
{
    public int Cases { get; init; }

    /// <summary>Marks by which a test does not run.</summary>
    public int Skips { get; init; }

    public int Assertions { get; init; }

    /// <summary>Assertions that compare with one expected value.</summary>
    public int Exact { get; init; }

    /// <summary>Assertions that hold whatever the code does.</summary>
    public int Tautologies { get; init; }

    /// <summary>Handlers that end an exception without a word.</summary>
    public int Swallowed { get; init; }

    /// <summary>Returns on the way to an assertion.</summary>
    public int Returns { get; init; }

    /// <summary>Assertions of each test.</summary>
    public IReadOnlyDictionary<string, int> PerCase { get; init; } = new Dictionary<string, int>();

    private int Meaning => Assertions - Tautologies;

    /// <summary>How the tests after a change are weaker than those before it.</summary>
    public IEnumerable<string> WeakerThan(TestProfile old)
    {
        if (Skips > old.Skips)
            yield return "Tests would be skipped that ran before.";
        if (Cases < old.Cases)
            yield return $"The file would hold {Cases} test cases instead of {old.Cases}.";
        if (Tautologies > old.Tautologies)
            yield return "An assertion would hold whatever the code does.";
        if (Swallowed > old.Swallowed)
            yield return "An exception would be swallowed, so that a test cannot fail by it.";
        if (Returns > old.Returns)
            yield return "A test would return before its assertions.";
        if (Meaning < old.Meaning)
            yield return $"The file would hold {Meaning} assertions instead of {old.Meaning}.";
        else if (PerCase.FirstOrDefault(test => old.PerCase.TryGetValue(test.Key, out var had)
            && test.Value < had) is { Key: { } name } weaker)
            yield return $"The test '{name}' would hold {weaker.Value} assertions instead of {old.PerCase[name]}.";
        else if (Exact < old.Exact)
            yield return "Assertions would compare less exactly than before.";
    }
}

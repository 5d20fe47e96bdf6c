namespace Tako.Workspace.Senses;

/// <summary>Reads what builds and test runs print into pains, those of the first thing that broke first.</summary>
public static class PainReader
{
    public static IReadOnlyList<Pain> Read(string framework, string stdout, string stderr, int exitCode, string root) => [];

    /// <summary>How many tests passed, failed and were skipped; null when the output does not say.</summary>
    public static TestTally? Tally(string framework, string stdout, string stderr) => null;
}

namespace Tako.Workspace.Senses;

/// <summary>Reads what builds and test runs print into pains, those of the first thing that broke first.</summary>
public static class PainReader
{
    internal const int MaxPains = 100;
    private const int TailLines = 20;

    /// <param name="framework">The name in <see cref="TestCommand.Framework"/>; any other is read by the common customs.</param>
    /// <param name="root">Where the run happened, to tell the repository's files from others.</param>
    public static IReadOnlyList<Pain> Read(string framework, string stdout, string stderr, int exitCode, string root)
    {
        var lines = OutputLines.Of(stdout, stderr);
        var places = new PlaceReader(root);
        // A failed console.assert leaves the exit code at 0 and is red all the same.
        var asserted = framework is "node" or "npm" ? ConsoleAsserts(framework, lines, places).ToList() : [];
        if (exitCode == 0)
            return asserted;
        var pains = CompilerPains.Read(framework, lines, places)
            .Concat(TestBlocks.Read(framework, lines).Select(block => BlockPain.Of(framework, block, places)))
            .Concat(asserted)
            .DistinctBy(pain => (pain.File, pain.Line, pain.Code, pain.Test, pain.Message))
            .OrderBy(pain => pain.Rung == "build" ? 0 : 1)
            .Take(MaxPains)
            .ToList();
        return pains.Count > 0 ? pains : [Unread(framework, lines, exitCode, places)];
    }

    /// <summary>How many tests passed, failed and were skipped; null when the output does not say.</summary>
    public static TestTally? Tally(string framework, string stdout, string stderr) =>
        TallyReader.Read(framework, OutputLines.Of(stdout, stderr));

    // Node's runner passes on what a test file prints as comments of its own report, others indent it.
    private static IEnumerable<Pain> ConsoleAsserts(string tool, IReadOnlyList<string> lines, PlaceReader places) => lines
        .Select(line => line.Trim() is var bare && bare.StartsWith("# ", StringComparison.Ordinal) ? bare[2..].TrimStart() : bare)
        .Where(line => line.StartsWith("Assertion failed", StringComparison.Ordinal))
        .Take(MaxPains)
        .Select(line => new Pain
        {
            Rung = "test", Tool = tool, Code = "AssertionFailed", Message = line, File = places.First(line)?.File,
                Line = places.First(line)?.Line,
        });

    // Red for a reason no reader knows: show the end of what was printed, where most tools say why.
    private static Pain Unread(string tool, IReadOnlyList<string> lines, int exitCode, PlaceReader places)
    {
        var tail = lines.Where(line => line.Trim().Length > 0).TakeLast(TailLines).ToList();
        var trace = tail.Select(places.First).OfType<SourcePlace>().Distinct().ToList();
        return new Pain
        {
            Rung = "test",
            Tool = tool,
            Code = "exit",
            Message = tail.Count == 0 ? $"The command ended with exit code {exitCode} and printed nothing." : string.Join('\n', tail),
            File = trace.LastOrDefault()?.File,
            Line = trace.LastOrDefault()?.Line,
            Trace = trace,
        };
    }
}

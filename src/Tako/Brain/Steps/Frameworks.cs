namespace Tako.Brain.Steps;

/// <summary>Tells by a command which framework's output is to be expected.</summary>
internal static class Frameworks
{
    public static string Of(IReadOnlyList<string> argv)
    {
        var program = Path.GetFileName(argv[0]);
        if (program.StartsWith("python", StringComparison.Ordinal))
            return argv.Contains("pytest") ? "pytest" : "unittest";
        return program switch
        {
            "dotnet" or "pytest" or "node" or "npm" or "go" or "cargo" or "make" => program,
            "mvn" or "mvnw" => "maven",
            "gradle" or "gradlew" => "gradle",
            _ => "generic",
        };
    }
}

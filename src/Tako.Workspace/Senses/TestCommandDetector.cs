using Tako.Workspace.Overlay;
using Tako.Workspace.Repositories;

namespace Tako.Workspace.Senses;

/// <summary>
/// Finds out how a repository's tests are run from the files in it, staged ones included. Commands suit a sandbox: they
/// restore nothing, keep no build daemon, and wait for no input.
/// </summary>
public static class TestCommandDetector
{
    private const int MaxFiles = 200_000;

    public static TestDetection Detect(Shadow shadow)
    {
        var files = shadow.Enumerate(skip: BuildFolders.IsOne).Take(MaxFiles).ToList();
        var seen = new RepositoryFiles(shadow, files);
        var command = DotNetTests.Find(seen) ?? Cargo(seen) ?? Go(seen) ?? Maven(seen) ?? Gradle(seen) ?? NodeTests.Find(seen)
            ?? PythonTests.Find(seen) ?? Make(seen);
        return command is null ? new TestDetection.None(LookedFor) : new TestDetection.Found(command);
    }

    private static IReadOnlyList<string> LookedFor { get; } =
    [
        "a .NET project with a test package", "Cargo.toml", "go.mod with _test.go files", "pom.xml", "build.gradle",
        "a package.json with a test script or files for node --test", "pytest or unittest files", "a Makefile with a test target",
    ];

    private static TestCommand? Cargo(RepositoryFiles files) => files.Has("Cargo.toml")
        ? new TestCommand(["cargo", "test", "--offline", "--no-fail-fast"], "cargo", "Cargo.toml")
        {
            Prepare = new PrepareCommand(["cargo", "fetch"], "Cargo.toml names crates"),
        }
        : null;

    private static TestCommand? Go(RepositoryFiles files) => files.Has("go.mod") && files.AnyNamed("*_test.go")
        ? new TestCommand(["go", "test", "-v", "./..."], "go", "go.mod and _test.go files")
        {
            Prepare = files.Has("go.sum") ? new PrepareCommand(["go", "mod", "download"], "go.sum names modules") : null,
        }
        : null;

    private static TestCommand? Maven(RepositoryFiles files) => files.Has("pom.xml")
        ? new TestCommand([files.Has("mvnw") ? "./mvnw" : "mvn", "--offline", "--batch-mode", "test"], "maven", "pom.xml")
        {
            Prepare = new PrepareCommand([files.Has("mvnw") ? "./mvnw" : "mvn", "--batch-mode", "dependency:go-offline"],
                "pom.xml names artifacts"),
        }
        : null;

    private static TestCommand? Gradle(RepositoryFiles files) =>
        ((string[])["build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts"]).Any(files.Has)
        ? new TestCommand(
            [files.Has("gradlew") ? "./gradlew" : "gradle", "--offline", "--no-daemon", "--console=plain", "test"],
            "gradle", "build.gradle")
        {
            Prepare = new PrepareCommand(
                [files.Has("gradlew") ? "./gradlew" : "gradle", "--no-daemon", "testClasses"],
                "build.gradle names artifacts"),
        }
        : null;

    private static TestCommand? Make(RepositoryFiles files)
    {
        foreach (var name in (string[])["GNUmakefile", "makefile", "Makefile"])
        {
            if (files.Text(name) is not { } text)
                continue;
            foreach (var target in (string[])["test", "check"])
            {
                if (text.Split('\n').Any(line => IsRuleFor(target, line)))
                    return new TestCommand(["make", target], "make", $"{name} has a target '{target}'");
            }
        }

        return null;
    }

    // 'test: all', 'test check:', 'test::', and no 'test := value'.
    private static bool IsRuleFor(string target, string line)
    {
        var colon = line.IndexOf(':');
        return colon > 0 && !char.IsWhiteSpace(line[0]) && line[0] != '.' && !line[colon..].StartsWith(":=", StringComparison.Ordinal)
            && !line[colon..].StartsWith("::=", StringComparison.Ordinal)
            && line[..colon].Split(' ', StringSplitOptions.RemoveEmptyEntries).Contains(target, StringComparer.Ordinal);
    }
}

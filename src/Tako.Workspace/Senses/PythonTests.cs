using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses;

/// <summary>Finds Python tests: pytest where the repository speaks of it, else unittest.</summary>
internal static class PythonTests
{
    private static readonly string[] Names = ["test_*.py", "*_test.py", "test.py", "tests.py"];
    private static readonly string[] Settings = ["pytest.ini", "conftest.py", "tests/conftest.py", "test/conftest.py"];
    private static readonly string[] Requirements =
        ["pyproject.toml", "setup.cfg", "tox.ini", "requirements.txt", "requirements-dev.txt", "dev-requirements.txt",
            "Pipfile"];

    public static TestCommand? Find(RepositoryFiles files)
    {
        var tests = files.All.Where(file => Glob.MatchesAny(Names, file.Name)).ToList();
        if (tests.Count == 0)
            return null;
        if (Reason(files, tests) is { } why)
            return new TestCommand(["python3", "-m", "pytest", "-q", "-p", "no:cacheprovider"], "pytest", why) { Prepare = Prepare(files) };
        var unittests = tests.Where(test => files.Text(test) is { } text && text.Contains("unittest", StringComparison.Ordinal)).ToList();
        if (unittests.Count == 0)
            return new TestCommand(["python3", "-m", "pytest", "-q", "-p", "no:cacheprovider"], "pytest",
                $"{tests[0]} holds test functions")
            {
                Prepare = Prepare(files),
            };
        return new TestCommand(Discover(files, unittests), "unittest", $"{unittests[0]} uses unittest") { Prepare = Prepare(files) };
    }

    private static string? Reason(RepositoryFiles files, List<RepoPath> tests)
    {
        if (Settings.FirstOrDefault(files.Has) is { } settings)
            return settings;
        if (Requirements.FirstOrDefault(name => files.Text(name)?.Contains("pytest", StringComparison.Ordinal) == true) is { } named)
            return $"{named} names pytest";
        var importing = tests.FirstOrDefault(test => files.Text(test)?.Contains("import pytest", StringComparison.Ordinal) == true);
        return importing == default ? null : $"{importing} imports pytest";
    }

    // Discovery enters only packages, so a plain folder of tests must be named.
    private static IReadOnlyList<string> Discover(RepositoryFiles files, List<RepoPath> tests)
    {
        var pattern = tests.All(test => Glob.Matches("test*.py", test.Name)) ? null : "*test*.py";
        var folder = tests[0].Folder.Split('/')[0];
        var isPlain = folder.Length > 0 && tests.All(test => test.IsInside(folder)) && !files.Has($"{folder}/__init__.py");
        return ["python3", "-m", "unittest", "discover", .. isPlain ? (string[])["-s", folder] : [],
            .. pattern is null ? [] : (string[])["-p", pattern]];
    }

    private static PrepareCommand? Prepare(RepositoryFiles files) => files.Has("requirements.txt")
        ? new PrepareCommand(["python3", "-m", "pip", "install", "-r", "requirements.txt"], "requirements.txt names packages")
        : null;
}

using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses;

/// <summary>Finds .NET tests: a solution or, failing that, a project that uses a test package.</summary>
internal static class DotNetTests
{
    private static readonly string[] Packages = [
        "Microsoft.NET.Test.Sdk", "\"xunit", "\"NUnit\"", "\"MSTest", "MSTest.Sdk", "<IsTestProject>true", "\"TUnit"];

    // A daemon left in the sandbox would hold its files, and shared compilation hangs where pipes are scarce.
    private static readonly string[] Hygiene = ["--nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false", "-tl:off"];

    public static TestCommand? Find(RepositoryFiles files)
    {
        var projects = files.All.Where(file => Path.GetExtension(file.Name) is ".csproj" or ".fsproj" or ".vbproj").ToList();
        var tests = projects.Where(project => files.Text(project) is { } text && Packages.Any(text.Contains)).ToList();
        if (tests.Count == 0)
            return null;
        var target = Target(files, tests);
        return new TestCommand(["dotnet", "test", target, "--no-restore", .. Hygiene], "dotnet", $"{tests[0]} uses a test package")
        {
            Prepare = new PrepareCommand(["dotnet", "restore", target, .. Hygiene.Skip(1)], $"{target} names packages"),
        };
    }

    private static string Target(RepositoryFiles files, List<RepoPath> tests)
    {
        var solutions = files.All.Where(file => Path.GetExtension(file.Name) is ".sln" or ".slnx")
            .OrderBy(file => file.Value.Count(c => c == '/')).ToList();
        var holding = solutions.FirstOrDefault(solution => files.Text(solution) is { } text
            && tests.All(test => text.Contains(test.Name, StringComparison.OrdinalIgnoreCase)));
        return (holding == default ? solutions.Count > 0 && tests.Count > 1 ? solutions[0] : tests[0] : holding).Value;
    }
}

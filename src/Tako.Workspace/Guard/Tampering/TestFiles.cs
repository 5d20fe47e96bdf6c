using Tako.Workspace.Overlay;

namespace Tako.Workspace.Guard.Tampering;

/// <summary>Tells files with tests from others by the customs of the common languages.</summary>
internal static class TestFiles
{
    private static readonly string[] Folders =
        ["test", "tests", "__tests__", "spec", "specs", "*.Tests", "*.Test", "*.Specs", "*_test", "*_tests"];

    private static readonly string[] Names =
        ["test_*.*", "*_test.*", "*_tests.*", "*.test.*", "*.spec.*", "*_spec.*", "*Test.cs", "*Tests.cs",
        "*Test.java", "*Tests.java", "*Test.kt", "*Spec.scala", "*Tests.fs", "*Tests.vb", "*Test.php", "test.js", "test.mjs",
        "test.py", "tests.py", "tests.rs", "test.ts"];

    public static bool IsTest(RepoPath path)
    {
        var parts = path.Value.Split('/');
        return Glob.MatchesAny(Names, parts[^1]) || parts.SkipLast(1).Any(part => Glob.MatchesAny(Folders, part));
    }
}

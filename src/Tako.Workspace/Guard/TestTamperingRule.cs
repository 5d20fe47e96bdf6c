using System.Text;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Guard;

/// <summary>Tests made green by weakening them: deleted, moved away, skipped, emptied of assertions, or configured away.</summary>
internal static class TestTamperingRule
{
    private static readonly string[] Skips = ["[ignore", "skip =", "skip=", "[skip", "pytest.mark.skip", "pytest.skip(", "unittest.skip",
        "skiptest(", "xfail", "expectedfailure", ".skip(", ".only(", ".todo(", "xit(", "xdescribe(", "xtest(", "t.skip", "#[ignore",
        "@disabled", "@ignore", "importorskip(", "assert.ignore(", "assert.inconclusive("];

    private static readonly string[] Assertions =
        ["assert", "should", "expect(", "expect_", "t.error", "t.fatal", "t.fail", "require.", "verify("];

    private static readonly string[] Cases =
        ["[fact", "[theory", "[test", "[inlinedata", "[datarow", "def test", "it(", "test(", "func test",
        "#[test", "@test", "#[tokio::test", "@parameterizedtest"];

    private static readonly string[] Settings = ["conftest.py", "pytest.ini", "tox.ini", "setup.cfg", ".runsettings", "xunit.runner.json",
        "jest.config.*", "vitest.config.*", ".mocharc*", "karma.conf.*", "phpunit.xml*", "nose.cfg", "nextest.toml"];

    public static IEnumerable<GuardFinding> Judge(ChangeSet changes)
    {
        foreach (var change in changes.Changes)
        {
            if (Glob.MatchesAny(Settings, change.Path.Name) || (change.From is { } moved && Glob.MatchesAny(Settings, moved.Name)))
                yield return Ask(change.Path, 0, "The file steers which tests run.");
            var was = change.From ?? change.Path;
            if (change.Base is null || !TestFiles.IsTest(was))
                continue;
            if (change.Kind == ChangeKind.Deleted)
                yield return Ask(change.Path, 0, "The test file would be deleted.");
            else if (!TestFiles.IsTest(change.Path))
                yield return Ask(change.Path, 0, $"The test file '{was}' would be moved to where it is no test.");
            else if (change.ContentHash != change.Base.Hash && Weakened(change) is { } how)
                yield return Ask(change.Path, 0, how);
        }
    }

    private static string? Weakened(Change change)
    {
        var (old, now) = (Text(change.Base!.Content), Text(change.Content!.Value));
        if (Count(now, Skips) > Count(old, Skips))
            return "Tests would be skipped that ran before.";
        if (Count(now, Cases) is var cases && Count(old, Cases) is var before && cases < before)
            return $"The file would hold {cases} test cases instead of {before}.";
        return Count(now, Assertions) is var left && Count(old, Assertions) is var had && left < had
            ? $"The file would hold {left} assertions instead of {had}."
            : null;
    }

    private static string Text(ReadOnlyMemory<byte> content) => Encoding.UTF8.GetString(content.Span).ToLowerInvariant();

    private static int Count(string text, string[] words) => words.Sum(word => text.AsSpan().Count(word));

    private static GuardFinding Ask(RepoPath path, int line, string message) =>
        new("tests.tampered", Severity.Ask, path, line, message, "Mend the code instead of its tests, or approve.");
}

using FsCheck;
using FsCheck.Fluent;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Tests.Overlay;

public sealed class RepoPathTests
{
    [Theory]
    [InlineData("a.txt", "a.txt")]
    [InlineData("./src//a b.cs", "src/a b.cs")]
    [InlineData(".github/workflows/x.yml", ".github/workflows/x.yml")]
    [InlineData("src/.gitignore", "src/.gitignore")]
    [InlineData("ä/日本.txt", "ä/日本.txt")]
    public void A_path_inside_the_repository_has_one_normal_form(string text, string expected)
    {
        RepoPath.TryParse(text, out var path, out var why).ShouldBeTrue(why);
        path.Value.ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("/etc/passwd")]
    [InlineData("C:/x")]
    [InlineData("~/x")]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("a\\b")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData(".git/config")]
    [InlineData("sub/.GIT/hooks/x")]
    [InlineData(".git./config")]
    [InlineData(".git /config")]
    [InlineData("git~1/config")]
    [InlineData(".git::$INDEX_ALLOCATION/config")]
    [InlineData(".g\u200Cit/config")]
    [InlineData("a\u0301.txt")]
    [InlineData("folder/")]
    [InlineData("trailing.")]
    [InlineData("\uD800")]
    public void A_path_that_leaves_the_repository_or_tricks_a_file_system_is_refused_with_a_reason(string text)
    {
        RepoPath.TryParse(text, out _, out var why).ShouldBeFalse();
        why.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Whatever_is_accepted_stays_inside_and_parses_to_itself() => Prop.ForAll(
        ArbMap.Default.ArbFor<string?>(), ArbMap.Default.ArbFor<int>(), (text, salt) =>
        {
            var parts = (string[])["..", ".git", "a", "/", ".", "//", "\\", " ", "~", "é"];
            var mixed = text + parts[Math.Abs(salt % parts.Length)] + "/" + text;
            foreach (var candidate in (string?[])[text, mixed])
            {
                if (!RepoPath.TryParse(candidate, out var path, out _))
                    continue;
                Path.GetFullPath(path.Under("/r")).ShouldBe("/r/" + path.Value);
                path.Value.Split('/').ShouldNotContain(part => part.Equals(".git", StringComparison.OrdinalIgnoreCase));
                RepoPath.TryParse(path.Value, out var again, out _).ShouldBeTrue();
                again.ShouldBe(path);
            }
        }).QuickCheckThrowOnFailure();
}

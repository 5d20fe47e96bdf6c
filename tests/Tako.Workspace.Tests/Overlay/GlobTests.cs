using Tako.Workspace.Overlay;

namespace Tako.Workspace.Tests.Overlay;

public sealed class GlobTests
{
    [Theory]
    [InlineData("*.md", "a.md", true)]
    [InlineData("*.md", "deep/down/a.md", true)]
    [InlineData("src/*.cs", "src/a.cs", true)]
    [InlineData("src/*.cs", "src/deep/a.cs", false)]
    [InlineData("src/**", "src/deep/a.cs", true)]
    [InlineData("src/**/a.cs", "src/a.cs", true)]
    [InlineData("**/a.cs", "a.cs", true)]
    [InlineData("**/a.cs", "x/y/a.cs", true)]
    [InlineData("src", "src/deep/a.cs", true)]
    [InlineData("src/", "src/a.cs", true)]
    [InlineData("/src", "other/src/a.cs", false)]
    [InlineData("SRC/**", "src/a.cs", true)]
    [InlineData("a?c.txt", "abc.txt", true)]
    [InlineData("a*c*e", "abcde", true)]
    [InlineData("a*c*e", "abcd", false)]
    [InlineData("**", "any/thing", true)]
    [InlineData("src/**/x/**", "src/a/b/x/y/z", true)]
    [InlineData("src/**/x/**", "src/a/b/y", false)]
    public void Patterns_hold_as_in_gitignore(string pattern, string path, bool expected) => Glob.Matches(pattern, path).ShouldBe(expected);
}

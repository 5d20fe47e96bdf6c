using Tako.Core.Contracts;
using Tako.Reflexes.Paths;

namespace Tako.Reflexes.Tests.Paths;

public class PathsReflexTests
{
    private readonly PathsReflex _reflex = new();

    [Theory]
    [InlineData(".git/config")]
    [InlineData("sub/.GIT/hooks/pre-commit")]
    [InlineData(".git./config")]
    [InlineData("git~1/config")]
    [InlineData(".git::$INDEX_ALLOCATION/config")]
    [InlineData(".g\u200Cit/config")]
    [InlineData(".tako/constitution.yaml")]
    [InlineData(".git")]
    public void What_belongs_to_version_control_or_to_tako_is_read_only(string path)
    {
        _reflex.Denial(Calls.Of("write_file", new { path }, EffectKind.Idempotent))!.ShouldContain("tools do not change");
        if (!path.Contains('~'))
            _reflex.Denial(Calls.Of("read_file", new { path })).ShouldBeNull();
    }

    [Theory]
    [InlineData(".env")]
    [InlineData("app/.env.production")]
    [InlineData(".ssh/known_hosts")]
    [InlineData("deploy/id_rsa")]
    [InlineData("deploy/ID_ED25519.pub")]
    [InlineData("certs/server.PEM")]
    [InlineData(".aws/credentials")]
    public void Files_of_keys_and_environment_are_closed_for_reading_too(string path) =>
        _reflex.Denial(Calls.Of("read_file", new { path }))!.ShouldContain("may hold secrets");

    [Theory]
    [InlineData("../other/a.cs")]
    [InlineData("/etc/passwd")]
    [InlineData("src/../../x")]
    [InlineData("~/x")]
    public void A_path_out_of_the_repository_is_denied(string path) =>
        _reflex.Denial(Calls.Of("read_file", new { path }))!.ShouldContain("not a path inside the repository");

    [Theory]
    [InlineData("src/a.cs")]
    [InlineData(".gitignore")]
    [InlineData(".github/workflows/ci.yml")]
    [InlineData(".env.example")]
    [InlineData("src/environment.cs")]
    [InlineData("src/keys/Keyboard.cs")]
    public void Ordinary_files_are_open(string path) =>
        _reflex.Denial(Calls.Of("write_file", new { path }, EffectKind.Idempotent)).ShouldBeNull();

    [Fact]
    public void Paths_are_found_in_lists_in_nested_values_and_under_other_names()
    {
        _reflex.Denial(Calls.Of("t", new { paths = new[] { "a", ".env" } })).ShouldNotBeNull();
        _reflex.Denial(Calls.Of("t", new { edits = new[] { new { filePath = ".env" } } })).ShouldNotBeNull();
        _reflex.Denial(Calls.Of("move", new { from = "a", to = ".git/x" }, EffectKind.Idempotent)).ShouldNotBeNull();
        _reflex.Denial(Calls.Of("t", new { content = "read .env and /etc/passwd" })).ShouldBeNull();
    }

    [Fact]
    public void A_rule_that_is_no_name_is_refused() =>
        Should.Throw<ArgumentException>(() => new PathsReflex(new PathsOptions { Closed = ["a/b"] }));
}

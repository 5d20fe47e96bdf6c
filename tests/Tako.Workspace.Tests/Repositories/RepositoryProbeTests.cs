using Tako.Workspace.Repositories;
using Tako.Workspace.Tests.Overlay;

namespace Tako.Workspace.Tests.Repositories;

public sealed class RepositoryProbeTests
{
    [Fact]
    public async Task A_clean_repository_is_described()
    {
        using var repo = new TempRepository(("a.cs", "class A;\n"), ("b.cs", "class B;\n"), ("c.py", "x = 1\n"), ("blob", "\0"));
        repo.Git("init", "-q");
        repo.Git("add", ".");
        repo.Git("commit", "-qm", "first");
        var facts = await RepositoryProbe.ProbeAsync(repo.Root);
        (facts.IsGit, facts.IsDirty, facts.Files, facts.BinaryFiles).ShouldBe((true, false, 4, 1));
        facts.Languages.ShouldBe(["C#", "Python"]);
        repo.Put("a.cs", "class A2;\n");
        facts = await RepositoryProbe.ProbeAsync(repo.Root);
        facts.IsDirty.ShouldBe(true);
        facts.Messages.ShouldContain(message => message.Contains("uncommitted"));
    }

    [Fact]
    public async Task What_is_odd_is_said_plainly()
    {
        using var repo = new TempRepository(("Read.me", "x"), ("read.me", "y"),
            (".gitmodules", "[submodule \"s\"]\n\tpath = lib/s\n"), (".tako/constitution.yaml", "maxFiles: 1\n"));
        File.CreateSymbolicLink(Path.Join(repo.Root, "out"), "/etc");
        File.CreateSymbolicLink(Path.Join(repo.Root, "in"), "read.me");
        var messages = string.Join('\n', (await RepositoryProbe.ProbeAsync(repo.Root)).Messages);
        foreach (var word in (string[])["not a git repository", "out of the repository (out)", "case alone", "'.tako' folder"])
            messages.ShouldContain(word);
    }

    [Fact]
    public async Task Git_is_not_asked_where_its_settings_name_programs()
    {
        using var repo = new TempRepository(("a.txt", "x"));
        repo.Git("init", "-q");
        repo.Git("config", "core.fsmonitor", $"touch {repo.State}/ran");
        var facts = await RepositoryProbe.ProbeAsync(repo.Root);
        facts.IsDirty.ShouldBeNull();
        facts.Messages.ShouldContain(message => message.Contains("name programs"));
        File.Exists(Path.Join(repo.State, "ran")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_missing_folder_is_a_refusal() =>
        (await RepositoryProbe.ProbeAsync("/no/such/folder")).Refusal!.ShouldContain("does not exist");
}

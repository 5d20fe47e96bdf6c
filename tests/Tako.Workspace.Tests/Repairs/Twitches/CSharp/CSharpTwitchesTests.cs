using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Tako.Workspace.Overlay;
using Tako.Workspace.Repairs.Twitches;
using Tako.Workspace.Repairs.Twitches.CSharp;
using Tako.Workspace.Senses;
using Tako.Workspace.Tests.Overlay;

namespace Tako.Workspace.Tests.Repairs.Twitches.CSharp;

public sealed class CSharpTwitchesTests
{
    [Fact]
    public async Task A_staged_file_is_mended_on_a_fork_byte_for_byte()
    {
        using var repository = new TempRepository(("Reef.cs", "class Reef { }"));
        var path = PathOf("Reef.cs");
        byte[] broken = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("class Reef\r\n{\r\n    string D() { return \"Sépia\" }\r\n}\r\n")];
        var shadow = repository.Open().Write(path, broken).ShouldBeOfType<StageOutcome.Staged>().Shadow;
        var twitch = (await ProposeAsync(shadow)).ShouldHaveSingleItem();
        twitch.Name.ShouldBe("csharp.semicolon");
        twitch.What.ShouldContain("';'");
        twitch.Shadow.Read(path)!.Value.ToArray()
            .ShouldBe([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("class Reef\r\n{\r\n    string D() { return \"Sépia\"; }\r\n}\r\n")]);
        shadow.Read(path)!.Value.ToArray().ShouldBe(broken);
    }

    [Fact]
    public async Task The_first_step_alone_is_proposed_too()
    {
        using var repository = new TempRepository(("Reef.cs", "class Reef { }"));
        var shadow = repository.Open().Write(PathOf("Reef.cs"),
            Encoding.UTF8.GetBytes("class Reef { int D() { int a = 1 int b = 2 return a + b; } }"))
            .ShouldBeOfType<StageOutcome.Staged>().Shadow;
        var twitches = await ProposeAsync(shadow);
        twitches.Count.ShouldBe(2);
        Text(twitches[0].Shadow).ShouldBe("class Reef { int D() { int a = 1; int b = 2; return a + b; } }");
        Text(twitches[1].Shadow).ShouldBe("class Reef { int D() { int a = 1; int b = 2 return a + b; } }");
    }

    [Fact]
    public async Task What_was_broken_before_and_does_not_hurt_is_left()
    {
        using var repository = new TempRepository(("Reef.cs", "class Reef { int D() { return 1 } }"));
        (await ProposeAsync(repository.Open())).ShouldBeEmpty();
        var pain = new Pain { Rung = "semantics", Tool = "dotnet", Code = "CS1002", Message = "; expected",
            File = PathOf("Reef.cs"), Line = 1 };
        (await ProposeAsync(repository.Open(), pain)).ShouldHaveSingleItem();
    }

    private static Task<IReadOnlyList<Twitch>> ProposeAsync(Shadow shadow, params Pain[] pains) =>
        new CSharpTwitches((from, _) => new([Reef.Compile([.. from.Enumerate().Select(path => (path.Value, Text(from, path)))])]),
            new CSharpRepairer(Reef.Own, TimeProvider.System)).ProposeAsync(shadow, pains, CancellationToken.None).AsTask();

    private static RepoPath PathOf(string text)
    {
        RepoPath.TryParse(text, out var path, out _).ShouldBeTrue();
        return path;
    }

    private static string Text(Shadow shadow, RepoPath? path = null) =>
        Encoding.UTF8.GetString(shadow.Read(path ?? PathOf("Reef.cs"))!.Value.Span).TrimStart('\uFEFF');
}

using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tako.Core.Faults;
using Tako.Workspace.Overlay;

using static Tako.Workspace.Tests.Overlay.ShadowExtensions;

namespace Tako.Workspace.Tests.Overlay;

public sealed class ShadowModelTests
{
    internal static readonly string[] Names = ["a.txt", "b.txt", "dir/c.txt", "dir/d.txt", "new/e.txt", "new/deep/f.txt"];

    internal static readonly string[] Contents = [
        "", "one\n", "one\ntwo\nthree\n", "no end", "crlf\r\nline\r\n", "\uFEFFbom\n", "\0binary\u0001", "ünïcode\n"];

    internal static TempRepository NewRepository() => new(("a.txt", "one\n"), ("b.txt", "crlf\r\nline\r\n"), ("dir/c.txt", "no end"));

    /// <summary>Interprets numbers as edits; what is refused is left out, as a caller would.</summary>
    internal static Shadow Play(Shadow shadow, int[] steps, Dictionary<string, string>? model = null)
    {
        foreach (var step in steps)
        {
            var number = (uint)step;
            var (kind, first, second) = (number % 4, Names[number / 4 % Names.Length], Names[number / 32 % Names.Length]);
            var content = Contents[number / 8 % Contents.Length];
            var outcome = kind switch
            {
                0 or 3 => shadow.Write(At(first), Encoding.UTF8.GetBytes(content)),
                1 => shadow.Delete(At(first)),
                _ => shadow.Rename(At(first), At(second)),
            };
            if (outcome is not StageOutcome.Staged staged)
                continue;
            shadow = staged.Shadow;
            if (kind is 0 or 3)
                model?[first] = content;
            else if (model is not null && model.Remove(first, out var old) && kind == 2)
                model[second] = old;
        }

        return shadow;
    }

    [Fact]
    public void A_shadow_equals_a_plain_dictionary() => Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), steps =>
    {
        using var repo = NewRepository();
        var model = new Dictionary<string, string> { ["a.txt"] = "one\n", ["b.txt"] = "crlf\r\nline\r\n", ["dir/c.txt"] = "no end" };
        var shadow = Play(repo.Open(), steps, model);
        shadow.Enumerate().Select(path => path.Value).ShouldBe(model.Keys.Order(StringComparer.Ordinal));
        foreach (var name in Names)
            shadow.Text(name).ShouldBe(model.GetValueOrDefault(name));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_change_set_comes_back_from_its_json_with_the_same_hash() => Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), steps =>
    {
        using var repo = NewRepository();
        var changes = Play(repo.Open(), steps).Changes;
        var again = ChangeSet.FromJson(changes.ToJson()).ShouldBeOfType<Parsed<ChangeSet>.Ok>().Value;
        again.Hash.ShouldBe(changes.Hash);
        again.Root.ShouldBe(changes.Root);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Git_applies_the_diff_back_to_the_same_bytes() => Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), steps =>
    {
        using var repo = NewRepository();
        repo.Git("init", "-q");
        var shadow = Play(repo.Open(), steps);
        if (shadow.Changes.IsEmpty)
            return;
        var patch = Path.Join(repo.State, "p.patch");
        File.WriteAllText(patch, shadow.Changes.ToUnifiedDiff());
        repo.Git("apply", "--whitespace=nowarn", patch);
        var files = Directory.EnumerateFiles(repo.Root, "*", SearchOption.AllDirectories).Select(file => file[(repo.Root.Length + 1)..])
            .Where(file => !file.StartsWith(".git/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        files.ShouldBe(shadow.Enumerate().Select(path => path.Value));
        foreach (var file in files)
            File.ReadAllBytes(Path.Join(repo.Root, file)).ShouldBe(shadow.Read(At(file))!.Value.ToArray());
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void A_diff_names_modes_renames_and_odd_paths_as_git_does()
    {
        using var repo = new TempRepository(("with space.txt", "a\nb\nc\nd\ne\nf\ng\nh\n"), ("ü.txt", "x\n"), ("run.sh", "#!/bin/sh\n"));
        repo.Git("init", "-q");
        var shadow = repo.Open().Moved("with space.txt", "moved here.txt")
            .With("moved here.txt", "a\nB\nc\nd\ne\nf\ng\nh\n").With("ü.txt", "y\n");
        shadow = shadow.Write(At("run.sh"), "#!/bin/sh\n"u8.ToArray(), (UnixFileMode)0x1ED).ShouldBeOfType<StageOutcome.Staged>().Shadow;
        var diff = shadow.Changes.ToUnifiedDiff();
        diff.ShouldContain("rename from with space.txt");
        diff.ShouldContain("new mode 100755");
        var patch = Path.Join(repo.State, "p.patch");
        File.WriteAllText(patch, diff);
        repo.Git("apply", patch);
        repo.Text("moved here.txt").ShouldBe("a\nB\nc\nd\ne\nf\ng\nh\n");
        repo.Text("ü.txt").ShouldBe("y\n");
        File.GetUnixFileMode(Path.Join(repo.Root, "run.sh")).HasFlag(UnixFileMode.UserExecute).ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"version":9,"root":"/x","changes":[]}""")]
    [InlineData("""{"version":1,"root":"/x","changes":[{"kind":"added","path":"../x","content":"","mode":420}]}""")]
    [InlineData("""{"version":1,"root":"/x","changes":[{"kind":"deleted","path":"x"}]}""")]
    public void A_damaged_change_set_is_a_fault_not_an_exception(string json) =>
        ChangeSet.FromJson(json).ShouldBeOfType<Parsed<ChangeSet>.Faulty>();
}

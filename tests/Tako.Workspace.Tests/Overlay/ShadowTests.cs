using System.Diagnostics;
using System.Text;
using Tako.Workspace.Overlay;
using static Tako.Workspace.Tests.Overlay.ShadowExtensions;

namespace Tako.Workspace.Tests.Overlay;

public sealed class ShadowTests
{
    [Fact]
    public void Staged_files_lie_over_the_disk_and_the_disk_stays_as_it_was()
    {
        using var repo = new TempRepository(("a.txt", "one\n"), ("b/c.txt", "two\n"), ("d.txt", "three\n"));
        var before = repo.TreeHash();
        var disk = repo.Open();
        var shadow = disk.With("a.txt", "new\n").Without("d.txt").Moved("b/c.txt", "e/f.txt").With("g.txt", "added\n");

        shadow.Text("a.txt").ShouldBe("new\n");
        shadow.Text("d.txt").ShouldBeNull();
        shadow.Text("e/f.txt").ShouldBe("two\n");
        shadow.Enumerate().Select(path => path.Value).ShouldBe(["a.txt", "e/f.txt", "g.txt"]);
        disk.Text("a.txt").ShouldBe("one\n");
        disk.Changes.IsEmpty.ShouldBeTrue();
        repo.TreeHash().ShouldBe(before);
        shadow.Changes.Changes.Select(change => $"{change.Kind} {change.Path} {change.From}".TrimEnd())
            .ShouldBe(["Edited a.txt", "Deleted d.txt", "Renamed e/f.txt b/c.txt", "Added g.txt"]);
    }

    [Fact]
    public void Doing_and_taking_back_leaves_no_change()
    {
        using var repo = new TempRepository(("a.txt", "one\n"));
        var shadow = repo.Open().With("a.txt", "two\n").With("n.txt", "x").Without("n.txt").Moved("a.txt", "b.txt")
            .Moved("b.txt", "a.txt").With("a.txt", "one\n");
        shadow.Changes.IsEmpty.ShouldBeTrue();
        shadow.Hash.ShouldBe(repo.Open().Hash);
    }

    [Fact]
    public void A_folder_moves_with_all_its_files()
    {
        using var repo = new TempRepository(("old/a.txt", "a"), ("old/sub/b.txt", "b"));
        var shadow = repo.Open().With("old/new.txt", "n").Moved("old", "fresh");
        shadow.Enumerate().Select(path => path.Value).ShouldBe(["fresh/a.txt", "fresh/new.txt", "fresh/sub/b.txt"]);
    }

    [Fact]
    public void The_base_is_the_file_at_first_touch()
    {
        using var repo = new TempRepository(("a.txt", "one\n"));
        var shadow = repo.Open().With("a.txt", "two\n");
        repo.Put("a.txt", "meanwhile\n");
        shadow = shadow.With("a.txt", "three\n");
        Encoding.UTF8.GetString(shadow.Changes.Changes[0].Base!.Content.Span).ShouldBe("one\n");
    }

    [Fact]
    public void Links_out_of_the_repository_are_neither_read_nor_written_through()
    {
        using var repo = new TempRepository(("real/a.txt", "inside"));
        File.WriteAllText(Path.Join(repo.State, "secret"), "outside");
        File.CreateSymbolicLink(Path.Join(repo.Root, "out"), repo.State);
        File.CreateSymbolicLink(Path.Join(repo.Root, "file"), Path.Join(repo.State, "secret"));
        File.CreateSymbolicLink(Path.Join(repo.Root, "in"), "real");
        File.CreateSymbolicLink(Path.Join(repo.Root, "loop"), "loop");
        var shadow = repo.Open();

        shadow.Text("out/secret").ShouldBeNull();
        shadow.Text("file").ShouldBeNull();
        shadow.Text("loop").ShouldBeNull();
        shadow.Text("in/a.txt").ShouldBe("inside");
        shadow.With("real/a.txt", "staged").Text("in/a.txt").ShouldBe("staged");
        shadow.Enumerate().Select(path => path.Value).ShouldBe(["real/a.txt"]);
        shadow.Write(At("out/x"), "x"u8.ToArray()).Why().ShouldContain("symbolic link");
        shadow.Write(At("in/x"), "x"u8.ToArray()).Why().ShouldContain("real path");
        shadow.Write(At("file"), "x"u8.ToArray()).Why().ShouldContain("symbolic link");
    }

    [Theory]
    [InlineData("README.md", "differs by case")]
    [InlineData("SRC/new.txt", "differs by case")]
    [InlineData("readme.md/x", "is a file")]
    [InlineData("src", "is a folder")]
    [InlineData("STAGED.txt", "differs by case")]
    [InlineData("staged.txt/x", "is a file")]
    public void A_name_that_would_clash_is_refused(string path, string why)
    {
        using var repo = new TempRepository(("readme.md", "r"), ("src/a.txt", "a"));
        repo.Open().With("staged.txt", "s").Write(At(path), "x"u8.ToArray()).Why().ShouldContain(why);
    }

    [Fact]
    public void A_pipe_is_no_file_and_blocks_nobody()
    {
        using var repo = new TempRepository();
        using (var made = Process.Start("mkfifo", Path.Join(repo.Root, "pipe")))
            made.WaitForExit();
        var shadow = repo.Open();
        shadow.Exists(At("pipe")).ShouldBeFalse();
        shadow.Read(At("pipe")).ShouldBeNull();
        shadow.Write(At("pipe"), "x"u8.ToArray()).Why().ShouldContain("not a regular file");
    }

    [Fact]
    public void What_is_no_repository_is_refused_with_a_reason()
    {
        using var repo = new TempRepository(("file", "x"));
        Shadow.Open(Path.Join(repo.Root, "missing")).ShouldBeOfType<OpenOutcome.Refused>().Why.ShouldContain("does not exist");
        Shadow.Open(Path.Join(repo.Root, "file")).ShouldBeOfType<OpenOutcome.Refused>().Why.ShouldContain("is a file");
        Shadow.Open("/").ShouldBeOfType<OpenOutcome.Refused>();
    }

    [Fact]
    public void A_thousand_reads_of_staged_files_are_far_faster_than_the_disk()
    {
        using var repo = new TempRepository();
        var paths = Enumerable.Range(0, 1_000).Select(index => At($"src/folder{index % 10}/file{index}.txt")).ToArray();
        foreach (var path in paths)
            repo.Put(path.Value, "content");
        var staged = paths.Aggregate(repo.Open(), (shadow, path) => shadow.With(path.Value, "staged"));
        var best = Fastest(() => Array.ForEach(paths, path => staged.Read(path)));
        var disk = Fastest(() => Array.ForEach(paths, path => File.ReadAllBytes(path.Under(repo.Root))), 5);
        TestContext.Current.SendDiagnosticMessage(
            $"1,000 staged reads {best.TotalMicroseconds:F0} us, from disk {disk.TotalMicroseconds:F0} us");
        (disk / best).ShouldBeGreaterThan(20);
    }

    private static TimeSpan Fastest(Action run, int rounds = 200) =>
        Enumerable.Range(0, rounds).Min(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            run();
            return Stopwatch.GetElapsedTime(start);
        });
}

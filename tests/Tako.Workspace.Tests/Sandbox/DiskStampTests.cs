using System.IO.MemoryMappedFiles;
using Tako.Workspace.Sandbox.Warm;

namespace Tako.Workspace.Tests.Sandbox;

/// <summary>A warm limb is opened anew when anything of the repository changed on disk: nothing may be missed.</summary>
public sealed class DiskStampTests
{
    /// <summary>Changes of which a watch or a look at folders' times would miss some.</summary>
    public static TheoryData<string> Changes => ["write", "append", "map", "other name", "mode", "rename", "new", "delete", "deep",
        "link", "no text", "touch back"];

    [Theory, MemberData(nameof(Changes))]
    public async Task Every_kind_of_change_is_noticed(string change)
    {
        using var repository = Repository();
        string At(string path) => Path.Join(repository.Root, path);
        repository.Command("ln", At("src/a.txt"), Path.Join(repository.Parent, "outside"));
        repository.Command("/usr/bin/python3", "-c", "import os; open(b'src/\\xff', 'w')");
        var before = await StampAsync(repository);
        before.ShouldBe(await StampAsync(repository));
        before.Complete.ShouldBeTrue();

        switch (change)
        {
            case "write":
                File.WriteAllText(At("src/a.txt"), "A");
                break;
            case "append":
                File.AppendAllText(At("src/a.txt"), "b");
                break;
            case "map":
                using (var map = MemoryMappedFile.CreateFromFile(At("src/a.txt")))
                using (var view = map.CreateViewAccessor())
                    view.Write(0, (byte)'A');
                break;
            case "other name":
                File.WriteAllText(Path.Join(repository.Parent, "outside"), "A");
                break;
            case "mode":
                File.SetUnixFileMode(At("src/a.txt"), UnixFileMode.UserRead);
                break;
            case "rename":
                File.Move(At("src/a.txt"), At("src/b.txt"));
                break;
            case "new":
                File.WriteAllText(At("new.txt"), "");
                break;
            case "delete":
                File.Delete(At("src/a.txt"));
                break;
            case "deep":
                File.WriteAllText(At("d/d/d/d/d/f.txt"), "x");
                break;
            case "link":
                File.Delete(At("link"));
                File.CreateSymbolicLink(At("link"), "src/b.txt");
                break;
            case "no text":
                repository.Command("/usr/bin/python3", "-c", "open(b'src/\\xff', 'w').write('x')");
                break;
            case "touch back":
                var time = File.GetLastWriteTimeUtc(At("src/a.txt"));
                File.WriteAllText(At("src/a.txt"), "A");
                File.SetLastWriteTimeUtc(At("src/a.txt"), time);
                break;
        }

        (await StampAsync(repository)).ShouldNotBe(before);
        // .NET cannot name what is no text.
        repository.Command("rm", "-rf", "src");
    }

    [Fact]
    public async Task Gits_and_takos_own_folders_are_no_change_and_every_entry_is_counted_once()
    {
        using var repository = Repository().With(".tako/law", "x").Committed();
        for (var file = 0; file < 500; file++)
            repository.With($"many/{file % 7}/{file}.txt", "x");
        var before = await StampAsync(repository);
        before.Entries.ShouldBe(Directory.EnumerateFileSystemEntries(repository.Root, "*", SearchOption.AllDirectories)
            .Count(path => !path.Contains("/.git") && !path.Contains("/.tako")) + 1);

        repository.With(".git/description", "changed").With(".git/new", "x").With(".tako/law", "changed");

        (await StampAsync(repository)).ShouldBe(before);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_looked_at_makes_nothing_known()
    {
        using var repository = Repository();
        // Longer than the kernel takes as one path.
        repository.Command("/usr/bin/python3", "-c", """
            import os
            for _ in range(20):
                os.mkdir('n' * 250); os.chdir('n' * 250)
            open('f', 'w')
            """);
        (await StampAsync(repository)).Complete.ShouldBeFalse();
        repository.Command("rm", "-rf", new string('n', 250));
    }

    private static TestRepository Repository()
    {
        var repository = new TestRepository().With("src/a.txt", "a").With("d/d/d/d/d/f.txt", "f");
        File.CreateSymbolicLink(Path.Join(repository.Root, "link"), "src/a.txt");
        return repository;
    }

    private static Task<DiskStamp> StampAsync(TestRepository repository) =>
        DiskStamp.OfAsync(repository.Root, TimeProvider.System, TestContext.Current.CancellationToken);
}

using System.Diagnostics;
using Tako.Cli.Tests.Kit;

namespace Tako.Cli.Tests.Verbs;

/// <summary>Repositories that are not what one hopes for.</summary>
public class RepositoryTests
{
    [Fact]
    public async Task A_dirty_repository_keeps_what_a_person_has_not_committed()
    {
        using var desk = Desk.Shell();
        desk.Repository.Write("notes.txt", "half a thought\n");
        desk.Repository.Write("check.sh", desk.Repository.Read("check.sh") + "# mine\n");
        var before = desk.Repository.State();

        (await desk.RunAsync()).Ends(ExitCode.Done);

        desk.Repository.State().Except(before).ShouldHaveSingleItem().ShouldStartWith("drink.txt");
        (await desk.Home.TakoAsync("undo")).Ends(ExitCode.Done);
        desk.Repository.State().ShouldBe(before);
    }

    [Fact]
    public async Task A_folder_that_is_not_of_git_is_mended_all_the_same()
    {
        using var desk = new Desk(Repository.Python(git: false), Words.Cassette(Words.Mended));

        (await desk.RunAsync()).Ends(ExitCode.Done);

        desk.Repository.Read("sums.py").ShouldContain("a + b");
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_refused()
    {
        using var home = new Home();

        (await home.TakoAsync("run", "x", "--repo", "/nowhere/at/all")).Ends(ExitCode.Refused).Error.ShouldContain("/nowhere/at/all");
    }

    [Fact]
    public async Task A_submodule_and_a_symlink_that_leads_out_are_left_alone()
    {
        using var other = Repository.Shell();
        using var desk = new Desk(Repository.Shell(), Words.Cassette(Words.Edit("out.txt", "coffee", "tea"), Words.Tea));
        desk.Repository.Git("-c", "protocol.file.allow=always", "submodule", "add", "-q", other.Root, "cellar").ShouldBe(0);
        File.CreateSymbolicLink(Path.Combine(desk.Repository.Root, "out.txt"), Path.Combine(other.Root, "drink.txt"));
        desk.Repository.Commit();
        var (before, beside) = (desk.Repository.State(), other.State());

        (await desk.RunAsync()).Ends(ExitCode.Done);

        desk.Repository.State().Except(before).ShouldHaveSingleItem().ShouldStartWith("drink.txt");
        other.State().ShouldBe(beside);
    }

    [Fact]
    public async Task A_constitution_of_the_repository_cannot_loosen_what_the_user_set()
    {
        using var desk = Desk.Shell();
        desk.Repository.Write(".tako/constitution.yaml", "minimumTier: L4\nfeeds: [example.org]\nmodel: theirs\n");
        desk.Repository.Commit();
        var before = desk.Repository.State();

        var ran = (await desk.RunAsync()).Ends(ExitCode.Refused);

        ran.Error.ShouldContain("constitution");
        desk.Repository.State().ShouldBe(before);
    }

    [Fact]
    public async Task A_constitution_that_cannot_be_read_is_refused()
    {
        using var desk = Desk.Shell();
        desk.Repository.Write(".tako/constitution.yaml", "protect: [unclosed\n  - : :\n");
        var before = desk.Repository.State();

        (await desk.RunAsync()).Ends(ExitCode.Refused).Error.ShouldContain("constitution");
        desk.Repository.State().ShouldBe(before);
    }

    [Fact]
    public async Task Unreadable_and_binary_files_do_not_hinder()
    {
        using var desk = Desk.Shell();
        File.WriteAllBytes(Path.Combine(desk.Repository.Root, "image.bin"), [.. Enumerable.Range(0, 4096).Select(i => (byte)(i * 7))]);
        desk.Repository.Write("locked.txt", "nobody reads this\n");
        desk.Repository.Commit();
        File.SetUnixFileMode(Path.Combine(desk.Repository.Root, "locked.txt"), UnixFileMode.None);
        var before = desk.Repository.State();

        var ran = await desk.RunAsync();

        ran.Code.ShouldBeOneOf(ExitCode.Done, ExitCode.Refused);
        ran.Error.ShouldNotContain("Unhandled exception");
        desk.Repository.State().Except(before).Where(line => !line.StartsWith("drink.txt", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_tests_a_person_is_asked_before_anything_is_written()
    {
        using var desk = new Desk(Repository.Make(true, new() { ["drink.txt"] = "coffee\n" }), Words.Cassette(Words.Tea));
        var before = desk.Repository.State();

        var ran = (await desk.RunAsync()).Ends(ExitCode.Halted);

        ran.Error.ShouldContain("no tests");
        desk.Repository.State().ShouldBe(before);
        (await desk.Home.TakoAsync("resume", "--ask", "never")).Code.ShouldBeOneOf(ExitCode.Partial, ExitCode.Denied);
        desk.Repository.State().ShouldBe(before);
    }

    [Theory]
    [InlineData("sleep 1000")]
    [InlineData("yes a great deal of output; true")]
    [InlineData("bomb() { bomb | bomb & }; bomb; sleep 1000")]
    public async Task Tests_that_hang_that_print_without_end_or_that_multiply_are_stopped(string script)
    {
        using var desk = Desk.Shell();
        desk.Repository.Write("check.sh", script + "\n");
        desk.Repository.Commit();
        var before = desk.Repository.State();
        var start = Stopwatch.GetTimestamp();

        var ran = await desk.RunAsync("--time", "12s");

        ran.Code.ShouldNotBe(ExitCode.Done, ran.All);
        ran.Error.ShouldNotContain("Unhandled exception");
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(100));
        desk.Repository.State().ShouldBe(before);
        (await desk.Home.TakoAsync("verify")).Ends(ExitCode.Done);
    }

    [Fact]
    public async Task A_repository_of_many_files_is_looked_at_in_bounded_time()
    {
        using var desk = Desk.Shell();
        for (var file = 0; file < 4_000; file++)
            desk.Repository.Write($"crowd/{file / 500}/{file}.txt", "one of many\n");

        (await desk.RunAsync()).Ends(ExitCode.Done);

        desk.Repository.Read("drink.txt").ShouldBe("tea\n");
    }
}

namespace Tako.House.Tests.Scripts;

/// <summary><c>./tako</c>, with a dotnet that only pretends to build.</summary>
public sealed class TakoCommandTests : IDisposable
{
    private readonly Clone _clone = new();

    public void Dispose() => _clone.Dispose();

    [Fact]
    public async Task It_builds_once_and_hands_over_arguments_and_exit_code()
    {
        var first = await Tako("run", "two words");
        first.ShouldBe(new Ran(7, "ran:run two words\n", ""));
        (await Tako("show")).Output.ShouldBe("ran:show\n");
        _clone.Builds.ShouldBe(1);
    }

    [Fact]
    public async Task It_builds_again_when_a_source_was_edited_added_renamed_or_deleted_and_not_when_it_came_back()
    {
        await Tako();
        _clone.Write("src/Tako.Core/A.cs", "class B;\n");
        await Tako();
        _clone.Builds.ShouldBe(2);
        _clone.Write("src/Tako.Core/New.cs", "class New;\n");
        await Tako();
        _clone.Builds.ShouldBe(3);
        File.Move(_clone.At("src/Tako.Core/New.cs"), _clone.At("src/Tako.Core/Renamed.cs"));
        await Tako();
        _clone.Builds.ShouldBe(4);
        File.Delete(_clone.At("src/Tako.Core/Renamed.cs"));
        await Tako();
        _clone.Builds.ShouldBe(4);
        File.Delete(_clone.At("src/Tako.Core/A.cs"));
        await Tako();
        _clone.Builds.ShouldBe(5);
    }

    [Fact]
    public async Task What_a_sample_builds_is_not_a_source()
    {
        _clone.Write("samples/x/a.txt", "a\n");
        await Tako();
        _clone.Write("samples/x/obj/b.txt", "b\n");
        await Tako();
        _clone.Builds.ShouldBe(1);
    }

    [Fact]
    public async Task It_runs_through_a_symbolic_link()
    {
        Directory.CreateDirectory(_clone.At("links"));
        File.CreateSymbolicLink(_clone.At("links/octopus"), "../tako");
        (await _clone.RunAsync(_clone.At("links/octopus"), ["go"])).Output.ShouldBe("ran:go\n");
    }

    [Fact]
    public async Task Two_at_once_build_once()
    {
        _clone.Write("pretend", "takes=0.5\n");
        var both = await Task.WhenAll(Tako("a"), Tako("b"));
        both.Select(ran => ran.Output).ShouldBe(["ran:a\n", "ran:b\n"]);
        _clone.Builds.ShouldBe(1);
    }

    [Fact]
    public async Task A_failed_build_shows_its_output_and_leaves_nothing_to_run()
    {
        _clone.Write("pretend", "broken='A.cs(1,1): error CS1002: ; expected'\n");
        var failed = await Tako("run");
        failed.Code.ShouldBe(70);
        failed.Output.ShouldBeEmpty();
        failed.Errors.ShouldContain("error CS1002");
        _clone.Builds.ShouldBe(1);
        _clone.Write("pretend", "\n");
        (await Tako("run")).Output.ShouldBe("ran:run\n");
    }

    [Fact]
    public async Task Without_the_compiler_that_works_ahead_it_builds_plainly()
    {
        _clone.Write("pretend", "ahead='error NU1101: Unable to find package microsoft.netcore.app.crossgen2'\n");
        (await Tako("run")).ShouldBe(new Ran(7, "ran:run\n", ""));
        _clone.Builds.ShouldBe(2);
    }

    [Fact]
    public async Task Without_the_SDK_it_says_the_way_out()
    {
        _clone.Write("pretend", "sdk=8.0.404\n");
        var lost = await Tako("run");
        lost.Code.ShouldBe(127);
        lost.Errors.ShouldContain(".NET 10 SDK is needed");
        lost.Errors.ShouldContain("8.0.404");
        lost.Errors.ShouldContain("Install it");
    }

    private Task<Ran> Tako(params string[] arguments) => _clone.RunAsync(_clone.At("tako"), arguments);
}

using Tako.Workspace.Overlay;
using Tako.Workspace.Sandbox;
using Tako.Workspace.Senses;
using Tako.Workspace.Senses.JavaScript;
using Tako.Workspace.Senses.Ladder;
using Tako.Workspace.Senses.Python;
using Tako.Workspace.Senses.Sources;
using Tako.Workspace.Tests.Overlay;
using Tako.Workspace.Tests.Sandbox;
using Tako.Workspace.Tests.Senses.Workers;

namespace Tako.Workspace.Tests.Senses.Sources;

/// <summary>The real checkers: what a change brings is told with its place, what was there before is not.</summary>
public sealed class CheckerTests(Checkers checkers) : IClassFixture<Checkers>
{
    private const string Service = "user_service.py";

    [Theory]
    [InlineData("mypy", "mypy.ini", "[mypy]\n")]
    [InlineData("pyright", "pyrightconfig.json", "{}\n")]
    public async Task A_controller_is_checked_against_the_staged_service_that_it_imports(string tool, string settings, string content)
    {
        Need(tool);
        var start = checkers.Open(settings, content);
        var sense = await PythonAsync(start);
        // Nothing but what was wrong before, in another place.
        await sense.IsWellAsync(start.With(Service, "# looked at\n" + start.Text(Service)).Moved("legacy.py", "older.py")
            .With("older.py", "# moved\n\n" + start.Text("legacy.py")));
        // The service changes; the old faults move and one gets a twin; a new file imports one with old errors.
        var changed = start.With(Service, start.Text(Service)!.Replace("name: str) -> str", "name: int) -> str")
            .Replace("name.strip()", "str(name)"))
            .With("legacy.py", "\n" + start.Text("legacy.py") + "\n\ndef again() -> None:\n    print(missing_name, 1)\n")
            .With("new.py", "import legacy\n\nlegacy.report()\nNAME: str = 3\n");
        var pains = await sense.HurtsAsync(changed);
        pains.ShouldAllBe(pain => pain.Tool == tool && pain.WorkspaceHash == changed.Hash && pain.Rung == "semantics");
        pains.Select(pain => $"{pain.File}:{pain.Line}").ShouldBe(["auth_controller.py:5", "legacy.py:4", "legacy.py:12", "new.py:4"]);
    }

    [Fact]
    public async Task Flake8_tells_undefined_names_and_no_style()
    {
        Need("flake8");
        var start = checkers.Open(".flake8", "[flake8]\n");
        var sense = await PythonAsync(start);
        await sense.IsWellAsync(start.With(Service, start.Text(Service) + "x=1;y = 2\n"));
        var pain = (await sense.HurtsAsync(start.With(Service, start.Text(Service) + "\n\nprint(nobody)\n"))).ShouldHaveSingleItem();
        (pain.Tool, pain.Code, pain.File!.Value.Value, pain.Line).ShouldBe(("flake8", "F821", Service, 9));
    }

    [Fact]
    public async Task Tsc_tells_what_a_staged_module_breaks_in_the_one_that_imports_it()
    {
        Need("tsc");
        var start = checkers.Open("tsconfig.json");
        var sense = await ToolsAsync(start);
        // Besides one that is looked at only a new file, and the old error of the project stays untold.
        await sense.IsWellAsync(start.With("src/fresh.ts", "export const fresh = 1;\n"));
        var pain = (await sense.HurtsAsync(start.With("src/service.ts", start.Text("src/service.ts")!
            .Replace("name: string): string", "name: number): string").Replace("name.trim()", "String(name)")))).ShouldHaveSingleItem();
        (pain.Tool, pain.Code, pain.File!.Value.Value, pain.Line).ShouldBe(("tsc", "TS2345", "src/controller.ts", 2));
    }

    [Fact]
    public async Task Eslint_tells_what_cannot_work_and_no_style()
    {
        Need("eslint");
        var start = checkers.Open("eslint.config.js");
        var sense = await ToolsAsync(start);
        await sense.IsWellAsync(start.With("lib/tide.js", "export const height = (hour) => hour % 12\n"));
        await sense.IsWellAsync(start.With("lib/legacy.js", "// moved\n" + start.Text("lib/legacy.js")));
        var pain = (await sense.HurtsAsync(start.With("lib/tide.js", "export const height = (hour) => hours % 12;\n")))
            .ShouldHaveSingleItem();
        (pain.Tool, pain.Code, pain.File!.Value.Value, pain.Line, pain.Span!.Column)
            .ShouldBe(("eslint", "no-undef", "lib/tide.js", 1, 33));
    }

    [Fact]
    public async Task Typescript_is_parsed_by_the_repositorys_own_compiler()
    {
        Need("tsc");
        var start = checkers.Open("tsconfig.json").With("src/broken.ts", "export const = 1;\n");
        var sense = await TypeScriptAsync(start);
        await sense.IsWellAsync(start.With("src/service.ts", "export const find = <T,>(name: T): T => name satisfies unknown as T;\n"));
        await sense.IsWellAsync(start.With("src/view.tsx",
            "export const view = <T extends object,>(of: T) => <p id=\"a\">{String(of)}</p>;\n"));
        await sense.IsWellAsync(start.With("src/types.d.ts", "declare module 'a' { export = b; const b: number; }\n"));
        var pain = (await sense.HurtsAsync(start.With("src/service.ts",
            "export function find(name: string: string {\n  return name;\n}\n")))
            .ShouldHaveSingleItem();
        (pain.Rung, pain.Tool, pain.Code, pain.File!.Value.Value, pain.Line, pain.Span!.Column)
            .ShouldBe(("parse", "typescript", "TS1005", "src/service.ts", 1, 34));
        // What was broken before may stay broken, and types are no matter of the parser.
        await sense.IsWellAsync(start.With("src/broken.ts", "// seen\nexport const = 1;\n"));
        await sense.IsWellAsync(start.With("src/service.ts", "export const find: number = 'text';\n"));
        (await sense.IsNumbAsync(start.With("lib/tide.js", "1;\n"))).ShouldContain("No TypeScript file");
    }

    [Fact]
    public async Task Without_a_compiler_of_its_own_a_repositorys_typescript_is_not_parsed()
    {
        using var repository = new TempRepository(("a.ts", "export {};\n"));
        var start = repository.Open();
        (await (await TypeScriptAsync(start)).IsNumbAsync(start.With("a.ts", "export {\n"))).ShouldContain("not installed");
    }

    private void Need(string tool)
    {
        if (tool is "mypy" or "flake8")
            Assert.SkipUnless((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
                .Any(folder => File.Exists(Path.Join(folder, tool))),
                $"{tool} is not installed here.");
        else
            Assert.SkipUnless(checkers.WhyNot is null, checkers.WhyNot ?? "");
    }

    private static async Task<Runs> RunsAsync()
    {
        var sandbox = (await Sandboxes.Ladder).Best(IsolationTier.L2);
        Assert.SkipWhen(sandbox is null, "There is no sandbox here.");
        return sandbox!.RunAsync;
    }

    private static async Task<ISense> PythonAsync(Shadow start) =>
        PythonSenses.Open(start, Feelings.Workers, await RunsAsync()).OfType<ToolSense>().Single();

    private static async Task<ISense> ToolsAsync(Shadow start) =>
        JavaScriptSenses.Open(start, Feelings.Workers, await RunsAsync()).OfType<ToolSense>().Single();

    private static async Task<ISense> TypeScriptAsync(Shadow start) =>
        JavaScriptSenses.Open(start, Feelings.Workers, await RunsAsync()).OfType<TypeScriptSyntax>().Single();
}

using Tako.Pages;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Tako.House.Tests.Pages;

/// <summary>What the pages say is so in the code.</summary>
public sealed partial class PageTests
{
    private static readonly string[] Kinds =
    [
        "yaml contract", "yaml faulty contract", "yaml plan", "yaml config", "yaml cassette", "yaml constitution", "yaml policy", "text",
        "text faults", "mermaid", "csharp",
    ];

    private static readonly Lazy<IReadOnlyList<SourceFile>> Files = new(Repository.Read);

    [Fact]
    public void Every_fence_is_named_after_what_it_holds() =>
        Assert.Empty(Example.All().Where(example => !Kinds.Contains(example.Kind)).Select(example => $"{example}: '{example.Kind}'"));

    [Fact]
    public void Every_verb_that_is_mentioned_exists_and_every_verb_has_its_part()
    {
        var verbs = Cli().SelectMany(file => Verb().Matches(file.Text)).SelectMany(match => Word().Matches(match.Value))
            .Select(match => match.Groups[1].Value).ToHashSet();

        Assert.Contains("run", verbs);
        Assert.Empty(Commands().Where(command => !verbs.Contains(command.Verb)).Select(command => $"{command.Place}: tako {command.Verb}"));
        Assert.DoesNotContain(verbs, verb => !Text("docs/cli.md").Contains($"tako {verb}", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_option_that_is_mentioned_exists_and_every_option_is_on_the_page_of_the_command_line()
    {
        var options = Cli().SelectMany(file => Option().Matches(file.Text)).Select(match => match.Groups[1].Value)
            .Concat(["--help", "--version"]).ToHashSet();

        Assert.Contains("--repo", options);
        Assert.Empty(Commands()
            .SelectMany(command => Flag().Matches(Quoted().Replace(command.Line, "")).Select(flag => (command.Place, Flag: flag.Value)))
            .Where(mention => !options.Contains(mention.Flag)).Select(mention => $"{mention.Place}: {mention.Flag}"));
        Assert.DoesNotContain(options, option => option != "--version" && !Text("docs/cli.md").Contains(option, StringComparison.Ordinal));
    }

    [Fact]
    public void The_exit_codes_of_the_readme_are_those_of_the_code()
    {
        var code = ExitCode().Matches(Text("src/Tako.Cli/ExitCode.cs")).Select(match => $"{match.Groups[2].Value} {match.Groups[1].Value}");
        var page = ExitRow().Matches(Text("README.md")).Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value}");

        Assert.Equal(code, page);
    }

    [Fact]
    public void The_page_of_the_ledger_names_the_types_of_events_that_the_code_writes_and_no_others()
    {
        var code = Files.Value.Where(file => file.IsCSharp && file.Under("src") && !file.Under("src/Tako.Testing"))
            .SelectMany(file => Appended().Matches(file.Text)
                .Concat(file.Path.EndsWith("/JournalEvents.cs", StringComparison.Ordinal) ? Constant().Matches(file.Text) : []))
            .Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal).ToList();
        var page = EventRow().Matches(Text("docs/ledger.md")).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal).ToList();

        Assert.Contains("step.completed", code);
        Assert.Empty(code.Except(page).Select(type => $"{type} is written but is not on the page"));
        Assert.Empty(page.Except(code).Select(type => $"{type} is on the page but nothing writes it"));
    }

    [Theory]
    [InlineData("contract", "docs/contracts.md")]
    [InlineData("plan", "docs/plans.md")]
    [InlineData("config", "docs/models.md docs/gateway.md docs/cache.md docs/telemetry.md docs/money.md")]
    [InlineData("constitution", "docs/guard.md")]
    public void Every_key_of_a_schema_is_on_its_pages(string schema, string pages)
    {
        using var document = JsonDocument.Parse(Text($"src/Tako.Core/Schema/Published/{schema}.json"));
        var text = string.Join('\n', pages.Split(' ').Select(Text));

        Assert.Empty(Keys(document.RootElement).Distinct()
            .Where(key => !Regex.IsMatch(text, $@"(?:^|[`.{{ ]){key}[`:]", RegexOptions.Multiline))
            .Select(key => $"{key} is not on {pages}"));
    }

    [Fact]
    public void The_programs_of_the_pages_compile()
    {
        var examples = Example.Of("csharp");
        var tree = new Codebase(Files.Value, Allowed.ByTheHouse).Compilation;
        var options = (CSharpParseOptions)tree.SyntaxTrees.First().Options;

        Assert.NotEmpty(examples);
        foreach (var example in examples)
        {
            var added = CSharpSyntaxTree.ParseText($"namespace OfAPage;\n{example.Text}", options, example.Place);
            var errors = tree.AddSyntaxTrees(added).GetSemanticModel(added).GetDiagnostics();
            Assert.Empty(errors.Where(found => found.Severity == DiagnosticSeverity.Error).Select(error => error.ToString()));
        }
    }

    private static IEnumerable<SourceFile> Cli() => Files.Value.Where(file => file.IsCSharp && file.Under("src/Tako.Cli/Verbs"));

    private static string Text(string path) => Files.Value.Single(file => file.Path == path).Text;

    /// <summary>Each command line in a code span or in an indented or fenced block.</summary>
    private static IEnumerable<(string Place, string Verb, string Line)> Commands()
    {
        var pages = Files.Value.Where(file => file.Path.EndsWith(".md", StringComparison.Ordinal));
        foreach (var file in pages.Where(file => file.Under("docs") || !file.Path.Contains('/')))
        {
            for (var line = 0; line < file.Lines.Length; line++)
            {
                var text = file.Lines[line];
                var code = text.StartsWith("    ", StringComparison.Ordinal) || text.StartsWith("$ ", StringComparison.Ordinal)
                    ? [text.Split('#')[0]]
                    : Span().Matches(text).Select(match => match.Groups[1].Value);
                foreach (var command in code.SelectMany(part => part.Split("  ")).SelectMany(part => Tako().Matches(part)))
                    yield return ($"{file.Path}:{line + 1}", command.Groups[1].Value, command.Value);
            }
        }
    }

    private static IEnumerable<string> Keys(JsonElement place)
    {
        if (place.ValueKind == JsonValueKind.Array)
            return place.EnumerateArray().SelectMany(Keys);
        if (place.ValueKind != JsonValueKind.Object)
            return [];
        return place.EnumerateObject().Where(member => member.Name is not "examples").SelectMany(member => member.Name == "properties"
            ? member.Value.EnumerateObject().SelectMany(property => Keys(property.Value).Prepend(property.Name))
            : Keys(member.Value));
    }

    [GeneratedRegex("""new Command\([^,]*,""")]
    private static partial Regex Verb();

    [GeneratedRegex("\"([a-z]+)\"")]
    private static partial Regex Word();

    [GeneratedRegex("\"(--[a-z-]+)\"")]
    private static partial Regex Option();

    [GeneratedRegex("(?<=[ `])--[a-z][a-z-]*")]
    private static partial Regex Flag();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Span();

    [GeneratedRegex(@"(?:^|[ (/])tako ([a-z]+)\b[^|)]*")]
    private static partial Regex Tako();

    [GeneratedRegex(@"const int (\w+) = (\d+);")]
    private static partial Regex ExitCode();

    [GeneratedRegex(@"^\| (\d+) \| (\w+) \|", RegexOptions.Multiline)]
    private static partial Regex ExitRow();

    [GeneratedRegex("""(?:AppendAsync\(\s*|\bEvent\(|\bType = |\bMake\()"([a-z]+(?:\.[a-z]+)+)"(?!\s*=>)""")]
    private static partial Regex Appended();

    [GeneratedRegex("""const string \w+ = "([a-z]+(?:\.[a-z]+)+)";""")]
    private static partial Regex Constant();

    [GeneratedRegex(@"^\| `([a-z.]+)`(?: \*)? \|", RegexOptions.Multiline)]
    private static partial Regex EventRow();
}

using System.Text.Json;

namespace Tako.Cli.Tests.Kit;

/// <summary>What a model says in these tests, and the cassettes that play it.</summary>
internal static class Words
{
    public const string Plan = """
{"name": "mend", "steps": [
  {"name": "look", "use": "arm/retriever", "with": {"goal": {"value": "what sums.add returns, and the coffee in drink.txt"}}},
  {"name": "mend", "use": "arm/coder", "after": ["look"], "with": {"goal": {"value": "mend what fails"}}, "accept": ["the tests pass"]}]}
""";

    public const string Accept = """{"verdict": "accept", "reasons": ["The cause is mended."]}""";

    /// <summary>Mends <see cref="Repository.Python"/>.</summary>
    public static string Mended => Edit("sums.py", "a - b", "a + b");

    /// <summary>Changes it, but the test stays red.</summary>
    public static string Wrong => Edit("sums.py", "a - b", "a * b");

    /// <summary>Mends it after <see cref="Wrong"/>: edits build on those before.</summary>
    public static string Righted => Edit("sums.py", "a * b", "a + b");

    /// <summary>Mends <see cref="Repository.Shell"/>.</summary>
    public static string Tea => Edit("drink.txt", "coffee", "tea");

    public static string Edit(string path, string find, string replace) => JsonSerializer.Serialize(new
    {
        note = "A small change.",
        edits = new[] { new { path, kind = "replace", find, replace } },
    });

    public static string Create(string path, string content) => JsonSerializer.Serialize(new
    {
        note = "A new file.",
        edits = new[] { new { path, kind = "write", content } },
    });

    /// <summary>A cassette with a plan of one coder, its turns, and a judge who accepts.</summary>
    public static string Cassette(params string[] turns) => Write("estimated", Steps(turns));

    /// <summary>The same from a model that does not tell its usage.</summary>
    public static string Unmetered(params string[] turns) => Write(null, Steps(turns));

    public static string Cassette(Dictionary<string, string[]> steps) => Write("estimated", steps);

    private static Dictionary<string, string[]> Steps(string[] turns) => new()
    {
        ["solve"] = [Plan],
        ["solve/work/mend"] = turns,
        ["solve/judge"] = [Accept],
    };

    private static string Write(string? usage, Dictionary<string, string[]> steps)
    {
        var cassette = new Dictionary<string, object>
        {
            ["model"] = "scripted",
            ["label"] = "scripted",
            ["prices"] = new { input = 2.5, output = 10 },
            ["steps"] = steps.ToDictionary(step => step.Key, step => step.Value.Select(text => new { text }).ToArray()),
        };
        if (usage is not null)
            cassette["usage"] = usage;
        return JsonSerializer.Serialize(cassette);
    }
}

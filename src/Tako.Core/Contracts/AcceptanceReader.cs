using System.Text.Json;
using System.Text.RegularExpressions;
using Tako.Core.Faults;
using Tako.Core.Schema;
using Tako.Core.Schema.Validation;

namespace Tako.Core.Contracts;

/// <summary>
/// Reads acceptance tests. An item is a command when it has <c>run</c> or <c>tests: true</c>, a schema test when it has
/// <c>schema</c>, and otherwise a check of <c>file</c>; a plain text is a command named after itself.
/// </summary>
internal static class AcceptanceReader
{
    private const int MostPattern = 4096;
    private static readonly string[] Known = ["name", "run", "tests", "exitCode", "timeout", "file", "schema", "matches", "absent"];
    private static readonly string[] OfCommand = ["name", "run", "tests", "exitCode", "timeout"];
    private static readonly string[] OfSchema = ["name", "file", "schema"];
    private static readonly string[] OfCheck = ["name", "file", "matches", "absent"];

    public static IReadOnlyList<AcceptanceTest> Read(SourceObject top)
    {
        var tests = new List<AcceptanceTest>();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (value, pointer) in top.Items("acceptance", "a list of acceptance tests") ?? [])
        {
            if (Test(top, value, pointer) is not { } test)
                continue;
            if (test.Name.Length > 0 && !names.TryAdd(test.Name, pointer))
            {
                top.FaultAt($"{pointer}{(value.ValueKind == JsonValueKind.Object ? "/name" : "")}",
                    $"the name '{DurationText.Short(test.Name)}' is taken by {names[test.Name]}; names differ");
            }

            tests.Add(test);
        }

        return tests;
    }

    private static AcceptanceTest? Test(SourceObject top, JsonElement value, string pointer)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return top.Command(value, pointer) is { } line
                ? new AcceptanceTest.Command { Name = value.GetString()!.Trim(), Run = line }
                : null;
        }

        var item = top.Nested(value, pointer, Known);
        if (!item.Sound)
            return null;
        var name = item.Text("name", required: true) ?? "";
        if (item.Has("run") || item.Has("tests"))
            return Command(item, name);
        if (item.Has("schema"))
            return Schema(item, name);
        if (item.Has("file"))
            return Check(item, name);
        item.Fault("", "says nothing to test; give it 'run' (a command), 'tests: true' (the repository's own tests) or 'file'");
        return null;
    }

    private static AcceptanceTest.Command Command(SourceObject item, string name)
    {
        Only(item, "a command", OfCommand);
        var own = item.Flag("tests");
        if (own && item.Has("run"))
            item.Fault("tests", "stands beside 'run'; a command is one or the other");
        else if (!own && !item.Has("run"))
            item.Fault("tests", "is not true, and there is no 'run'; one of them says what to run");
        TimeSpan? timeout = null;
        if (item.Text("timeout") is { } text && item.Parsed(DurationText.Parse(text), item.At("timeout"), out var time))
        {
            timeout = time;
            if (time <= TimeSpan.Zero)
                item.Fault("timeout", "is 0; a command needs time to run");
        }

        return new AcceptanceTest.Command
        {
            Name = name,
            Run = item.Get("run") is { } run ? item.Command(run, item.At("run")) : null,
            ExitCode = item.Whole("exitCode", 0, 255) ?? 0,
            Timeout = timeout,
        };
    }

    private static AcceptanceTest.Schema Schema(SourceObject item, string name)
    {
        Only(item, "a schema test", OfSchema);
        return new AcceptanceTest.Schema { Name = name, File = File(item), SchemaText = SchemaText(item) };
    }

    private static string SchemaText(SourceObject item)
    {
        var value = item.Get("schema")!.Value;
        var place = item.At("schema");
        if (value.ValueKind == JsonValueKind.Object)
        {
            item.Parsed(JsonSchema.Parse(value), place, out _);
            return value.GetRawText();
        }

        if (item.Text("schema") is not { } text)
            return "";
        if (text.TrimStart().StartsWith('{'))
            item.Parsed(JsonSchema.Parse(text), place, out _);
        else if (PathText.PathFault(text) is { } fault)
            item.Fault("schema", fault);
        return text;
    }

    private static AcceptanceTest.Check Check(SourceObject item, string name)
    {
        Only(item, "a check", OfCheck);
        var matches = item.Text("matches");
        if (matches is not null && PatternFault(matches) is { } fault)
            item.Fault("matches", $"is not a regular expression: {fault}");
        return new AcceptanceTest.Check { Name = name, File = File(item), Matches = matches, Absent = item.Flag("absent") };
    }

    private static string File(SourceObject item)
    {
        if (item.Text("file", required: true) is not { } file)
            return "";
        if (PathText.PathFault(file) is { } fault)
            item.Fault("file", fault);
        return file;
    }

    private static void Only(SourceObject item, string what, string[] keys)
    {
        foreach (var key in Known.Where(key => item.Has(key) && !keys.Contains(key)))
            item.Fault(key, $"has no meaning for {what}; it has {string.Join(", ", keys)}");
    }

    private static string? PatternFault(string pattern)
    {
        if (pattern.Length > MostPattern)
            return $"it is longer than {MostPattern} characters";
        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant);
            return null;
        }
        catch (ArgumentException wrong)
        {
            return wrong.Message;
        }
    }
}

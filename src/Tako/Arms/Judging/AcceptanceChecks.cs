using System.Text.Json;
using System.Text.RegularExpressions;
using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Core.Schema;
using Tako.Limbs;

namespace Tako.Arms.Judging;

/// <summary>Runs the acceptance tests that need no process: schemas and statements about files.</summary>
internal static class AcceptanceChecks
{
    private static readonly TimeSpan MatchTime = TimeSpan.FromSeconds(2);

    public static Accepted Check(AcceptanceTest test, Limb limb) => test switch
    {
        AcceptanceTest.Schema schema => CheckSchema(schema, limb),
        AcceptanceTest.Check check => CheckFile(check, limb),
        _ => throw new InvalidOperationException($"{test.GetType().Name} is not checked here."),
    };

    private static Accepted CheckSchema(AcceptanceTest.Schema test, Limb limb)
    {
        if (limb.Text(test.File) is not { } text)
            return new Accepted(test.Name, false, $"there is no readable file '{test.File}'");
        var source = test.SchemaText.TrimStart().StartsWith('{') ? test.SchemaText : limb.Text(test.SchemaText);
        if (source is null)
            return new Accepted(test.Name, false, $"there is no schema file '{test.SchemaText}'");
        if (Parse(source) is not { } schemaValue || JsonSchema.Parse(schemaValue) is not Parsed<JsonSchema>.Ok { Value: var schema })
            return new Accepted(test.Name, false, "the schema is not a valid JSON schema");
        if (SourceDocument.Parse(text) is not Parsed<SourceDocument>.Ok { Value: var document })
            return new Accepted(test.Name, false, $"'{test.File}' is neither JSON nor YAML");
        var errors = schema.Check(document.Root);
        return errors.Count == 0
            ? new Accepted(test.Name, true, $"'{test.File}' satisfies the schema")
            : new Accepted(test.Name, false, string.Join("; ", errors.Take(3).Select(error => $"{error.Path}: {error.Message}")));
    }

    private static Accepted CheckFile(AcceptanceTest.Check test, Limb limb)
    {
        var text = limb.Text(test.File);
        if (test.Matches is null)
        {
            return (text is null) == test.Absent
                ? new Accepted(test.Name, true, test.Absent ? $"'{test.File}' is absent" : $"'{test.File}' is there")
                : new Accepted(test.Name, false, test.Absent ? $"'{test.File}' is still there" : $"there is no file '{test.File}'");
        }

        try
        {
            var found = text is not null
                && Regex.IsMatch(text, test.Matches, RegexOptions.Multiline | RegexOptions.CultureInvariant, MatchTime);
            return new Accepted(test.Name, found != test.Absent,
                $"/{test.Matches}/ {(found ? "matches" : "does not match")} in '{test.File}'");
        }
        catch (RegexMatchTimeoutException)
        {
            return new Accepted(test.Name, false,
                $"/{test.Matches}/ took longer than {MatchTime.TotalSeconds} s; write a simpler expression");
        }
    }

    private static JsonElement? Parse(string text) =>
        SourceDocument.Parse(text) is Parsed<SourceDocument>.Ok { Value: var document } ? document.Root : null;
}

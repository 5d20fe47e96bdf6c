using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tako.Workspace.Guard.Checks;

/// <summary>Writes findings in the Static Analysis Results Interchange Format 2.1.0.</summary>
public static class SarifReport
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(IReadOnlyList<RuleCard> rules, IReadOnlyList<GuardFinding> findings, string changes)
    {
        // A finding may be of no rule of the list, such as one about the law itself.
        var all = rules.Concat(findings.Where(finding => rules.All(rule => rule.Id != finding.Rule)).Select(finding => new RuleCard(
            finding.Rule, finding.Tier, finding.Risk, finding.Severity, false, finding.Message, "built-in")))
                .DistinctBy(rule => rule.Id).ToList();
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            json.WriteStartObject("tool");
            json.WriteStartObject("driver");
            json.WriteString("name", "tako guard");
            json.WriteString("semanticVersion", typeof(SarifReport).Assembly.GetName().Version?.ToString(3) ?? "0.0.0");
            json.WriteStartArray("rules");
            foreach (var rule in all)
                Rule(json, rule);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartObject("automationDetails");
            json.WriteString("id", $"tako-guard/{changes}");
            json.WriteEndObject();
            json.WriteStartArray("results");
            foreach (var finding in findings)
                Result(json, finding, all.FindIndex(rule => rule.Id == finding.Rule));
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Rule(Utf8JsonWriter json, RuleCard rule)
    {
        json.WriteStartObject();
        json.WriteString("id", rule.Id);
        Message(json, "shortDescription", rule.Purpose);
        json.WriteStartObject("defaultConfiguration");
        json.WriteString("level", Level(rule.Action));
        json.WriteEndObject();
        json.WriteStartObject("properties");
        json.WriteString("tier", Word(rule.Tier));
        json.WriteString("risk", Word(rule.Risk));
        json.WriteString("origin", rule.Origin);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter json, GuardFinding finding, int index)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Rule);
        json.WriteNumber("ruleIndex", index);
        json.WriteString("level", Level(finding.Severity));
        Message(json, "message", $"{finding.Message} {finding.WayOut}");
        json.WriteStartArray("locations");
        if (finding.Path is { } path)
        {
            json.WriteStartObject();
            json.WriteStartObject("physicalLocation");
            json.WriteStartObject("artifactLocation");
            json.WriteString("uri", string.Join('/', path.Value.Split('/').Select(Uri.EscapeDataString)));
            json.WriteString("uriBaseId", "%SRCROOT%");
            json.WriteEndObject();
            json.WriteStartObject("region");
            json.WriteNumber("startLine", Math.Max(1, finding.Line));
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("properties");
        json.WriteString("action", Word(finding.Severity));
        json.WriteString("risk", Word(finding.Risk));
        json.WriteString("approver", finding.Approver);
        json.WriteBoolean("indeterminate", finding.Indeterminate);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Message(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Level(Severity severity) => severity switch
    {
        Severity.Deny => "error",
        Severity.Ask => "warning",
        _ => "note",
    };

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}

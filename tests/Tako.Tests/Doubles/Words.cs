using System.Text.Json.Nodes;
using Tako.Core.Faults;

namespace Tako.Tests.Doubles;

/// <summary>What models say, in the forms that arms read.</summary>
internal static class Words
{
    public const string Accept = """{"verdict": "accept", "reasons": ["It does what was asked."]}""";

    public static string Reject(string reason) =>
        new JsonObject { ["verdict"] = "reject", ["reasons"] = new JsonArray(reason) }.ToJsonString();

    /// <summary>A patch that replaces one place of a file.</summary>
    public static string Replace(string path, string find, string replace) => Patch(Edit(path, find, replace));

    public static string Write(string path, string content) =>
        Patch(new JsonObject { ["path"] = path, ["kind"] = "write", ["content"] = content });

    public static string Patch(params JsonNode[] edits) => new JsonObject { ["edits"] = new JsonArray(edits) }.ToJsonString();

    public static JsonNode Edit(string path, string find, string replace) =>
        new JsonObject { ["path"] = path, ["kind"] = "replace", ["find"] = find, ["replace"] = replace };

    /// <summary>A plan of one coder.</summary>
    public static string Plan(string step = "fix") =>
        $$$"""{"name": "mend", "steps": [{"name": "{{{step}}}", "use": "arm/coder","""
        + """ "with": {"goal": {"value": "mend it"}}, "accept": ["tests pass"]}]}""";

    public static Plan Parsed(string text) =>
        PlanReader.Read(text, new PlanLimits()).ShouldBeOfType<Parsed<Plan>.Ok>().Value;
}

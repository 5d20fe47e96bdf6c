using System.Text.Json.Nodes;
using Tako.Reactor.Plans;

namespace Tako.Cli.Terminal;

/// <summary>Prints what <c>--dry-run</c> found.</summary>
internal static class PreviewText
{
    public static int Print(Preview preview, bool json)
    {
        if (json)
            Say.Object(ToJson(preview));
        else
            PrintText(preview);
        return preview.Obstacles.Count == 0 ? ExitCode.Done : ExitCode.Refused;
    }

    private static void PrintText(Preview preview)
    {
        Console.WriteLine("A dry run: no model is called and nothing is changed.");
        foreach (var obstacle in preview.Obstacles)
            Console.WriteLine($"in the way  {obstacle}");
        Console.WriteLine($"model       {preview.Model ?? "none"}");
        Console.WriteLine($"tests       {preview.TestCommand ?? "none found"}");
        Console.WriteLine($"isolation   {preview.Tier}");
        Console.WriteLine($"tokens      {preview.Tokens.Least:N0} to {preview.Tokens.Most:N0} (estimated)");
        Console.WriteLine(
            preview.Usd is { } usd
                ? $"cost        ${usd.Least:0.0000} to ${usd.Most:0.0000} (estimated)"
                : "cost        unknown: the model has no known price");
        Console.WriteLine(preview.PlanIsGiven ? "plan (given)" : "plan (standard; the planner's model may write another)");
        foreach (var step in preview.Plan.Steps)
            Console.WriteLine($"  {step.Name} [{step.Use}]" + (step.After.Count > 0 ? $" after {string.Join(", ", step.After)}" : ""));
        Console.WriteLine("arms");
        foreach (var arm in preview.Arms)
            Console.WriteLine($"  {arm}");
    }

    private static JsonObject ToJson(Preview preview) => new()
    {
        ["obstacles"] = Texts(preview.Obstacles),
        ["model"] = preview.Model,
        ["tests"] = preview.TestCommand,
        ["isolation"] = preview.Tier,
        ["tokens"] = new JsonObject { ["least"] = preview.Tokens.Least, ["most"] = preview.Tokens.Most },
        ["usd"] = preview.Usd is { } usd ? new JsonObject { ["least"] = usd.Least, ["most"] = usd.Most } : null,
        ["plan"] = JsonNode.Parse(PlanJson.Write(preview.Plan).Span),
        ["planIsGiven"] = preview.PlanIsGiven,
        ["arms"] = Texts(preview.Arms),
    };

    private static JsonArray Texts(IReadOnlyList<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}

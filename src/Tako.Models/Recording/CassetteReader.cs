using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Tako.Core.Faults;
using Tako.Core.Schema;
using Tako.Models.Config;
using Tako.Models.Pricing;

namespace Tako.Models.Recording;

/// <summary>Reads cassettes, and says of a hand-written one everything that is wrong with it.</summary>
internal static class CassetteReader
{
    private static readonly JsonElement NoArguments =
        JsonSerializer.SerializeToElement(new Dictionary<string, string>());
    private static readonly TimeSpan PatternLimit = TimeSpan.FromSeconds(1);

    public static Parsed<Cassette> Read(string file, SourceDocument document)
    {
        List<Fault> faults = [];
        if (document.Root.ValueKind != JsonValueKind.Object)
            return new Parsed<Cassette>.Faulty([document.Fault("", "must be a mapping with 'model' and 'steps'")]);
        var root = new SourceNode(document, document.Root, "", faults);
        root.Allow("model", "label", "prices", "usage", "steps");
        var label = root.Text("label") ?? Cassette.Scripted;
        if (label is not (Cassette.Recorded or Cassette.Scripted))
            root.Fault("label", "must be 'recorded' or 'scripted'");
        if (root.Text("usage") is { } usage && usage != "estimated")
            root.Fault("usage", "must be 'estimated', or be left out");
        var steps = new Dictionary<string, IReadOnlyList<RecordedAnswer>>();
        if (root.Object("steps") is { } holder)
        {
            foreach (var name in holder.Keys)
                steps[name] = ReadStep(holder, name);
        }
        else if (!root.Has("steps"))
        {
            root.Fault(null, "needs 'steps'");
        }

        var cassette = new Cassette
        {
            File = file,
            Model = root.Required("model") ?? "",
            Label = label,
            Prices = PriceReader.Read(root),
            EstimatesUsage = root.Has("usage"),
            Steps = steps,
        };
        return faults.Count > 0 ? new Parsed<Cassette>.Faulty(faults) : new Parsed<Cassette>.Ok(cassette);
    }

    private static List<RecordedAnswer> ReadStep(SourceNode steps, string name)
    {
        List<RecordedAnswer> answers = [];
        foreach (var node in steps.Items(name))
        {
            node.Allow("ordinal", "text", "toolCalls", "finish", "usage", "expect", "when");
            if (!node.Has("text") && !node.Has("toolCalls"))
                node.Fault(null, "needs 'text' or 'toolCalls'");
            var when = ReadPattern(node);
            // Answers for the same condition follow each other; those for other conditions count for themselves.
            var ordinal = (int?)node.Count("ordinal")
                ?? answers.FindLast(answer => answer.When?.ToString() == when?.ToString())?.Ordinal + 1 ?? 0;
            var calls = new List<RecordedToolCall>();
            foreach (var call in node.Items("toolCalls"))
                calls.Add(ReadCall(call, name, ordinal, calls.Count));
            answers.Add(new RecordedAnswer
            {
                Ordinal = ordinal,
                Text = node.Text("text") ?? "",
                ToolCalls = calls,
                Finish = node.Text("finish"),
                Usage = ReadUsage(node),
                Expect = node.Texts("expect"),
                When = when,
            });
        }

        return answers;
    }

    private static RecordedToolCall ReadCall(SourceNode node, string step, int ordinal, int position)
    {
        node.Allow("id", "name", "arguments");
        var arguments = node.Raw("arguments") ?? NoArguments;
        if (arguments.ValueKind != JsonValueKind.Object)
            node.Fault("arguments", "must be a mapping");
        return new RecordedToolCall(node.Text("id") ?? $"{step}-{ordinal}-{position}", node.Required("name") ?? "",
            arguments.Clone());
    }

    private static UsageDetails? ReadUsage(SourceNode holder)
    {
        if (holder.Object("usage") is not { } node)
            return null;
        node.Allow("input", "output", "cachedInput", "cacheWrite");
        var usage = new UsageDetails
        {
            InputTokenCount = node.Count("input"),
            OutputTokenCount = node.Count("output"),
            CachedInputTokenCount = node.Count("cachedInput"),
        };
        usage.TotalTokenCount = usage.InputTokenCount + usage.OutputTokenCount;
        if (node.Count("cacheWrite") is { } written)
            usage.AdditionalCounts = new() { [CallKeys.CacheWriteTokens] = written };
        return usage;
    }

    private static Regex? ReadPattern(SourceNode node)
    {
        if (node.Text("when") is not { } pattern)
            return null;
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, PatternLimit);
        }
        catch (ArgumentException)
        {
            node.Fault("when", "is no regular expression that .NET understands");
            return null;
        }
    }
}

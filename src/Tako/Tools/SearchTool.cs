using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tako.Core.Contracts;
using Tako.Limbs;
using Tako.Tasks;

namespace Tako.Tools;

/// <summary>Finds lines by text or regular expression in what the limb sees.</summary>
public sealed class SearchTool : ITool
{
    private const int MostHits = 80;
    private const int LineLength = 240;

    public string Name => "search";

    public string Description => "Finds lines that match a regular expression (or plain text) in the repository's text files.";

    public JsonElement Schema { get; } = ToolArguments.Parse(
        """{"type":"object","properties":"""
        + """{"pattern":{"type":"string","minLength":1},"under":{"type":"string","default":""}}"""
        + ""","required":["pattern"],"additionalProperties":false}""");

    public EffectKind Effect => EffectKind.Pure;

    public string Subject(JsonElement arguments) => arguments.Text("pattern") ?? "?";

    public ValueTask<ToolResult> RunAsync(JsonElement arguments, Limb limb, CancellationToken cancellationToken)
    {
        var pattern = arguments.Text("pattern") ?? "";
        var under = (arguments.Text("under") ?? "").Trim('/');
        var label = RepositoryLabel.Of(under);
        if (pattern.Length is 0 or > 500)
            return new(new ToolResult(false, "Give a pattern of 1 to 500 characters.", label));
        var expression = Compile(pattern);
        var hits = new StringBuilder();
        var count = 0;
        foreach (var (path, text) in limb.Texts(under))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var number = 0;
            foreach (var line in text.AsSpan().EnumerateLines())
            {
                number++;
                if (!expression.IsMatch(line))
                    continue;
                if (++count > MostHits)
                    return new(new ToolResult(true, hits.Append($"… more than {MostHits} hits; narrow the pattern.").ToString(), label));
                hits.Append(path).Append(':').Append(number).Append(": ")
                    .Append(line.Length > LineLength ? line[..LineLength] : line)
                    .Append('\n');
            }
        }

        return new(count == 0
            ? new ToolResult(false, $"Nothing matches '{pattern}'.", label)
            : new ToolResult(true, hits.ToString(), label));
    }

    // Linear time whatever the model writes; what that engine cannot do is taken as plain text.
    private static Regex Compile(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            return new Regex(Regex.Escape(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
    }
}

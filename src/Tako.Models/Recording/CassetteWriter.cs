using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Extensions.AI;

namespace Tako.Models.Recording;

/// <summary>Writes cassettes as YAML: long texts as blocks, everything doubtful in JSON's quotes, which YAML
/// understands.</summary>
internal static class CassetteWriter
{
    // Letters of every script stay readable; what YAML would take for a break or refuse is escaped.
    private static readonly JsonSerializerOptions Readable =
        new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Write(Cassette cassette)
    {
        var text = new StringBuilder();
        Line(text, 0, $"model: {Quoted(cassette.Model)}");
        Line(text, 0, $"label: {cassette.Label}");
        var prices = Pairs(("input", cassette.Prices.Input), ("output", cassette.Prices.Output),
            ("cachedInput", cassette.Prices.CachedInput), ("cacheWrite", cassette.Prices.CacheWrite),
            ("cacheWriteHour", cassette.Prices.CacheWriteHour), ("reasoning", cassette.Prices.Reasoning),
            ("audioInput", cassette.Prices.AudioInput), ("cachedAudio", cassette.Prices.CachedAudio),
            ("audioOutput", cassette.Prices.AudioOutput), ("imageInput", cassette.Prices.ImageInput),
            ("cachedImage", cassette.Prices.CachedImage), ("imageOutput", cassette.Prices.ImageOutput));
        if (prices.Length > 0)
            Line(text, 0, $"prices: {{ {prices} }}");
        if (cassette.EstimatesUsage)
            Line(text, 0, "usage: estimated");
        Line(text, 0, cassette.Steps.Count == 0 ? "steps: {}" : "steps:");
        foreach (var (step, answers) in cassette.Steps)
        {
            Line(text, 1, answers.Count == 0 ? $"{Quoted(step)}: []" : $"{Quoted(step)}:");
            var expected = 0;
            foreach (var answer in answers)
            {
                WriteAnswer(text, answer, writeOrdinal: answer.Ordinal != expected || answer.When is not null);
                expected = answer.Ordinal + 1;
            }
        }

        return text.ToString();
    }

    private static void WriteAnswer(StringBuilder text, RecordedAnswer answer, bool writeOrdinal)
    {
        var start = text.Length;
        if (writeOrdinal)
            Line(text, 3, $"ordinal: {answer.Ordinal}");
        if (answer.When is { } when)
            Line(text, 3, $"when: {Quoted(when.ToString())}");
        if (answer.Expect.Count > 0)
            Line(text, 3, $"expect: [{string.Join(", ", answer.Expect.Select(Quoted))}]");
        if (answer.Text.Length > 0 || answer.ToolCalls.Count == 0)
            WriteText(text, answer.Text);
        if (answer.ToolCalls.Count > 0)
        {
            Line(text, 3, "toolCalls:");
            foreach (var call in answer.ToolCalls)
            {
                Line(text, 4, $"- id: {Quoted(call.Id)}");
                Line(text, 5, $"name: {Quoted(call.Name)}");
                Line(text, 5, $"arguments: {Json(call.Arguments)}");
            }
        }

        if (answer.Finish is { } finish)
            Line(text, 3, $"finish: {Quoted(finish)}");
        if (answer.Usage is { } usage)
        {
            long written = 0;
            var wrote = usage.AdditionalCounts?.TryGetValue(CallKeys.CacheWriteTokens, out written) == true;
            Line(text, 3, $"usage: {{ {Pairs(("input", usage.InputTokenCount), ("output", usage.OutputTokenCount),
                ("cachedInput", usage.CachedInputTokenCount), ("cacheWrite", wrote ? written : null))} }}");
        }

        // The dash of the list item takes the place of the first line's last indent.
        text[start + 4] = '-';
    }

    private static void WriteText(StringBuilder text, string value)
    {
        if (!value.Contains('\n') || !CanBeBlock(value))
        {
            Line(text, 3, $"text: {Quoted(value)}");
            return;
        }

        var ends = value.Length - value.TrimEnd('\n').Length;
        Line(text, 3, $"text: |2{(ends == 0 ? "-" : ends == 1 ? "" : "+")}");
        var lines = (ends > 0 ? value[..^1] : value).Split('\n');
        foreach (var line in lines)
            text.Append(line.Length == 0 ? "" : "        ").Append(line).Append('\n');
    }

    // A block is for plain prose and code. Readers of YAML differ about lines of blanks only, leading tabs and rare
    // characters, so a text with any of these is written in quotes.
    private static bool CanBeBlock(string value) =>
        !char.IsWhiteSpace(value[0])
        && value.Split('\n').All(line => line.Length == 0 || (line[0] != '\t' && !string.IsNullOrWhiteSpace(line)))
        && value.All(IsPlain);

    private static bool IsPlain(char letter) => letter is '\n' or '\t' or (>= ' ' and <= '~')
        or (>= '\u00A0' and < '\u2028') or (> '\u2029' and < '\uD800') or (>= '\uE000' and < '\uFEFF');

    private static string Quoted(string value) => JsonSerializer.Serialize(value, Readable);

    private static string Json(JsonElement value) => JsonSerializer.Serialize(value, Readable);

    private static string Pairs(params ReadOnlySpan<(string Name, decimal? Value)> pairs)
    {
        List<string> known = [];
        foreach (var (name, value) in pairs)
        {
            if (value is { } number)
                known.Add($"{name}: {number.ToString(CultureInfo.InvariantCulture)}");
        }

        return string.Join(", ", known);
    }

    private static void Line(StringBuilder text, int level, string line) =>
        text.Append(' ', 2 * level).Append(line).Append('\n');
}

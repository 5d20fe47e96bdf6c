using System.Text.Json;

namespace Tako.Workspace.Senses.CSharp.Testing;

/// <summary>Reads the messages that the third xunit writes for other programs, one JSON object a line.</summary>
internal sealed class XunitMessages(List<FailedTest> failed)
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _classes = new(StringComparer.Ordinal);

    public void Take(string line, TestRecords records)
    {
        if (!line.StartsWith('{'))
            return;
        try
        {
            using var document = JsonDocument.Parse(line);
            var message = document.RootElement;
            var test = Text(message, "TestUniqueID");
            switch (Text(message, "$type"))
            {
                case "test-class-starting":
                    _classes[Text(message, "TestClassUniqueID")] = Text(message, "TestClassName");
                    break;
                case "test-starting":
                    _names[test] = Text(message, "TestDisplayName");
                    records.Running.Add(_names[test]);
                    break;
                case "test-passed":
                    records.CountPassed(_names.GetValueOrDefault(test, test));
                    break;
                case "test-skipped" or "test-not-run":
                    records.CountSkipped(_names.GetValueOrDefault(test, test));
                    break;
                case "test-failed":
                    records.Running.Remove(_names.GetValueOrDefault(test, test));
                    failed.Add(Failure(message, _names.GetValueOrDefault(test, test)));
                    break;
                case "error" or "test-assembly-cleanup-failure" or "test-collection-cleanup-failure" or "test-class-cleanup-failure"
                    or "test-method-cleanup-failure" or "test-case-cleanup-failure" or "test-cleanup-failure":
                    failed.Add(Failure(message, ""));
                    break;
            }
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // A line that is no message of the framework says nothing of a test.
        }
    }

    private FailedTest Failure(JsonElement message, string test) =>
        new(test, _classes.GetValueOrDefault(Text(message, "TestClassUniqueID"), ""),
        Many(message, "ExceptionTypes").FirstOrDefault() ?? "", string.Join('\n', Many(message, "Messages")),
            string.Join('\n', Many(message, "StackTraces")));

    private static string Text(JsonElement message, string name) =>
        message.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static IEnumerable<string> Many(JsonElement message, string name) =>
        message.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.String ? one.GetString()! : "")] : [];
}

using System.Globalization;
using System.Text;

namespace Tako.Workspace.Senses.CSharp.Testing;

/// <summary>A test that failed, or something around tests that did, such as cleaning up.</summary>
internal sealed record FailedTest(string Test, string Class, string Exception, string Message, string Stack);

/// <summary>What a runner told, read from its output. Lines without the run's own name do not count.</summary>
internal sealed class TestRecords
{
    public List<FailedTest> Failed { get; } = [];

    public HashSet<string> Running { get; } = new(StringComparer.Ordinal);

    public int Passed { get; private set; }

    public int Skipped { get; private set; }

    /// <summary>The test assembly was loaded.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Every record came through, the last one included.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>The runner itself could not go on.</summary>
    public string? Broken { get; private set; }

    public static TestRecords Read(string output, string nonce)
    {
        var records = new TestRecords();
        var messages = new XunitMessages(records.Failed);
        var next = 0;
        foreach (var line in output.Split('\n'))
        {
            if (!line.StartsWith(nonce, StringComparison.Ordinal))
                continue;
            var parts = line.Split(' ');
            if (parts.Length < 3 || parts[1] != next.ToString(CultureInfo.InvariantCulture) || records.IsWhole)
                return records;
            next++;
            if (Fields(parts) is not { } fields)
                return records;
            records.Add(parts[2], fields, messages);
        }

        return records;
    }

    public void CountPassed(string test) => (Passed, _) = (Passed + 1, Running.Remove(test));

    public void CountSkipped(string test) => (Skipped, _) = (Skipped + 1, Running.Remove(test));

    private static List<string>? Fields(string[] parts)
    {
        var fields = new List<string>();
        foreach (var part in parts.Skip(3))
        {
            var bytes = new byte[part.Length];
            if (!Convert.TryFromBase64String(part, bytes, out var length))
                return null;
            fields.Add(Encoding.UTF8.GetString(bytes, 0, Math.Max(0, length - 1)));
        }

        return fields;
    }

    private void Add(string kind, List<string> fields, XunitMessages messages)
    {
        string At(int index) => index < fields.Count ? fields[index] : "";
        switch (kind)
        {
            case "start":
                HasStarted = true;
                break;
            case "running":
                Running.Add(At(0));
                break;
            case "ended":
                Running.Remove(At(0));
                break;
            case "passed":
                CountPassed(At(0));
                break;
            case "skipped":
                CountSkipped(At(0));
                break;
            case "failed":
                Running.Remove(At(0));
                Failed.Add(new FailedTest(At(0), At(1), At(2), At(3), At(4)));
                break;
            case "message":
                messages.Take(At(0), this);
                break;
            case "broken":
                Broken = At(2);
                break;
            case "end":
                IsWhole = Broken is null;
                break;
        }
    }
}

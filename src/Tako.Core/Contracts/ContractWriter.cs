using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tako.Core.Contracts;

/// <summary>
/// Writes a contract as canonical JSON, in the form that <see cref="ContractReader"/> reads: equal contracts, equal text.
/// </summary>
public static class ContractWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(TaskContract contract)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
            Write(json, contract);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, TaskContract contract)
    {
        json.WriteStartObject();
        json.WriteString("goal", contract.Goal);
        Texts(json, "constraints", contract.Constraints);
        Budget(json, contract);
        Security(json, contract.Security);
        Texts(json, "deliverables", contract.Deliverables);
        if (contract.Acceptance.Count > 0)
        {
            json.WriteStartArray("acceptance");
            foreach (var test in contract.Acceptance)
                Acceptance(json, test);
            json.WriteEndArray();
        }

        if (contract.TestCommand is { } command)
            Texts(json, "test", command);
        if (contract.Prepare.Count > 0)
        {
            json.WriteStartArray("prepare");
            foreach (var prepare in contract.Prepare)
                Texts(json, null, prepare);
            json.WriteEndArray();
        }

        if (contract.Model is { } model)
            json.WriteString("model", model);
        if (contract.Branch is { } branch)
            json.WriteString("branch", branch);
        json.WriteEndObject();
    }

    private static void Budget(Utf8JsonWriter json, TaskContract contract)
    {
        json.WriteStartObject("budget");
        if (contract.Budget.Tokens is { } tokens)
            json.WriteNumber("tokens", tokens);
        if (contract.Budget.Time is { } time)
            json.WriteString("time", DurationText.Write(time));
        if (contract.Budget.Usd is { } usd)
            json.WriteNumber("usd", usd / 1.0000000000000000000000000000m);
        json.WriteEndObject();
    }

    private static void Security(Utf8JsonWriter json, SecurityPolicy policy)
    {
        json.WriteStartObject("security");
        Texts(json, "write", policy.Write);
        Texts(json, "protect", policy.Protect);
        Texts(json, "commands", policy.Commands);
        Texts(json, "feeds", policy.Feeds);
        json.WriteString("minimumTier", policy.MinimumTier);
        if (policy.ApproveWrite)
            json.WriteBoolean("approveWrite", true);
        json.WriteEndObject();
    }

    private static void Acceptance(Utf8JsonWriter json, AcceptanceTest test)
    {
        json.WriteStartObject();
        json.WriteString("name", test.Name);
        switch (test)
        {
            case AcceptanceTest.Command command:
                if (command.Run is { } run)
                    Texts(json, "run", run);
                else
                    json.WriteBoolean("tests", true);
                if (command.ExitCode != 0)
                    json.WriteNumber("exitCode", command.ExitCode);
                if (command.Timeout is { } timeout)
                    json.WriteString("timeout", DurationText.Write(timeout));
                break;
            case AcceptanceTest.Schema schema:
                json.WriteString("file", schema.File);
                json.WriteString("schema", schema.SchemaText);
                break;
            case AcceptanceTest.Check check:
                json.WriteString("file", check.File);
                if (check.Matches is { } matches)
                    json.WriteString("matches", matches);
                if (check.Absent)
                    json.WriteBoolean("absent", true);
                break;
            default:
                throw new InvalidOperationException($"Unknown acceptance test {test.GetType()}.");
        }

        json.WriteEndObject();
    }

    private static void Texts(Utf8JsonWriter json, string? key, IReadOnlyList<string> texts)
    {
        if (key is not null && texts.Count == 0)
            return;
        if (key is not null)
            json.WriteStartArray(key);
        else
            json.WriteStartArray();
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}

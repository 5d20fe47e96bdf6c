using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tako.Cli.Composition;
using Tako.Core.Ledger;

namespace Tako.Cli.Terminal;

/// <summary>How verbs end: what is printed where, and which exit code it means.</summary>
internal static class Say
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Runs a verb and turns what the world said no to into a message and an exit code.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> verb)
    {
        try
        {
            return await verb();
        }
        catch (SetupException wrong)
        {
            return Fail(wrong.Message, wrong.ExitCode);
        }
        catch (LedgerUnavailableException gone)
        {
            return Fail(gone.Message, ExitCode.Ledger);
        }
        catch (StaleWriterException stale)
        {
            return Fail(stale.Message, ExitCode.Refused);
        }
    }

    public static int Fail(string message, int exitCode)
    {
        Console.Error.WriteLine($"tako: {message}");
        return exitCode;
    }

    public static void Object(JsonNode value) => Console.Out.WriteLine(value.ToJsonString(Json));
}

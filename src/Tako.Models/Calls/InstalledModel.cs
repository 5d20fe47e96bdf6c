using System.Text.Json;
using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>Asks a local server which models it has, for a configuration that names none: <c>GET
/// {base}/models</c>.</summary>
internal static class InstalledModel
{
    private const int MaxBytes = 1024 * 1024;

    /// <summary>The first model's name, or why there is none.</summary>
    public static async ValueTask<(string? Name, Broken? Broken)> FirstAsync(PlanLink link, CallClock clock,
        CancellationToken caller)
    {
        var endpoint = link.Endpoint;
        clock.StartAttempt(link.Limits.Idle, null);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, endpoint.At("models"));
            using var response = await link.Http.SendAsync(request, clock.Token);
            await response.Content.LoadIntoBufferAsync(MaxBytes, clock.Token);
            using var list = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(clock.Token));
            if (list.RootElement.TryGetProperty("data", out var models) && models.ValueKind == JsonValueKind.Array
                && models.GetArrayLength() > 0 && models[0].TryGetProperty("id", out var id)
                    && id.GetString() is { Length: > 0 } name)
                return (name, null);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            return (null, FailureWords.OfNetwork(endpoint, broken, begun: false));
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested && clock.Passed is not Deadline.None)
        {
            return (null, FailureWords.OfDeadline(endpoint, Deadline.Answer, link.Limits, alive: false));
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // Told below: there is no list of models here.
        }
        finally
        {
            clock.EndAttempt();
        }

        return (null, new Broken(endpoint.Failure(CallFailureKind.NotConfigured,
            $"The server at {endpoint.Host} lists no models. Pull one there (such as 'ollama pull qwen3'), or set OLLAMA_MODEL."),
            MayRepeat: false));
    }
}

using System.Text.Json;
using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Models.Providers;

/// <summary>Asks a local server which models it has, for a configuration that names none: <c>GET
/// {base}/models</c>.</summary>
internal static class InstalledModel
{
    private const int MaxBytes = 1024 * 1024;

    public static async ValueTask<string> FirstAsync(ProviderEndpoint endpoint, HttpMessageInvoker http,
        CallLimits limits, TimeProvider time,
        CancellationToken cancellationToken)
    {
        using var deadlines = new CallDeadlines(time, cancellationToken);
        deadlines.StartWhole(limits.Idle);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, endpoint.At("models"));
            using var response = await http.SendAsync(request, deadlines.Token);
            await response.Content.LoadIntoBufferAsync(MaxBytes, deadlines.Token);
            using var list = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(deadlines.Token));
            if (list.RootElement.TryGetProperty("data", out var models) && models.ValueKind == JsonValueKind.Array
                && models.GetArrayLength() > 0 && models[0].TryGetProperty("id", out var id)
                    && id.GetString() is { Length: > 0 } name)
                return name;
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw new ModelCallException(FailureWords.OfNetwork(endpoint, broken, begun: false).Failure);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ModelCallException(FailureWords.OfDeadline(endpoint, Deadline.Idle, limits).Failure);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // Told below: there is no list of models here.
        }

        throw new ModelCallException(endpoint.Failure(CallFailureKind.NotConfigured,
            $"The server at {endpoint.Host} lists no models. Pull one there (such as 'ollama pull qwen3'), or set OLLAMA_MODEL."));
    }
}

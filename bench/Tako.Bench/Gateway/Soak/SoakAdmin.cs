using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Tako.Server.Spend;

namespace Tako.Bench.Gateway.Soak;

/// <summary>The gateway's second door: makes keys, and asks what was spent.</summary>
internal sealed class SoakAdmin : IDisposable
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);
    private readonly HttpClient _http;

    public SoakAdmin(Uri address, string key)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Makes a key, with a budget of so many tokens if any.</summary>
    public async Task<string> KeyAsync(string name, long? tokens = null)
    {
        var budget = tokens is { } most ? $$""","allowances":[{"tokens":{{most}},"per":"total"}]""" : "";
        using var body = new StringContent($$"""{"name":"{{name}}"{{budget}}}""", Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(new Uri("admin/keys", UriKind.Relative), body);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"No key was made: {text}");
        using var made = JsonDocument.Parse(text);
        return made.RootElement.GetProperty("key").GetString()!;
    }

    /// <summary>Waits for the last calls to end, and reads what was spent on each kind of call.</summary>
    public async Task<IReadOnlyDictionary<string, SpendSum>> SpendAsync()
    {
        var start = TimeProvider.System.GetTimestamp();
        while (await RunningAsync() > 0 && TimeProvider.System.GetElapsedTime(start) < Settling)
            await Task.Delay(200);
        using var page = JsonDocument.Parse(await _http.GetStringAsync(
            new Uri("admin/spend?by=tag&since=2000-01-01", UriKind.Relative)));
        return JsonSerializer.Deserialize(page.RootElement.GetProperty("lines"), SpendJson.Default.IReadOnlyListSpendLine)!
            .ToDictionary(static line => line.Name, static line => line.Sum);
    }

    private async Task<int> RunningAsync()
    {
        using var page = JsonDocument.Parse(await _http.GetStringAsync(new Uri("admin/health", UriKind.Relative)));
        return page.RootElement.GetProperty("running").GetInt32();
    }
}

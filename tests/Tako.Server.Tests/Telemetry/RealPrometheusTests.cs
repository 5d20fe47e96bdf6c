using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Tako.Server.Telemetry;

namespace Tako.Server.Tests.Telemetry;

/// <summary>A Prometheus of the test's own scrapes the page.</summary>
[Collection(GlobalListening.Name)]
public sealed class RealPrometheusTests
{
    [Fact]
    public async Task Prometheus_scrapes_the_page_and_knows_every_kind_of_value()
    {
        var binary = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Join(folder, "prometheus")).FirstOrDefault(File.Exists);
        if (binary is null)
            Assert.Skip("Prometheus is not installed here.");
        using var meter = new Meter("Tako.Of.Another.Test");
        using var page = new PrometheusPage();
        page.Start();
        meter.CreateCounter<long>("test.real.calls", "{call}", "Calls with a \\ and\na second line.")
            .Add(42, new KeyValuePair<string, object?>("said", "a \"word\"\n"));
        var time = meter.CreateHistogram<double>("test.real.time", "s");
        time.Record(0.3);
        time.Record(700);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = ["--urls", "http://127.0.0.1:0"] });
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.MapGet("/metrics", async http =>
        {
            var bytes = new ArrayBufferWriter<byte>();
            page.Write(bytes);
            http.Response.ContentType = PrometheusPage.ContentType;
            await http.Response.Body.WriteAsync(bytes.WrittenMemory);
        });
        await app.StartAsync();
        await using var server = await RunningPrometheus.StartAsync(binary, new Uri(app.Urls.First()));

        (await server.AskAsync("up == 1")).ShouldBe(1);
        (await server.AskAsync("test_real_calls_total{said='a \"word\"\\n'}")).ShouldBe(42);
        (await server.AskAsync("test_real_time_seconds_count")).ShouldBe(2);
        (await server.AskAsync("test_real_time_seconds_bucket{le='600'}")).ShouldBe(1);
        (await server.AskAsync("dotnet_process_cpu_count")).ShouldBeGreaterThan(0);
        (await server.AskAsync("count(http_server_request_duration_seconds_bucket)")).ShouldBeGreaterThan(0);
    }

    private sealed class RunningPrometheus : IAsyncDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
        private readonly HttpClient _http = new();
        private readonly string _folder;
        private readonly Process _process;
        private readonly CancellationTokenSource _stop = new(Patience);

        private RunningPrometheus(string folder, Process process, Uri address)
        {
            (_folder, _process) = (folder, process);
            _http.BaseAddress = address;
        }

        public static async Task<RunningPrometheus> StartAsync(string binary, Uri target)
        {
            var folder = Directory.CreateTempSubdirectory("tako-prometheus-").FullName;
            var config = Path.Join(folder, "prometheus.yml");
            await File.WriteAllTextAsync(config,
                $$"""
                global: { scrape_interval: 1s, scrape_timeout: 1s }
                scrape_configs:
                - job_name: tako
                  static_configs:
                  - targets: ['{{target.Authority}}']
                """);
            var port = FreePort();
            var start = new ProcessStartInfo(binary)
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                ArgumentList =
                {
                    $"--config.file={config}", $"--storage.tsdb.path={Path.Join(folder, "data")}", $"--web.listen-address=127.0.0.1:{port}",
                },
            };
            var process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.OutputDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            process.BeginOutputReadLine();
            var running = new RunningPrometheus(folder, process, new Uri($"http://127.0.0.1:{port}"));
            await running.AskAsync("up == 1");
            return running;
        }

        /// <summary>The value of the one series that a query finds; asked again until there is one.</summary>
        public async Task<double> AskAsync(string query)
        {
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            while (true)
            {
                try
                {
                    using var answer = JsonDocument.Parse(await _http.GetStringAsync(
                        new Uri($"/api/v1/query?query={Uri.EscapeDataString(query)}", UriKind.Relative), _stop.Token));
                    var found = answer.RootElement.GetProperty("data").GetProperty("result");
                    if (found.GetArrayLength() > 0)
                        return double.Parse(found[0].GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture);
                }
                catch (HttpRequestException) when (!_process.HasExited)
                {
                    // It is still starting.
                }

                await pause.WaitForNextTickAsync(_stop.Token);
            }
        }

        public async ValueTask DisposeAsync()
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
            _http.Dispose();
            _stop.Dispose();
            Directory.Delete(_folder, recursive: true);
        }

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}

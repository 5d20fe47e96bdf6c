using System.Net;
using System.Net.Sockets;
using System.Text;
using Tako.Cli.Tests.Kit;
using Tako.Testing.Models;

namespace Tako.Cli.Tests.Verbs;

/// <summary><c>tako serve</c> and <c>tako config check</c>, as processes.</summary>
public class ServeTests
{
    private const string Ask = """{"model":"tea","messages":[{"role":"user","content":"hello"}]}""";

    [Fact]
    public async Task It_serves_a_model_ends_on_a_signal_with_code_0_and_has_written_what_was_spent()
    {
        await using var provider = FakeProvider.Start("tea it is");
        using var home = new Home();
        home.Configure(Config(provider));
        var port = FreePort();
        await using var live = await home.StartAsync("serve", "--listen", $"127.0.0.1:{port}");
        (await live.SaysAsync("listens on")).ShouldBeTrue();
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        using var answer = await client.PostAsync("/v1/chat/completions", new StringContent(Ask, Encoding.UTF8, "application/json"));
        (await answer.Content.ReadAsStringAsync()).ShouldContain("tea it is");
        await live.InterruptAsync();

        var ran = (await live.EndAsync()).Ends(ExitCode.Done);
        ran.Out.ShouldContain($"http://127.0.0.1:{port}");
        ran.Out.ShouldContain("OPENAI_BASE_URL=");
        ran.Out.ShouldContain("models   tea");
        ran.Out.ShouldContain("keys     not needed");
        ran.All.ShouldNotContain("hello");
        (await home.TakoAsync("spend", "--json")).Ends(ExitCode.Done).Json.GetProperty("total").GetProperty("calls").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task A_stream_may_finish_after_the_first_signal_and_is_cut_by_the_second()
    {
        await using var provider = FakeProvider.Start(new ProviderReply.Answer { Text = "one two three", StallAfter = 1 });
        using var home = new Home();
        home.Configure(Config(provider));
        var port = FreePort();
        await using var live = await home.StartAsync("serve", "--listen", $"{port}");
        (await live.SaysAsync("listens on")).ShouldBeTrue();
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        using var ask = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(Ask.Replace("\"messages\"", "\"stream\":true,\"messages\""), Encoding.UTF8, "application/json"),
        };
        using var answer = await client.SendAsync(ask, HttpCompletionOption.ResponseHeadersRead);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);

        await live.InterruptAsync();
        (await live.SaysAsync("a second signal ends at once")).ShouldBeTrue();
        await live.InterruptAsync();

        (await live.EndAsync()).Ends(ExitCode.Done);
    }

    [Fact]
    public async Task Without_a_model_it_says_how_to_get_one()
    {
        using var home = new Home();

        (await home.TakoAsync("serve", "--listen", "0")).Ends(ExitCode.Refused).Error.ShouldContain("OPENAI_API_KEY");
    }

    [Fact]
    public async Task An_address_in_use_is_named()
    {
        await using var provider = FakeProvider.Start("tea");
        using var home = new Home();
        home.Configure(Config(provider));
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var ran = (await home.TakoAsync("serve", "--listen", $"127.0.0.1:{port}")).Ends(ExitCode.Refused);

        ran.Error.ShouldContain($"{port}");
        ran.Error.ShouldContain("--listen");
        (await home.TakoAsync("serve", "--listen", "nowhere:x")).Ends(ExitCode.Usage).Error.ShouldContain("127.0.0.1:8256");
        (await home.TakoAsync("serve", "--config", "missing.yaml")).Ends(ExitCode.Usage).Error.ShouldContain("missing.yaml");
    }

    [Fact]
    public async Task Every_fault_of_a_configuration_is_listed_with_its_line()
    {
        using var home = new Home();
        var file = home.Write("team.yaml", """
            providers:
              local: { kind: compatible }
            models:
              tea: { provider: locl }
            gateway:
              listen: "127.0.0.1"
              admin: { listen: "*:9", key: "${NOT_SET}" }
              bodyLimit: much
              drain: soon
              cors: ["https://example.com/path"]
            """);

        var ran = (await home.TakoAsync("config", "check", file)).Ends(ExitCode.Usage);

        foreach (var (line, word) in ((int, string)[])[(2, "baseAddress"), (4, "locl"), (6, "127.0.0.1"), (7, "NOT_SET"),
            (8, "much"), (9, "soon"), (10, "path")])
            ran.Error.Split('\n').ShouldContain(said => said.Contains($"line {line}:") && said.Contains(word), ran.Error);
        (await home.TakoAsync("serve", "--config", file)).Ends(ExitCode.Usage).Error.ShouldContain("line 2:");
    }

    [Fact]
    public async Task A_configuration_without_faults_is_said_to_be_well()
    {
        await using var provider = FakeProvider.Start("tea");
        using var home = new Home();
        home.Configure(Config(provider));

        (await home.TakoAsync("config", "check")).Ends(ExitCode.Done).Out.ShouldContain("1 model(s): tea");
    }

    private static string Config(FakeProvider provider) => $$"""
        providers:
          local: { kind: compatible, baseAddress: "{{provider.OpenAiAddress}}" }
        models:
          tea: { provider: local, prices: { input: 1, output: 2 } }
        gateway: { admin: { listen: "127.0.0.1:0" } }
        """;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using Tako.Workspace.Sandbox;
using Tako.Workspace.Sandbox.Feeds;

namespace Tako.Workspace.Tests.Sandbox;

/// <summary>Preparing: a layer that keeps packages and build output, and a way to the feeds and nowhere else.</summary>
public sealed class PrepareTests
{
    public static TheoryData<IsolationTier> Overlays => new(IsolationTier.L1, IsolationTier.L2);

    [Theory, MemberData(nameof(Overlays))]
    public async Task Later_runs_see_what_preparing_built_but_the_sources_of_the_disk(IsolationTier tier)
    {
        using var repository = new TestRepository().With("src/a.txt", "real").With("src/b.txt", "real")
            .With("obj/old", "stale").Committed();
        var before = repository.Hash();
        var layer = Path.Join(repository.Parent, "layer");
        var staged = repository.Stage(("src/new.txt", "staged"));
        await Sandboxes.RunAsync(tier, repository.Shell(
            "set -e; mkdir -p obj node_modules/p; echo built > obj/assets; echo fresh > obj/old; " +
                "echo m > node_modules/p/m; cat src/new.txt; "
            + "echo evil > src/a.txt; rm src/b.txt; echo evil > src/new.txt; echo gen > src/generated.txt; "
            + "mkdir -p ~/.nuget/packages/p; echo pkg > ~/.nuget/packages/p/x") with
        {
            CacheLayer = layer,
            WriteCache = true,
            Staged = staged,
        });
        var report = await Sandboxes.RunAsync(tier, repository.Shell(
            "cat obj/assets obj/old node_modules/p/m src/a.txt src/b.txt src/generated.txt ~/.nuget/packages/p/x; " +
                "ls src; echo more > obj/assets; ls ~/.nuget/packages | wc -l") with
            {
                CacheLayer = layer,
            });
        report.StandardError.ShouldBe("");
        report.StandardOutput.ShouldStartWith("built\nfresh\nm\nrealrealgen\npkg\na.txt\nb.txt\ngenerated.txt\n");
        (await Sandboxes.RunAsync(tier, repository.Shell("cat obj/assets") with { CacheLayer = layer })).StandardOutput.ShouldBe("built\n");
        (await Sandboxes.RunAsync(tier, repository.Shell("ls obj"))).StandardOutput.ShouldBe("old\n");
        repository.Hash().ShouldBe(before);
        File.Exists(Path.Join(Environment.GetEnvironmentVariable("HOME"), ".nuget/packages/p/x")).ShouldBeFalse();
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task Only_named_hosts_are_reached_and_the_others_are_recorded(IsolationTier tier)
    {
        using var feed = new TcpListener(IPAddress.Loopback, 0);
        feed.Start();
        var port = ((IPEndPoint)feed.LocalEndpoint).Port;
        var serving = ServeAsync(feed);
        using var repository = new TestRepository().With("fetch.py", $$"""
            import http.client, os, socket, urllib.request
            print(urllib.request.urlopen('http://127.0.0.1:{{port}}/package').read().decode())
            host, proxy = os.environ['HTTPS_PROXY'].removeprefix('http://').split(':')
            tunnel = http.client.HTTPConnection(host, int(proxy))
            tunnel.set_tunnel('127.0.0.1', {{port}})
            tunnel.request('GET', '/tunnelled')
            print(tunnel.getresponse().read().decode())
            for url in ('http://127.0.0.1:1/', 'http://evil.example/', 'https://evil.example/'):
                try: urllib.request.urlopen(url); print('reached', url)
                except OSError as e: print('refused')
            try: socket.create_connection(('127.0.0.1', {{port}}), 2); print('direct')
            except OSError: print('no route')
            """);
        var report = await Sandboxes.RunAsync(tier, repository.Run("/usr/bin/python3", "fetch.py") with
        {
            Network = NetworkAccess.To($"127.0.0.1:{port}"),
        });
        report.StandardError.ShouldBe("");
        report.StandardOutput.ShouldBe("served /package\nserved /tunnelled\nrefused\nrefused\nrefused\nno route\n");
        report.ReachedHosts.ShouldBe([$"127.0.0.1:{port}"]);
        report.DeniedHosts.ShouldBe(["127.0.0.1:1", "evil.example:443", "evil.example:80"]);
        feed.Stop();
        await serving;
    }

    [Fact]
    public async Task A_copy_cannot_prepare_and_says_what_to_mend()
    {
        var sandbox = await Sandboxes.OfAsync(IsolationTier.L3);
        using var repository = new TestRepository();
        (await sandbox.RunAsync(repository.Run("true") with { Network = NetworkAccess.To("feed.example") }, CancellationToken.None))
            .ShouldBeOfType<RunOutcome.Refused>().Why.ShouldContain("L1 or L2");
    }

    [Fact]
    public void Hosts_come_from_the_configuration_of_the_user_and_the_repository()
    {
        using var repository = new TestRepository()
            .With("NuGet.Config",
                """
                <configuration><packageSources><clear /><add key="a" value="https://nuget.example/v3/index.json" />
                <add key="l" value="./local" /></packageSources></configuration>
                """)
            .With(".npmrc", "registry=http://npm.example:4873/\n@scope:registry=https://scope.example/x/\nfund=false\n");
        using var home = new TestRepository()
            .With(".config/pip/pip.conf", "[global]\nindex-url = https://user:secret@pip.example/simple\n");
        var hosts = FeedHosts.Detect(repository.Root, home.Root);
        foreach (var host in new[] { "nuget.example", "npm.example:4873", "scope.example", "pip.example" })
            hosts.ShouldContain(host);
        hosts.ShouldAllBe(host => !host.Contains("secret"));
    }

    [Theory]
    [InlineData("feed.example", 443, true)]
    [InlineData("FEED.example.", 80, true)]
    [InlineData("feed.example", 22, false)]
    [InlineData("x.feed.example", 443, false)]
    [InlineData("feed.example.evil", 443, false)]
    [InlineData("other.example", 8080, true)]
    [InlineData("other.example", 443, false)]
    public void A_host_is_allowed_by_its_whole_name_and_port(string host, int port, bool allowed) =>
        FeedRule.Allows(["feed.example", "other.example:8080"], host, port).ShouldBe(allowed);

    [Theory]
    [InlineData("CONNECT feed.example:443 HTTP/1.1\r\nHost: x", "feed.example", 443)]
    [InlineData("GET http://feed.example/a?b HTTP/1.1\r\nHost: x", "feed.example", 80)]
    [InlineData("GET http://evil.example@feed.example:81/a HTTP/1.1", "feed.example", 81)]
    [InlineData("CONNECT feed.example HTTP/1.1", null, 0)]
    [InlineData("CONNECT evil@feed.example:443 HTTP/1.1", null, 0)]
    [InlineData("GET /local HTTP/1.1", null, 0)]
    [InlineData("GET https://feed.example/ HTTP/1.1", null, 0)]
    [InlineData("nonsense", null, 0)]
    public void What_a_proxy_is_asked_is_read_strictly(string head, string? host, int port)
    {
        var request = ProxyRequest.Parse(head, default);
        request?.Host.ShouldBe(host);
        (request?.Port ?? 0).ShouldBe(port);
    }

    [Fact, Trait("needs", "package feed")]
    public async Task A_real_restore_goes_through_the_proxy_and_a_build_works_offline_after()
    {
        using var home = new TestRepository("home");
        var settings = Path.Join(Environment.GetEnvironmentVariable("HOME"), ".nuget/NuGet/NuGet.Config");
        Assert.SkipUnless(File.Exists(settings), "no package feed is configured");
        home.With(".nuget/NuGet/NuGet.Config", File.ReadAllText(settings));
        using var repository = new TestRepository()
            .With("t.csproj", ToolchainTests.TestProject).With("T.cs", ToolchainTests.TestClass(4)).Committed();
        var before = repository.Hash();
        var ladder = await SandboxLadder.ProbeAsync(
            new SandboxOptions { StateFolder = Path.Join(Sandboxes.StateFolder, "restore"), HomeFolder = home.Root },
                TestContext.Current.CancellationToken);
        var sandbox = ladder.Exactly(IsolationTier.L1);
        Assert.SkipWhen(sandbox is null, "L1 does not work here");
        var hosts = FeedHosts.Detect(repository.Root, home.Root);
        var run = repository.Run("dotnet", "restore") with
        {
            Network = NetworkAccess.To(hosts), CacheLayer = Path.Join(repository.Parent, "layer"), WriteCache = true,
                Timeout = TimeSpan.FromMinutes(5),
        };
        var restored = (await sandbox.RunAsync(run, TestContext.Current.CancellationToken)).ShouldBeOfType<RunOutcome.Exited>().Report;
        Assert.SkipWhen(restored.ExitCode != 0 && restored.ReachedHosts.Count == 0
            && restored.DeniedHosts.Count == 0, "the package feed cannot be reached");
        restored.ExitCode.ShouldBe(0, restored.StandardOutput + string.Join(' ', restored.DeniedHosts));
        var built =
            (await sandbox.RunAsync(repository.Run("dotnet", "build", "--no-restore") with
            {
                CacheLayer = run.CacheLayer,
                Timeout = TimeSpan.FromMinutes(5),
            },
            TestContext.Current.CancellationToken)).ShouldBeOfType<RunOutcome.Exited>().Report;
        built.ExitCode.ShouldBe(0, built.StandardOutput);
        repository.Hash().ShouldBe(before);
        Directory.Exists(Path.Join(home.Root, ".nuget/packages")).ShouldBeFalse();
    }

    private static async Task ServeAsync(TcpListener feed)
    {
        try
        {
            while (true)
            {
                using var client = await feed.AcceptTcpClientAsync();
                var stream = client.GetStream();
                using var reader = new StreamReader(stream);
                var path = (await reader.ReadLineAsync() ?? "").Split(' ').ElementAtOrDefault(1);
                while (await reader.ReadLineAsync() is { Length: > 0 })
                {
                }

                await stream.WriteAsync(
                    Encoding.ASCII.GetBytes(
                        $"HTTP/1.1 200 OK\r\nContent-Length: {7 + path!.Length}\r\nConnection: close\r\n" +
                        $"\r\nserved {path}"));
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}

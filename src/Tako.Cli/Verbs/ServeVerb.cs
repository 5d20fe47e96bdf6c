using System.CommandLine;
using System.Net;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Tako.Cli.Composition;
using Tako.Cli.Terminal;
using Tako.Core.Caching;
using Tako.Core.Identity;
using Tako.Models.Caching;
using Tako.Server;
using Tako.Server.Setup;
using Tako.Server.Logs;
using Tako.Storage.Sqlite;

namespace Tako.Cli.Verbs;

/// <summary><c>tako serve</c>: the gateway, until it is asked to end.</summary>
internal static class ServeVerb
{
    public static Command Command()
    {
        var listen = new Option<string?>("--listen")
        {
            Description = $"Where to take model calls: {ListenText.Shape}; in place of the configuration's gateway.listen.",
        };
        var config = new Option<string?>("--config") { Description = "The configuration file; by default the user's own." };
        var command = new Command("serve", """
            Serve the configured models to OpenAI's and Anthropic's clients.

            Examples:
              tako serve                                         on 127.0.0.1:8256, for this machine alone
              tako serve --listen '*:8256' --config team.yaml    for others as well; keys are then needed
            """) { listen, config };
        command.SetAction((parsed, token) => Say.GuardAsync(() => RunAsync(parsed.GetValue(listen), parsed.GetValue(config), token)));
        return command;
    }

    private static async Task<int> RunAsync(string? listen, string? config, CancellationToken cancellationToken)
    {
        IPEndPoint? address = null;
        if (listen is not null && (address = ListenText.Parse(listen)) is null)
            return Say.Fail($"--listen is '{listen}'; write {ListenText.Shape}.", ExitCode.Usage);
        if (config is not null && !File.Exists(config))
            return Say.Fail($"There is no configuration file '{config}'.", ExitCode.Usage);
        var file = Path.GetFullPath(config ?? Places.ConfigFile);
        var random = House.NewRandom();
        var source = new GatewaySource
        {
            StateFolder = Places.State,
            File = file,
            Environment = Settings.Environment,
            Random = random,
            Listen = address,
        };
        await using var store = await House.OpenStoreAsync(cancellationToken);
        using var logs = LoggerFactory.Create(builder => builder.AddProvider(LineLogs.ToError()));
        var start = await GatewayServer.StartAsync(new GatewayParts
        {
            Read = source.Read,
            ConfigFile = file,
            Ledger = store,
            Blobs = store,
            Logs = logs,
            Ids = new IdSource(TimeProvider.System, random),
            Chance = new CryptographicRandom(),
            OpenAnswers = OpenAnswersAsync,
        }, cancellationToken);
        switch (start)
        {
            case GatewayStart.Faulty faulty:
                return Say.Fail(ConfigVerb.Text(file, faulty.Faults), ExitCode.Usage);
            case GatewayStart.NoModel none:
                return Say.Fail(none.Message, ExitCode.Refused);
            case GatewayStart.NotListening deaf:
                return Say.Fail($"The gateway cannot listen: {deaf.Why} Choose another address with --listen or in gateway.listen.",
                    ExitCode.Refused);
        }

        await using var server = ((GatewayStart.Started)start).Server;
        Welcome(server, file);
        await RunAsync(server, cancellationToken);
        return ExitCode.Done;
    }

    /// <summary>Until the first signal to end, and from there until running calls have ended or a second signal comes.</summary>
    private static async Task RunAsync(GatewayServer server, CancellationToken cancellationToken)
    {
        using var ending = new CancellationTokenSource();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var reload = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            _ = server.ReloadAsync(CancellationToken.None);
        });
        await using var outer = cancellationToken.Register(() => asked.TrySetResult());
        await asked.Task;
        Console.Error.WriteLine("Ending: running calls may finish; a second signal ends at once.");
        await server.StopAsync(ending.Token);

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            if (!asked.TrySetResult())
                ending.Cancel();
        }
    }

    private static async Task<IAnswerStore> OpenAnswersAsync(CacheOptions cache, CancellationToken cancellationToken)
    {
        var memory = new MemoryAnswers(cache.MaxBytes, TimeProvider.System);
        return cache.Disk
            ? new TieredAnswers(memory, await SqliteAnswers.OpenAsync(new SqliteAnswersOptions
            {
                Folder = Places.Ledger,
                MaxBytes = cache.DiskMaxBytes,
                Warn = warning => Console.Error.WriteLine($"tako: {warning}"),
            }, TimeProvider.System, cancellationToken))
            : memory;
    }

    private static void Welcome(GatewayServer server, string file)
    {
        var address = server.Addresses[0];
        var reachable = new UriBuilder(address) { Host = address.Host is "0.0.0.0" or "[::]" ? "127.0.0.1" : address.Host }.Uri
            .GetLeftPart(UriPartial.Authority);
        var key = server.NeedsKeys ? "a key of 'tako keys create NAME'" : "any text";
        Console.Out.WriteLine($"""
            Tako's gateway listens on {string.Join(", ", server.Addresses.Select(at => at.GetLeftPart(UriPartial.Authority)))}
              models   {string.Join(", ", server.Models)}
              keys     {(server.NeedsKeys ? "needed; 'tako keys create NAME' makes one" : "not needed")}
              admin    {string.Join(", ", server.AdminAddresses.Select(at => at.GetLeftPart(UriPartial.Authority)))}/admin/health
              config   {file}{(File.Exists(file) ? "" : " (not there; models come from the environment)")}
            Point a client at it:
              OPENAI_BASE_URL={reachable}/v1 OPENAI_API_KEY={(server.NeedsKeys ? "KEY" : "any")}
              ANTHROPIC_BASE_URL={reachable} ANTHROPIC_API_KEY={(server.NeedsKeys ? "KEY" : "any")}     with {key}
            Ctrl-C ends it.
            """);
    }
}

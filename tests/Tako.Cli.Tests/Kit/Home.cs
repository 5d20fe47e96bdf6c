using System.Diagnostics;

namespace Tako.Cli.Tests.Kit;

/// <summary>A user's own corner of the machine: state, configuration and home are temporary, and no model is known.</summary>
internal sealed class Home : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Tako.Cli");
    private static readonly Lazy<Task<string>> Helper = new(CompileAsync);
    private readonly string _root = Directory.CreateTempSubdirectory("tako-home-").FullName;

    public Home()
    {
        Directory.CreateDirectory(Path.Combine(_root, "config/tako"));
        Directory.CreateDirectory(State);
        Directory.CreateDirectory(Path.Combine(_root, "bin"));
        File.CreateSymbolicLink(Path.Combine(_root, "bin/tako"), Program);
    }

    public string State => Path.Combine(_root, "state");

    public string LedgerFile => Path.Combine(State, "tako/ledger/ledger.db");

    /// <summary>Variables that the user has set.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public void Configure(string yaml) => File.WriteAllText(Path.Combine(_root, "config/tako/config.yaml"), yaml);

    /// <summary>The policy that a configuration names as <c>reflexes.yaml</c>.</summary>
    public void WritePolicy(string yaml) => File.WriteAllText(Path.Combine(_root, "config/tako/reflexes.yaml"), yaml);

    /// <summary>A file of the user's own, outside any repository.</summary>
    public string Write(string name, string text)
    {
        var file = Path.Combine(_root, name);
        File.WriteAllText(file, text);
        return file;
    }

    /// <summary>Runs <c>tako</c> to its end.</summary>
    public async Task<Ran> TakoAsync(params string[] arguments)
    {
        await using var live = await StartAsync(arguments);
        return await live.EndAsync();
    }

    /// <summary>Runs it with a text on its standard input.</summary>
    public async Task<Ran> AskAsync(string input, params string[] arguments)
    {
        await using var live = new Live(Start(Program, arguments), TimeSpan.FromSeconds(240), input);
        return await live.EndAsync();
    }

    public Task<Live> StartAsync(params string[] arguments) => StartAsync(Program, arguments);

    public async Task<Ran> ShellAsync(string script, string? input = null)
    {
        await using var live = new Live(Start("bash", ["-c", script]), TimeSpan.FromSeconds(240), input);
        return await live.EndAsync();
    }

    /// <summary>Everything that Tako keeps for this user, as text.</summary>
    public string Kept() => string.Concat(Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories)
        .Select(file => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file))));

    public void Dispose()
    {
        try
        {
            Directory.Delete(_root, recursive: true);
        }
        catch (Exception left) when (left is IOException or UnauthorizedAccessException)
        {
            // A layer of the sandbox may belong to another user; the machine's temporary folder is cleared in time.
        }
    }

    private async Task<Live> StartAsync(string program, string[] arguments)
    {
        var helper = await Helper.Value;
        var own = Path.Combine(State, "tako/sandbox/helper");
        if (Directory.Exists(helper) && !Directory.Exists(own))
        {
            Directory.CreateDirectory(own);
            foreach (var file in Directory.EnumerateFiles(helper))
                File.Copy(file, Path.Combine(own, Path.GetFileName(file)));
        }

        return new Live(Start(program, arguments), TimeSpan.FromSeconds(240));
    }

    private ProcessStartInfo Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _root };
        start.Environment.Clear();
        foreach (var name in (string[])["PATH", "DOTNET_ROOT", "TMPDIR"])
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
                start.Environment[name] = value;
        }

        // The system's own programs first: those of a home folder are not in the sandbox of a user with another home.
        start.Environment["PATH"] = $"{Path.Combine(_root, "bin")}:/usr/local/bin:/usr/bin:/bin:{start.Environment["PATH"]}";
        start.Environment["HOME"] = _root;
        start.Environment["XDG_STATE_HOME"] = State;
        start.Environment["XDG_CONFIG_HOME"] = Path.Combine(_root, "config");
        start.Environment["LANG"] = "C.UTF-8";
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        return start;
    }

    /// <summary>The sandbox's helper is compiled once for all tests.</summary>
    private static async Task<string> CompileAsync()
    {
        var home = new Home();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => home.Dispose();
        await using var live = new Live(home.Start(Program, ["doctor"]), TimeSpan.FromSeconds(120));
        await live.EndAsync();
        return Path.Combine(home.State, "tako/sandbox/helper");
    }
}

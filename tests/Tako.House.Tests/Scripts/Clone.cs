using System.Diagnostics;

namespace Tako.House.Tests.Scripts;

/// <summary>A copy of the two commands in a folder of its own, with a dotnet that only pretends to build.</summary>
internal sealed class Clone : IDisposable
{
    /// <summary>Answers like the SDK; each build is a line in <c>builds</c> and takes what the file <c>pretend</c> says.</summary>
    private const string PretendedDotnet =
        """
        #!/bin/sh
        here=$(cd "$(dirname "$0")/.." && pwd)
        [ ! -r "$here/pretend" ] || . "$here/pretend"
        case $1 in
            --list-sdks) echo "${sdk-10.0.100} [$here]" ;;
            build) echo "$2" >> "$here/builds" ;;
            publish)
                echo "$*" >> "$here/builds"
                case "$*" in *PublishReadyToRun*) [ -z "${ahead-}" ] || { echo "$ahead"; exit 1; } ;; esac
                [ -z "${broken-}" ] || { echo "$broken"; exit 1; }
                sleep "${takes-0}"
                while [ "$1" != -o ]; do shift; done
                mkdir -p "$2"
                printf '#!/bin/sh\necho "ran:$*"\nexit 7\n' > "$2/Tako.Cli"
                chmod +x "$2/Tako.Cli" ;;
        esac
        """;

    public Clone()
    {
        Root = Directory.CreateTempSubdirectory("tako clone ").FullName;
        foreach (var command in new[] { "tako", "test" })
        {
            File.Copy(Path.Combine(Repository.Root, command), At(command));
            Executable(command);
        }

        Write("src/Tako.Cli/Tako.Cli.csproj", "<Project />\n");
        Write("src/Tako.Core/A.cs", "class A;\n");
        Write("global.json", "{}\n");
        Write("sdk/dotnet", PretendedDotnet + "\n");
        Executable("sdk/dotnet");
    }

    public string Root { get; }

    public int Builds => File.Exists(At("builds")) ? File.ReadAllLines(At("builds")).Length : 0;

    public string At(string path) => Path.Combine(Root, path);

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }

    /// <summary>A test project whose executable is the given shell script; <c>$report</c> is where its report belongs.</summary>
    public void TestProject(string name, string script)
    {
        Write($"tests/{name}/{name}.csproj", "<Project />\n");
        Write($"artifacts/bin/{name}/debug/{name}",
            $"#!/bin/sh\nfor argument in \"$@\"; do [ \"$last\" != -xml ] || report=$argument; last=$argument; done\n{script}\n");
        Executable($"artifacts/bin/{name}/debug/{name}");
    }

    public async Task<Ran> RunAsync(string command, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{At("sdk")}:{start.Environment["PATH"]}";
        start.Environment["HOME"] = Root;
        foreach (var name in new[] { "DOTNET_ROOT", "CI" })
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Ran(process.ExitCode, await output, await errors);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private void Executable(string path)
    {
        // The commands are shell scripts: where there is no shell there is nothing to test.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(At(path), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}

/// <summary>What a command left behind.</summary>
internal sealed record Ran(int Code, string Output, string Errors);

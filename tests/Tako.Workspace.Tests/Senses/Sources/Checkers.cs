using System.Diagnostics;
using Tako.Workspace.Overlay;
using Tako.Workspace.Tests.Overlay;

namespace Tako.Workspace.Tests.Senses.Sources;

/// <summary>
/// A repository with real linters and type checkers: mypy and flake8 of the machine, pyright, tsc and eslint from npm. What comes
/// from npm is installed once beside the build's output (<c>./test</c> does so ahead) and copied, since a repository brings its own.
/// </summary>
public sealed class Checkers : IAsyncLifetime
{
    /// <summary>What was wrong before anybody changed anything.</summary>
    private static readonly (string Path, string Content)[] Files =
    [
        ("user_service.py", "def find(name: str) -> str:\n    return name.strip()\n\n\ndef age(name: str) -> int:\n    return len(name)\n"),
        ("auth_controller.py", "import user_service\n\n\ndef log_in(name: str) -> str:\n    return user_service.find(name)\n"),
        ("legacy.py", "import user_service\n\nOLD: int = user_service.find('a')\n\n\ndef report() -> None:\n    print(missing_name)\n"),
        ("src/service.ts", "export function find(name: string): string {\n  return name.trim();\n}\n"),
        ("src/controller.ts", "import { find } from './service';\nexport const logIn = (name: string): string => find(name);\n"),
        ("src/legacy.ts", "export const old: number = 'text';\n"),
        ("lib/tide.js", "export const height = (hour) => hour % 12;\n"),
        ("lib/legacy.js", "export const old = () => nowhere;\n"),
        ("package.json", """{ "name": "port", "version": "1.0.0", "type": "module" }"""),
        ("tsconfig.json", """
            { "compilerOptions": { "strict": true, "module": "esnext", "moduleResolution": "bundler", "target": "es2022", "types": [] },
              "include": ["src"] }
            """),
        ("eslint.config.js", "export default [{ files: ['lib/**/*.js'], rules: { 'no-undef': 'error', 'semi': 'error' } }];\n"),
    ];

    private TempRepository? _repository;

    /// <summary>Why there is nothing from npm; null when there is.</summary>
    public string? WhyNot { get; private set; }

    public async ValueTask InitializeAsync()
    {
        _repository = new TempRepository(Files);
        WhyNot = await InstallAsync();
        if (WhyNot is null)
            (await RunAsync("cp", Folder, "-a", "node_modules", _repository.Root)).Code.ShouldBe(0);
    }

    /// <param name="settings">The file that sets one checker up, so that only that one is heard.</param>
    internal Shadow Open(string settings, string content = "")
    {
        foreach (var name in (string[])["mypy.ini", ".flake8", "pyrightconfig.json"])
            File.Delete(Path.Join(_repository!.Root, name));
        if (!File.Exists(Path.Join(_repository!.Root, settings)))
            _repository.Put(settings, content);
        return _repository.Open();
    }

    public ValueTask DisposeAsync()
    {
        _repository?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Folder { get; } = FindFolder();

    private static string FindFolder()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Join(folder, "Tako.slnx")))
                return Path.Join(folder, "artifacts", "checkers");
        }

        throw new InvalidOperationException("The tests do not lie in the repository.");
    }

    private static async Task<string?> InstallAsync()
    {
        var wanted = Path.Join(AppContext.BaseDirectory, "Senses", "Sources", "checkers.json");
        Directory.CreateDirectory(Folder);
        var there = Path.Join(Folder, "package.json");
        if (File.Exists(there) && File.ReadAllText(there) == File.ReadAllText(wanted)
            && Directory.Exists(Path.Join(Folder, "node_modules", "typescript")))
            return null;
        try
        {
            File.Copy(wanted, there, overwrite: true);
            var (code, output) = await RunAsync("npm", Folder, "install", "--no-audit", "--no-fund", "--no-package-lock",
                "--ignore-scripts");
            return code == 0 ? null : $"npm install failed: {output}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "There is no npm here.";
        }
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(output));
    }
}

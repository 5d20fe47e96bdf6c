using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Tako.Workspace.Sandbox;

/// <summary>The native helper, compiled once for each version of its source.</summary>
internal static class HelperBuild
{
    private const string SourceFolder = "limb/";
    private static readonly string[] Compilers = ["cc", "gcc", "clang"];
    private static readonly string[] Flags = ["-O2", "-Wall", "-Wextra", "-Werror"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Where the helper is, or why there is none.</summary>
    public static async Task<(string? Path, string? WhyNot)> FindAsync(string stateFolder, CancellationToken cancellationToken)
    {
        var sources = Sources();
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            string.Concat(sources.Select(source => $"{source.Name}\n{source.Text}\n")))))[..16];
        var folder = Path.Join(stateFolder, "helper");
        var built = Path.Join(folder, $"limb-{key}");
        if (File.Exists(built))
            return (built, null);
        // Several processes may build at once: each under a name of its own, the last rename wins, all are equal.
        var draft = $"{built}.{Environment.ProcessId}";
        var work = Directory.CreateDirectory($"{draft}.source").FullName;
        var why = "no C compiler (cc, gcc or clang) was found";
        try
        {
            foreach (var (name, text) in sources)
                await File.WriteAllTextAsync(Path.Join(work, name), text, cancellationToken);
            string[] files = [.. sources.Where(source => source.Name.EndsWith(".c", StringComparison.Ordinal))
                .Select(source => Path.Join(work, source.Name))];
            foreach (var compiler in Compilers)
            {
                // A static helper needs no loader, which saves a third of its start.
                foreach (var link in new[] { "-static", "" })
                {
                    string[] linked = link.Length > 0 ? [.. Flags, link] : Flags;
                    var answer = await CompileAsync(compiler, [.. linked, "-o", draft, .. files], cancellationToken);
                    if (answer is null)
                        break;
                    if (answer.Length == 0)
                    {
                        File.Move(draft, built, overwrite: true);
                        return (built, null);
                    }

                    why = $"{compiler} refused the helper's source: {answer}";
                }
            }

            return (null, why);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>The helper's files, which one call of the compiler takes together.</summary>
    private static IReadOnlyList<(string Name, string Text)> Sources() =>
        [.. typeof(HelperBuild).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(SourceFolder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (name[SourceFolder.Length..], Resource(name)))];

    public static string Resource(string name)
    {
        using var stream = typeof(HelperBuild).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly lacks its resource {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Empty when it compiled, the first error when not, null when there is no such compiler.</summary>
    private static async Task<string?> CompileAsync(string compiler, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(compiler, arguments)
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            },
        };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var errors = await process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode == 0 ? "" : errors.Split('\n').FirstOrDefault(line => line.Length > 0) ?? "no reason given";
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            return "it did not finish within a minute";
        }
    }
}

using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Tako.Workspace.Sandbox;

/// <summary>The native helper, compiled once for each version of its source.</summary>
internal static class HelperBuild
{
    private static readonly string[] Compilers = ["cc", "gcc", "clang"];
    private static readonly string[] Flags = ["-O2", "-Wall", "-Wextra", "-Werror"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Where the helper is, or why there is none.</summary>
    public static async Task<(string? Path, string? WhyNot)> FindAsync(string stateFolder, CancellationToken cancellationToken)
    {
        var source = Resource("limb.c");
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)))[..16];
        var folder = Path.Join(stateFolder, "helper");
        var built = Path.Join(folder, $"limb-{key}");
        if (File.Exists(built))
            return (built, null);
        Directory.CreateDirectory(folder);
        // Several processes may build at once: each under a name of its own, the last rename wins, all are equal.
        var draft = $"{built}.{Environment.ProcessId}";
        await File.WriteAllTextAsync($"{draft}.c", source, cancellationToken);
        var why = "no C compiler (cc, gcc or clang) was found";
        try
        {
            foreach (var compiler in Compilers)
            {
                // A static helper needs no loader, which saves a third of its start.
                foreach (var link in new[] { "-static", "" })
                {
                    var answer = await CompileAsync(
                        compiler, [.. Flags, .. link.Length > 0 ? [link] : Array.Empty<string>(), "-o", draft,
                            $"{draft}.c"], cancellationToken);
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
            File.Delete($"{draft}.c");
        }
    }

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

namespace Tako.Workspace.Sandbox;

/// <summary>The parts of a home folder that hold tools and no secrets. Everything else in it stays hidden.</summary>
internal static class Toolchains
{
    private static readonly string[] InHome =
        [".pyenv", ".rustup", ".cargo/bin", ".cargo/env", ".nvm", ".volta", ".fnm", ".bun", ".deno/bin", ".sdkman/candidates", ".asdf",
         ".rbenv", ".ghcup", ".dotnet/dotnet", ".dotnet/sdk", ".dotnet/shared", ".dotnet/host", ".dotnet/packs",
         ".dotnet/tools", ".dotnet/sdk-manifests", ".dotnet/templates", ".local/bin", ".local/pipx",
         ".local/share/uv", ".local/share/mise", "go/bin",
         "bin"];

    public static IEnumerable<string> In(HostView host)
    {
        foreach (var name in InHome)
            yield return Path.Join(host.Home, name);
        foreach (var named in new[] { "DOTNET_ROOT", "JAVA_HOME", "GOROOT", "PYENV_ROOT", "RUSTUP_HOME", "NVM_DIR", "VIRTUAL_ENV" })
        {
            if (Environment.GetEnvironmentVariable(named) is { Length: > 1 } path && Path.IsPathFullyQualified(path))
                yield return Path.GetFullPath(path);
        }

        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
        {
            // A folder of programs in a hidden place; the hidden places themselves and the home folder are never put back whole.
            if (folder.Length > 1 && Path.IsPathFullyQualified(folder) && HostView.RealPath(folder) != host.Home
                && !HostView.IsInside(host.Home, HostView.RealPath(folder)) && folder.Count(letter => letter == '/') > 1)
                yield return Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        }
    }
}
